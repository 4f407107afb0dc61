"""A further contact in its one true spelling and its blind index, kind by kind. Pure."""

from typing import Final

from backend.core import crypto
from backend.leads import contact, domains
from backend.leads.cleaning import storable
from backend.leads.contact import Contact
from backend.leads.enums import ContactKind

MOST_LETTERS: Final = 2_000


def checked(kind: ContactKind, text: str, country: str) -> Contact | None:
    """None when it is no value of this kind. Equal contacts have equal indexes, a WhatsApp number that of the phone."""
    text = " ".join(text.split())
    if not text or len(text) > MOST_LETTERS or not storable(text):
        return None
    if kind == ContactKind.EMAIL:
        return contact.email(text)
    if kind in (ContactKind.PHONE, ContactKind.WHATSAPP):
        return contact.phone(text, country)
    if kind in (ContactKind.SOCIAL, ContactKind.WEBSITE):
        address = domains.website(text)
        return _indexed(address, address.rstrip("/").casefold()) if address else None
    return _indexed(text, text.casefold())


def _indexed(value: str, stands_for: str) -> Contact:
    return Contact(value, crypto.cipher().blind_index(stands_for))
