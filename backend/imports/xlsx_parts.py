"""The pieces of an XLSX as they are parsed: shared texts, and the rows of a sheet."""

import re
import tempfile
from array import array
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from xml.parsers import expat

from backend.imports.rows import KEPT_LETTERS, MAX_COLUMNS, Row

_MAX_CELL: Final = 1024 * 1024
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def _parser(start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> Any:
    """Any: expat's parser has no name of its own. Documents that declare entities are none of Excel's."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def plain(name: str) -> str:
        return name.rsplit(":", 1)[-1]

    def refuse(*_: Any) -> None:
        raise expat.ExpatError("a document type declaration")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(plain(name), attributes)
    if end:
        parser.EndElementHandler = lambda name: end(plain(name))
    if text:
        parser.CharacterDataHandler = text
    return parser


def parse(blocks: Iterator[bytes], start: Start, end: End | None = None, text: Any = None) -> None:
    parser = _parser(start, end, text)
    fed = False
    for block in blocks:
        parser.Parse(block, False)
        fed = True
    if fed:
        parser.Parse(b"", True)


class Texts:
    """The file's shared texts, in a temporary file instead of in memory."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.ends = array("Q", [0])
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the workbook
        self.pieces: list[str] = []
        self.collecting = False
        self.phonetic = False
        parse(blocks, self._start, self._end, self._text)
        self.file.flush()

    def __del__(self) -> None:
        self.file.close()

    def _start(self, name: str, _: dict[str, str]) -> None:
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.phonetic = True
        self.collecting = name == "t" and not self.phonetic

    def _end(self, name: str) -> None:
        self.collecting = False
        if name == "rPh":
            self.phonetic = False
        elif name == "si":
            content = "".join(self.pieces)[:_MAX_CELL].encode("utf-8", "surrogatepass")
            self.file.write(content)
            self.ends.append(self.ends[-1] + len(content))

    def _text(self, text: str) -> None:
        if self.collecting:
            self.pieces.append(text)

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self.ends) - 1:
            return ""
        self.file.seek(self.ends[index])
        return _unescaped(self.file.read(self.ends[index + 1] - self.ends[index]).decode("utf-8", "replace"))


class Sheet:
    """Collects the cells of each row while the sheet is parsed."""

    def __init__(self, texts: Texts, dates: frozenset[int], epoch: datetime) -> None:
        self.texts, self.dates, self.epoch = texts, dates, epoch
        self.parser = _parser(self._start, self._end, self._text)
        self.ready: list[Row] = []
        self.number = 0
        self.cells: list[str] = []
        self.column = -1
        self.kind, self.style = "", ""
        self.pieces: list[str] = []
        self.letters = 0
        self.collecting = False
        self.known: dict[int, str] = {}

    def feed(self, block: bytes) -> None:
        self.parser.Parse(block, False)

    def close(self) -> None:
        self.parser.Parse(b"", True)

    def take(self) -> list[Row]:
        ready, self.ready = self.ready, []
        return ready

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("v", "t"):
            self.collecting = True
        elif name == "c":
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.column = _column(attributes.get("r", ""), self.column)
            self.pieces, self.letters = [], 0
        elif name == "row":
            given = attributes.get("r", "")
            self.number = int(given) if given.isdigit() and len(given) < 9 else self.number + 1
            self.cells, self.column = [], -1

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self.collecting = False
        elif name == "c":
            value = self._value()
            # What lies beyond is told by the width that the analysis saw.
            if value and 0 <= self.column <= MAX_COLUMNS:
                self.cells.extend([""] * (self.column + 1 - len(self.cells)))
                self.cells[self.column] = value
        elif name == "row":
            self.ready.append(Row(self.number, tuple(self.cells)))

    def _text(self, text: str) -> None:
        if self.collecting and self.letters < _MAX_CELL:
            self.pieces.append(text)
            self.letters += len(text)

    def _value(self) -> str:
        text = "".join(self.pieces)
        if not text or self.kind == "e":
            return ""
        if self.kind == "s":
            return self._shared(text)
        if self.kind == "b":
            return "true" if text == "1" else "false"
        if self.kind == "n":
            return _number(text, self.epoch if self.style.isdigit() and int(self.style) in self.dates else None)
        return _unescaped(text)

    def _shared(self, text: str) -> str:
        index = int(text) if text.isdigit() and len(text) < 10 else -1
        if index not in self.known:
            if len(self.known) > 5_000:
                self.known.clear()
            self.known[index] = self.texts[index]
        return self.known[index]


def _column(reference: str, before: int) -> int:
    found = _REFERENCE.match(reference)
    if not found:
        return before + 1
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _number(text: str, epoch: datetime | None) -> str:
    """'34972200300.0' -> '34972200300', a date's number as its date."""
    try:
        value = float(text)
    except ValueError:
        return text[:KEPT_LETTERS]
    if epoch is not None and 0 <= value < 2_958_466:
        moment = epoch + timedelta(seconds=round(value * 86_400))
        return moment.date().isoformat() if value.is_integer() else moment.isoformat(sep=" ")
    return str(int(value)) if abs(value) < 1e15 and value.is_integer() else text


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
