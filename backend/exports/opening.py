"""Opens the sealed values that stand between marks in a block of lines; the rest of the block is not looked at."""

import secrets
from binascii import a2b_base64
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag

from backend.core.crypto import Cipher, Tampered, UnknownKey
from backend.leads.cells import STARTERS, guarded

_NONCE_BYTES: Final = 12
# First bytes of what may have to be guarded; those of the full-width signs are those of others too.
_STARTS: Final = frozenset(bytes([each]) for each in (STARTERS + "'").encode())


def new_mark() -> str:
    """A control sign and eight random letters: nobody can write a note that would be opened."""
    return "\x01" + secrets.token_hex(4) + "\x01"


def opener(cipher: Cipher, mark: str) -> Callable[[bytes], bytes]:
    """A function from a block with sealed values to the same block with open ones, guarded and quoted."""
    sign = mark.encode()
    keys = {key_id.encode(): key.decrypt for key_id, key in cipher.keys.items()}

    def opened(value: bytes) -> bytes:
        key_id, _, encoded = value.partition(b".")
        decrypt = keys.get(key_id)
        if decrypt is None:
            raise UnknownKey(key_id[:32].decode("ascii", "replace"))
        try:
            raw = a2b_base64(encoded)
            text = decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise Tampered from error
        return _written(text) if text[:1] in _STARTS or b'"' in text else text

    def work(block: bytes) -> bytes:
        pieces = block.split(sign)
        pieces[1::2] = map(opened, pieces[1::2])
        return b"".join(pieces)

    return work


def _written(text: bytes) -> bytes:
    words = text.decode("utf-8", "surrogatepass")
    return guarded(words).replace('"', '""').encode("utf-8", "replace")
