"""Whether a value is of its custom field's kind, and how it is kept. Pure."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from backend.leads.cleaning import storable
from backend.leads.detail_errors import WrongFieldValue
from backend.leads.enums import FieldKind

MOST_LETTERS: Final = 2_000
MOST_NUMBER: Final = 1e15
_YES: Final = frozenset({"true", "yes", "1", "sí", "si", "sim", "x"})
_NO: Final = frozenset({"false", "no", "0", "não", "nao"})


# Any: a custom value is a text, a number or a yes or no, as JSON.
def checked(kind: str, options: Sequence[str], value: Any) -> Any:
    """The value as it is kept, None when it is empty. Raises `WrongFieldValue`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and (not storable(value) or len(value) > MOST_LETTERS):
        raise WrongFieldValue()
    if kind == FieldKind.NUMBER:
        return _number(value)
    if kind == FieldKind.BOOLEAN:
        return _boolean(value)
    if not isinstance(value, str):
        raise WrongFieldValue()
    return _text(kind, options, value.strip())


def _text(kind: str, options: Sequence[str], value: str) -> str:
    if kind == FieldKind.DATE:
        return _date(value)
    if kind == FieldKind.URL:
        return _url(value)
    if kind == FieldKind.CHOICE:
        return _choice(options, value)
    return value


def _number(value: Any) -> int | float:
    if isinstance(value, str):
        try:
            value = float(value.strip().replace(",", "."))
        except ValueError as error:
            raise WrongFieldValue from error
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongFieldValue()
    if isinstance(value, float) and not math.isfinite(value):
        raise WrongFieldValue()
    if abs(value) > MOST_NUMBER:
        raise WrongFieldValue()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    said = value.strip().casefold() if isinstance(value, str) else ""
    if said not in _YES | _NO:
        raise WrongFieldValue()
    return said in _YES


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value[:10] if "T" in value else value).isoformat()
    except ValueError as error:
        raise WrongFieldValue from error


def _url(value: str) -> str:
    """Only addresses that are safe to click."""
    try:
        found = urlsplit(value)
        host = found.hostname
    except ValueError as error:
        raise WrongFieldValue from error
    if found.scheme not in {"http", "https"} or not host or any(letter.isspace() for letter in value):
        raise WrongFieldValue()
    return value


def _choice(options: Sequence[str], value: str) -> str:
    """As the option is written, whatever the case of the value."""
    known = {option.casefold(): option for option in options}
    if value.casefold() not in known:
        raise WrongFieldValue()
    return known[value.casefold()]
