"""Gettext straight from the .po files: `_("Leads")` in the language of whoever looks at the page."""

import gettext
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from babel.messages.pofile import read_po

from backend.core.language import LANGUAGES, Language, is_language, negotiate

STATE: Final = "language"
FALLBACK: Final[Language] = "es"
_FOLDERS: list[tuple[Path, str]] = [(Path(__file__).parents[1] / "locale", "panel")]


def add_catalogue(folder: Path, domain: str) -> None:
    """Words of another panel; what it lacks is looked up here."""
    if (folder, domain) not in _FOLDERS:
        _FOLDERS.append((folder, domain))
        words.cache_clear()


@cache
def words(language: Language) -> gettext.NullTranslations:
    """Every catalogue's words, read without a build step."""
    merged = _Words()
    for folder, domain in _FOLDERS:
        path = folder / language / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            with path.open("rb") as file:
                merged.take(read_po(file, locale=language))
    return merged


class _Words(gettext.NullTranslations):
    def __init__(self) -> None:
        super().__init__()
        self._single: dict[str, str] = {}
        self._plural: dict[str, tuple[str, ...]] = {}

    def take(self, catalogue: object) -> None:
        for message in catalogue:  # type: ignore[attr-defined] # babel's Catalog has no typed iterator
            if isinstance(message.id, tuple):
                self._plural[message.id[0]] = tuple(message.string)
            elif message.id and message.string:
                self._single[message.id] = message.string

    def gettext(self, message: str) -> str:
        return self._single.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """All four languages have two forms and split at one."""
        forms = self._plural.get(msgid1, (msgid1, msgid2))
        return forms[0 if n == 1 else 1]


def language() -> Language:
    """The language of this browser's session."""
    chosen = st.session_state.get(STATE, FALLBACK)
    return chosen if isinstance(chosen, str) and is_language(chosen) else FALLBACK


def choose(code: str) -> None:
    if is_language(code):
        st.session_state[STATE] = code


def choose_browsers() -> None:
    """The browser's language, unless one was chosen (PAN-04)."""
    if STATE not in st.session_state:
        header = st.context.headers.get("Accept-Language") or st.context.locale
        st.session_state[STATE] = negotiate(header, LANGUAGES, FALLBACK)


def _(message: str) -> str:
    return words(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return words(language()).ngettext(one, many, count)
