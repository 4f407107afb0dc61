"""Reads JSON of strangers: every question has an answer, whatever stands there. Pure."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# Far beyond what a person writes; a longer text is cut, so that one event cannot fill a page.
LONGEST = 65_536
_EMPTY: Mapping[str, Any] = {}  # Any: JSON
# 2100: a later moment is no moment but a mistake.
_LAST_SECOND = 4_102_444_800


# Any: JSON of a platform, in every function here.
def part(value: Any, *path: str) -> Mapping[str, Any]:
    """The object at the end of the path; an empty one where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else _EMPTY


def parts(value: Any, *path: str) -> list[Mapping[str, Any]]:
    """The objects of the list at the end of the path; what is no object is left out."""
    found = raw(value, *path)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def raw(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: Any, *path: str) -> str:
    """What stands there as text without what cannot be stored; numbers are read as ids often are."""
    found = raw(value, *path)
    if isinstance(found, str):
        return storable(found[:LONGEST])
    # Past this many digits Python refuses to write a number out.
    whole = isinstance(found, int) and not isinstance(found, bool) and found.bit_length() < 256
    return str(found) if whole else ""


def flag(value: Any, *path: str) -> bool:
    return raw(value, *path) is True


def count(value: Any, *path: str) -> int | None:
    found = raw(value, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**53 else None


def seconds(value: Any, *path: str) -> datetime | None:
    """A moment in seconds since 1970, as number or text; in milliseconds where it is that large (Meta has both)."""
    given = text(value, *path)
    if not given.isascii() or not given.isdigit() or len(given) > 16:
        return None
    number = int(given)
    found = number / 1000 if number > _LAST_SECOND else float(number)
    return datetime.fromtimestamp(found, UTC) if 0 < found <= _LAST_SECOND else None


def storable(given: str) -> str:
    """Without NUL, which Postgres refuses, and halves of characters, which no answer can carry."""
    if given.isascii() and "\x00" not in given:
        return given
    return given.replace("\x00", "").encode("utf-8", "replace").decode()


def plain(value: Any, depth: int = 12) -> Any:
    """The JSON with storable texts, cut where it is nested beyond reason."""
    if isinstance(value, str):
        return storable(value[:LONGEST])
    if isinstance(value, dict):
        return {storable(str(name)[:200]): plain(each, depth - 1) for name, each in value.items()} if depth else {}
    if isinstance(value, list):
        return [plain(each, depth - 1) for each in value] if depth else []
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 63:
        return None
    return value
