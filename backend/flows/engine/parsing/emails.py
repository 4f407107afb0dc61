"""Finds an email address in a sentence and writes it in lower case (IDN-01)."""

import re

from email_validator import EmailNotValidError, validate_email

from backend.flows.engine.parsing.text import READ_LIMIT, clean

_CANDIDATE = re.compile(r"[^\s<>()\[\],;:\"'«»“”]+@[^\s<>()\[\],;:\"'«»“”@]+")
_SPACED_AT = re.compile(r"\s+@\s+|\s+@|@\s+")


def parse_email(text: str) -> str | None:
    """Of several the first valid one counts."""
    text = _SPACED_AT.sub("@", clean(text[:READ_LIMIT]))
    found = (_valid(match[0].strip(".!?¡¿*_-")) for match in _CANDIDATE.finditer(text))
    return next(filter(None, found), None)


def _valid(candidate: str) -> str | None:
    try:
        return validate_email(candidate, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None
