"""Texts without case and accents, letter for letter, so that places found in one are places in the other."""

import unicodedata


def folded(text: str) -> str:
    """As long as `text`: "Búscame" -> "buscame"."""
    return "".join(_plain(sign) for sign in text)


def _plain(sign: str) -> str:
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign
