"""An email or phone in its one true spelling, and the blind index that stands for it (SCO-03, SEC-03)."""

import re
import uuid
from dataclasses import dataclass
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from backend.core import crypto

_PHONE_LIKE: Final = re.compile(r"^\+?[\d\s().\-/]{6,30}$")
# Found in free text: generous, for what is hidden by mistake is only a word less.
_EMAIL_IN_TEXT: Final = re.compile(r"[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,190}")
_PHONE_IN_TEXT: Final = re.compile(r"(?<![\w.,])\+?\d(?:[\s().\-/]?\d){6,14}(?!\w)")


@dataclass(frozen=True, slots=True)
class Contact:
    """A normalised value with its blind index; encryption happens where it is written."""

    value: str
    index: bytes


def email(text: str | None) -> Contact | None:
    """Lower case (IDN-01's rule for addresses); None when it is no address."""
    try:
        found = validate_email((text or "").strip(), check_deliverability=False).normalized.lower()
    except (EmailNotValidError, UnicodeError):
        return None
    return Contact(found, crypto.cipher().blind_index(found))


def phone(text: str | None, country: str) -> Contact | None:
    """E.164, read as a number of `country` when no prefix is given; None when no such number can exist."""
    try:
        parsed = phonenumbers.parse((text or "").strip()[:40], country.upper())
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    found = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Contact(found, crypto.cipher().blind_index(found))


def looks_like_email(text: str) -> bool:
    return "@" in text.strip("@ ") and " " not in text.strip()


def looks_like_phone(text: str) -> bool:
    return bool(_PHONE_LIKE.match(text.strip())) and sum(letter.isdigit() for letter in text) >= 7


def without_contacts(text: str) -> str:
    """Free text with addresses and numbers taken out, for places where they would stand unencrypted."""
    return _PHONE_IN_TEXT.sub("…", _EMAIL_IN_TEXT.sub("…", text))


def lock_keys(tenant_id: uuid.UUID, *indexes: bytes | None) -> list[int]:
    """Advisory lock keys for these data of this tenant, in the order in which everybody must take them."""
    own = tenant_id.int >> 64
    return sorted({_signed(int.from_bytes(index[:8]) ^ own) for index in indexes if index})


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
