"""An email or phone in its one true spelling, and the blind index that stands for it (SCO-03, SEC-03)."""

import hashlib
import re
import uuid
from dataclasses import dataclass
from typing import Final

import email_validator
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from backend.channels.phones import canonical
from backend.core import crypto

_PHONE_LIKE: Final = re.compile(r"^\+?[\d\s().\-/]{6,30}$")
_LABEL: Final = r"[a-z0-9]([a-z0-9]|-(?!-)){0,28}[a-z0-9]"
_USUAL_EMAIL: Final = re.compile(
    rf"[a-z0-9_+]+(?:[.-][a-z0-9_+]+)*@(?={_LABEL})(?:{_LABEL}\.){{1,4}}[a-z]{{2,20}}\Z", re.I | re.A
)
_NO_ONES: Final = tuple(
    ending for name in email_validator.SPECIAL_USE_DOMAIN_NAMES for ending in (f".{name}", f"@{name}")
)
# Found in free text: generous, for what is hidden by mistake is only a word less.
_EMAIL_IN_TEXT: Final = re.compile(r"[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,190}")
_PHONE_IN_TEXT: Final = re.compile(r"(?<![\w.,])\+?\d(?:[\s().\-/]?\d){6,14}(?!\w)")

LOCKS: Final = 512


@dataclass(frozen=True, slots=True)
class Contact:
    """A normalised value with its blind index; encryption happens where it is written."""

    value: str
    index: bytes


def email(text: str | None) -> Contact | None:
    """Lower case (IDN-01's rule for addresses); None when it is no address."""
    text = (text or "").strip()
    if _USUAL_EMAIL.match(text) and not text.lower().endswith(_NO_ONES):
        # What nine of ten look like needs no parser; the parser would say the same (a test compares them).
        return Contact(text.lower(), crypto.cipher().blind_index(text.lower()))
    try:
        found = validate_email(text, check_deliverability=False).normalized.lower()
    except (EmailNotValidError, UnicodeError):
        return None
    return Contact(found, crypto.cipher().blind_index(found))


def phone(text: str | None, country: str) -> Contact | None:
    """E.164, read as a number of `country` when no prefix is given; None when no such number can exist.

    The index is of the canonical spelling: a number that some countries write in two ways is one person's.
    """
    try:
        parsed = phonenumbers.parse((text or "").strip()[:40], country.upper())
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    found = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Contact(found, crypto.cipher().blind_index(canonical(found)))


def looks_like_email(text: str) -> bool:
    return "@" in text.strip("@ ") and " " not in text.strip()


def looks_like_phone(text: str) -> bool:
    return bool(_PHONE_LIKE.match(text.strip())) and sum(letter.isdigit() for letter in text) >= 7


def without_contacts(text: str) -> str:
    """Free text with addresses and numbers taken out, for places where they would stand unencrypted."""
    return _PHONE_IN_TEXT.sub("…", _EMAIL_IN_TEXT.sub("…", text))


def domain_index(domain: str) -> bytes:
    """Stands for a lead's domain among the indexes of its email and phone."""
    return hashlib.sha256(b"domain:" + domain.encode()).digest()


def lock_keys(tenant_id: uuid.UUID, *indexes: bytes | None) -> list[int]:
    """Advisory lock keys for these data of this tenant, in the order in which everybody must take them.

    Data share a few hundred keys, for an import that took one for each email of a thousand rows would leave the
    server without locks for anybody else.
    """
    own = tenant_id.int >> 64
    return sorted({_signed(int.from_bytes(index[:2]) % LOCKS ^ own) for index in indexes if index})


def family_key(tenant_id: uuid.UUID) -> int:
    """Advisory lock on which lead speaks for which: shared for who looks somebody up, alone for who changes it."""
    return _signed(tenant_id.int >> 64 ^ LOCKS)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
