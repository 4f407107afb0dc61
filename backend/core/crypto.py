"""Field encryption with named keys, blind indexes for exact search, and hashes for logs and tokens."""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.core.settings import SecuritySettings

_NONCE_BYTES = 12


class UnknownKey(Exception):
    """The value was encrypted with a key that ENCRYPTION_KEYS no longer lists."""


class Tampered(Exception):
    """The encrypted value was changed or does not belong to its key."""


@dataclass(frozen=True, slots=True)
class Cipher:
    """AES-256-GCM; a value reads `keyid.base64(nonce + ciphertext)`, so keys rotate one row at a time (SEC-03)."""

    primary: str
    keys: Mapping[str, AESGCM]
    index_key: bytes

    @classmethod
    def from_setting(cls, encryption_keys: str, index_key: bytes) -> "Cipher":
        """`encryption_keys` is `id:base64` pairs, comma separated, newest first. Raises ValueError on a bad pair."""
        keys: dict[str, AESGCM] = {}
        for pair in filter(None, (part.strip() for part in encryption_keys.split(","))):
            key_id, _, encoded = pair.partition(":")
            raw = base64.urlsafe_b64decode(encoded)
            if not key_id.isalnum() or len(raw) != 32:
                raise ValueError("ENCRYPTION_KEYS needs `id:key` pairs with 32 bytes of urlsafe base64 each")
            keys[key_id] = AESGCM(raw)
        if not keys:
            raise ValueError("ENCRYPTION_KEYS is empty")
        return cls(primary=next(iter(keys)), keys=keys, index_key=index_key)

    @classmethod
    def from_settings(cls, settings: SecuritySettings) -> "Cipher":
        return cls.from_setting(settings.encryption_keys.get_secret_value(), settings.blind_index_key)

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self.keys[self.primary].encrypt(nonce, text.encode("utf-8", "surrogatepass"), None)
        return f"{self.primary}.{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, value: str) -> str:
        """Raises `UnknownKey` or `Tampered`."""
        key_id, _, encoded = value.partition(".")
        key = self.keys.get(key_id)
        if key is None:
            raise UnknownKey(key_id)
        try:
            raw = base64.b64decode(encoded)
            return key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode("utf-8", "surrogatepass")
        except (InvalidTag, ValueError) as error:
            raise Tampered from error

    def seal(self, content: bytes) -> bytes:
        """Bytes for a store that is not ours (SEC-03: photos): key id, a dot, nonce, ciphertext."""
        nonce = os.urandom(_NONCE_BYTES)
        return self.primary.encode() + b"." + nonce + self.keys[self.primary].encrypt(nonce, content, None)

    def unseal(self, sealed: bytes) -> bytes:
        """Raises `UnknownKey` or `Tampered`."""
        key_id, _, raw = sealed.partition(b".")
        key = self.keys.get(key_id.decode("ascii", "replace"))
        if key is None:
            raise UnknownKey(key_id[:32])
        try:
            return key.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise Tampered from error

    def is_current(self, value: str | bytes) -> bool:
        """Whether a value, or what `seal` made, is under the first key."""
        mark = f"{self.primary}."
        return value.startswith(mark) if isinstance(value, str) else value.startswith(mark.encode())

    def blind_index(self, normalised: str) -> bytes:
        """32 bytes that stand for the normalised value in exact searches."""
        return hmac.digest(self.index_key, normalised.encode(), "sha256")


_current: Cipher | None = None


def install(cipher: Cipher) -> None:
    """Set the process's cipher; a door does this once, before the first row is read."""
    global _current  # noqa: PLW0603 - column types have no other way to reach what the door built
    _current = cipher


def cipher() -> Cipher:
    if _current is None:
        raise RuntimeError("no cipher installed; the door must call crypto.install first")
    return _current


def fingerprint(text: str) -> str:
    """A short stable hash for logs, so that an email or phone never stands there itself (SEC-05)."""
    return hmac.new(cipher().index_key, b"log:" + text.encode(), hashlib.sha256).hexdigest()[:12]


def token_hash(token: str) -> bytes:
    """What we keep of a random secret (refresh tokens, mailed links): 256-bit inputs need no slow hash."""
    return hashlib.sha256(token.encode()).digest()
