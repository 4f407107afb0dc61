"""The visible text of a page: a line for each block, a soft mark where an inline element begins or ends."""

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from scraper.findings import MAX_EVIDENCE_TEXT

# Between the texts of two inline elements there may or may not be a gap to the eye: the readers decide.
SOFT: Final = "\x02"
MAX_HTML: Final = 4_000_000
# Of a longer text its beginning and its end are read: contacts stand there, and a page must not take seconds.
_HEAD: Final = 200_000
_TAIL: Final = 100_000
_DEEP: Final = 600

# A form feed is white space to HTML, so it stays in its table cell; no page has one of its own.
_BLOCK: Final = re.compile(r"<(?=/?(?:[pPdDlLtThHuUoOnNmM]|br|BR|fo[or]|FO[OR]|sec|ar|as|ad))")
_INVISIBLE: Final = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00]")
# A search for a sign beyond Latin-1 costs nothing in a text without any.
_COMMON_INVISIBLE: Final = (
    "\xad",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202c",
    "\u202d",
    "\u2060",
    "\ufeff",
)
_NESTING: Final = re.compile(
    r"<(/?)(?!/|area|base|br\b|col\b|embed|hr\b|img|input|link|meta|param|source|track|wbr|p\b|li\b|td|tr|th\b|d[dt]\b|opt)[a-zA-Z]"
)
_FLAT: Final = re.compile(r"<(?!/?(?:a|title|script|style|html)\b|meta\b|!--)[^<>]*>", re.I)
# An icon is the only label of many fax numbers.
_FAX_ICON: Final = re.compile(r"<(?:i|span|svg|em)\b[^<>]{0,200}\b(?:fa|icon|ico)-fax\b", re.I)


def tree(html: str) -> LexborHTMLParser:
    """Parsed once; blocks are marked first, which costs a third of walking the tree."""
    html = html[:MAX_HTML]
    if html.count("<") > 2 * _DEEP and _depth(html) > _DEEP:
        html = _FLAT.sub("\f", html)  # the parser takes quadratic time over thousands of open elements
    if "-fax" in html:
        html = _FAX_ICON.sub(r" Fax: \g<0>", html)
    return LexborHTMLParser(_BLOCK.sub("\f<", html))


def _depth(html: str) -> int:
    return max(accumulate(-1 if closing else 1 for closing in _NESTING.findall(html)), default=0)


def visible(parsed: LexborHTMLParser) -> str:
    """To be asked after scripts and styles have been taken out."""
    root = parsed.body or parsed.root
    return lines(root.text(separator=SOFT)) if root is not None else ""


def lines(raw: str) -> str:
    if not raw.isascii() and any(sign in raw for sign in _COMMON_INVISIBLE):
        raw = _INVISIBLE.sub("", raw)
    if len(raw) > _HEAD + _TAIL:
        raw = f"{raw[:_HEAD]}\f{raw[-_TAIL:]}"
    blocks = raw.replace("\x03", "\f").split("\f")
    return "\n".join(
        [
            line
            for block in blocks
            if block and block != SOFT and (line := _shared(block) if len(block) < 2_000 else _line(block))
        ]
    )


def _line(block: str) -> str:
    return " ".join(block.split()).strip(" \x02")


# The pages of a site share their blocks.
_shared = lru_cache(maxsize=1024)(_line)


def plain(text: str) -> str:
    """One line, as a person reads it."""
    return " ".join(text.replace(SOFT, " ").split())


def around(text: str, start: int, end: int) -> str:
    """The words around a place, at most 200 characters."""
    room = max(0, MAX_EVIDENCE_TEXT - (end - start)) // 2
    left = max(0, start - room)
    cut = text[left : end + room].replace(SOFT, "")
    return " ".join(cut.split())[:MAX_EVIDENCE_TEXT]
