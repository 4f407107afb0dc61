"""Cleans and folds what people write, so that every parser meets tame text."""

import re
import unicodedata

# Long enough for any sentence that answers a question; parsers never look further, so none can be slow.
READ_LIMIT = 500
LINE_LIMIT = 200

# Control characters (but tab and line feed) and lone surrogates cannot be stored; direction overrides and
# invisible marks can disguise text. The joiner U+200D stays: emoji need it.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# Phones write these for the plain apostrophe and hyphen.
_TYPOGRAPHY = {0x2018: "'", 0x2019: "'", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-", 0x2212: "-"}
_SPACES = re.compile(r"\s+")
_NOT_WORDS = re.compile(r"[^\w]+|_+")


def clean(text: str) -> str:
    """Storable and honest text in its composed form."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()


def one_line(text: str) -> str:
    return _SPACES.sub(" ", clean(text))[:LINE_LIMIT]


def plain(text: str) -> str:
    """Lower case without accents, punctuation kept: for parsers of figures."""
    decomposed = unicodedata.normalize("NFKD", clean(text[:READ_LIMIT]).casefold())
    bare = "".join(char for char in decomposed.translate(_TYPOGRAPHY) if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare).strip()


def fold(text: str) -> str:
    """Only words: lower case, no accents, no punctuation: for comparing answers."""
    return _NOT_WORDS.sub(" ", plain(text)).strip()
