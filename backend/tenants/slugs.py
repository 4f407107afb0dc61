"""Short names: how a company's name becomes the word that stands in its snippet."""

import re
import unicodedata
from collections.abc import Collection
from itertools import count
from typing import Final

MAX_LENGTH: Final = 40
_FALLBACK = "empresa"


def slug_of(name: str) -> str:
    """Lower-case letters, digits and single hyphens; a name without any gets a plain word."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_LENGTH].rstrip("-")
    return slug if len(slug) >= 2 else _FALLBACK


def first_free(stem: str, taken: Collection[str]) -> str:
    """`stem`, else `stem-2`, `stem-3` and so on, cut to fit."""
    if stem not in taken:
        return stem
    numbered = (f"{stem[: MAX_LENGTH - len(f'-{number}')].rstrip('-')}-{number}" for number in count(2))
    return next(slug for slug in numbered if slug not in taken)
