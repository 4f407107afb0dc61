"""The languages people are spoken to in, and the choice among them (ruling X32)."""

from collections.abc import Collection
from typing import Final, Literal, TypeGuard

Language = Literal["es", "ca", "pt", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("es", "ca", "pt", "en")

# Real headers stay far below this; whatever comes after is noise or an attack.
HEADER_LIMIT = 500


def is_language(code: str) -> TypeGuard[Language]:
    return code in LANGUAGES


def negotiate(accept_language: str | None, offered: Collection[Language], fallback: Language) -> Language:
    """The best offered language for an Accept-Language header; region tags count as their language."""
    for code in _preferences((accept_language or "")[:HEADER_LIMIT]):
        if is_language(code) and code in offered:
            return code
    return fallback


def _preferences(header: str) -> list[str]:
    weighted = [_weighted(entry) for entry in header.split(",")]
    wanted = [(weight, code) for weight, code in weighted if weight > 0]
    return [code for _, code in sorted(wanted, key=lambda pair: -pair[0])]


def _weighted(entry: str) -> tuple[float, str]:
    tag, _, parameter = entry.partition(";")
    code = tag.strip().lower().replace("_", "-").split("-")[0]
    name, _, weight = parameter.partition("=")
    if name.strip().lower() != "q":
        return 1.0, code
    try:
        return float(weight), code
    except ValueError:
        return 0.0, code
