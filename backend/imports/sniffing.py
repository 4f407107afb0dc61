"""Tells what a file is from its bytes: kind, encoding, delimiter, header; its name is only a claim."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import IO, Final

from backend.imports.csv_reading import UTF_16, decoded
from backend.imports.enums import Kind
from backend.imports.errors import ImportFileEmpty, ImportKindRefused

SAMPLE: Final = 256 * 1024
DELIMITERS: Final = (",", ";", "\t", "|")
_JUDGED: Final = 30

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf",
    b"Rar!",
)
_MARKUP: Final = re.compile(rb"\s*(<!doctype|<html|<\?xml|\{\\rtf)", re.IGNORECASE)
_VALUE: Final = re.compile(r"@|://|^[+-]?[\d\s().,/-]{4,}$|^\d+$")


def kind(file: IO[bytes]) -> Kind:
    """Raises `ImportFileEmpty` and `ImportKindRefused`."""
    file.seek(0)
    head = file.read(SAMPLE)
    if not head.strip(b"\x00\r\n\t "):
        raise ImportFileEmpty()
    if head.startswith(_ZIP):
        return Kind.XLSX
    if head.startswith(_OTHER) or _MARKUP.match(head) or _binary(head):
        raise ImportKindRefused()
    return Kind.CSV


def _binary(head: bytes) -> bool:
    if encoding(head) in UTF_16:
        return False
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return controls > len(head) // 20 or head.count(0) > len(head) // 4


def encoding(head: bytes) -> str:
    """`utf-8` also where only some lines are: each line is looked at on its own."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = head[: len(head) // 2 * 2]
    # Latin text in UTF-16 has a zero in every second byte, on one side only.
    if len(pairs) >= 4:
        first, second = pairs[::2].count(0), pairs[1::2].count(0)
        most = len(pairs) * 0.35
        if second > most and first < most / 4:
            return "utf-16-le"
        if first > most and second < most / 4:
            return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "utf-8" if _some_lines_are_utf8(head) else "cp1252"
    return "utf-8"


def _some_lines_are_utf8(head: bytes) -> bool:
    for line in head.splitlines():
        if not line.isascii():
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            return True
    return False


def delimiter(head: bytes, found: str) -> str:
    """The one that splits most rows into the same number of cells."""
    text = head.decode(found, "replace") if found in UTF_16 else decoded(head, found)
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()][:_JUDGED]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4] if lines[0][4] in DELIMITERS else ","
    return max(DELIMITERS, key=lambda each: _even(lines, each))


def _even(lines: Sequence[str], candidate: str) -> tuple[float, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=candidate) if cells)
    except csv.Error:
        return 0.0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda each: (each[1], each[0]))
    return count / sum(widths.values()), width


def has_header(rows: Sequence[Sequence[str]], known: int) -> bool:
    """`known` columns of the first row bear a name that we know; else a header is a row without any values."""
    if not rows:
        raise ImportFileEmpty()
    first = [cell.strip() for cell in rows[0]]
    if known >= 2 or (known and len(first) <= 2):
        return True
    looks_like_data = any(_VALUE.search(cell) for cell in first)
    filled = [cell for cell in first if cell]
    if looks_like_data or not filled or len(rows) == 1:
        return False
    return known == 1 or any(_VALUE.search(cell) for row in rows[1:6] for cell in row)
