"""Finds a phone number in a sentence and writes it as E.164 (FLW-03)."""

import phonenumbers

from backend.flows.engine.parsing.text import READ_LIMIT, clean


def parse_phone(text: str, country: str) -> str | None:
    """Numbers without a prefix belong to `country`; of several the first valid one counts."""
    for match in phonenumbers.PhoneNumberMatcher(clean(text[:READ_LIMIT]), country):
        return _e164(match.number)
    return _whole(text, country)


def _whole(text: str, country: str) -> str | None:
    """The matcher is strict about grouping ("6 12 34 56 78"); the bare digits may still be a number."""
    kept = "".join(char for char in clean(text[:READ_LIMIT]) if char.isdecimal() or char == "+")
    try:
        number = phonenumbers.parse(kept, country)
    except phonenumbers.NumberParseException:
        return None
    return _e164(number) if phonenumbers.is_valid_number(number) else None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
