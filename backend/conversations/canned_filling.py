"""Fills a ready answer's variables; what is not known is left out without a gap."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

VARIABLES: Final = ("name", "business", "agent", "product")
_VARIABLE: Final = re.compile(r"[ \t]*\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing` are the variables that nobody knows here."""

    text: str
    missing: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Braces around anything else are words like others."""
    missing: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name not in VARIABLES:
            return found[0]
        value = values.get(name, "").strip()
        if not value:
            missing.setdefault(name)
            return ""
        return found[0].replace("{" + name + "}", value)

    return Filled(_VARIABLE.sub(put, text).strip(), tuple(missing))
