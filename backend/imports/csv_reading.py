"""Reads CSV as it comes: any encoding, even several in one file, broken quotes, endless cells; a row at a time.

A good row is never lost to its neighbour. A row whose quote is never closed swallows what follows; then it is
refused alone, and reading goes on with the line after it.
"""

import csv
import io
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from typing import IO, Final

from backend.imports.rows import KEPT_LETTERS, MAX_ROW_LETTERS, Row

# The library's own limit would end the whole file instead of the row.
csv.field_size_limit(MAX_ROW_LETTERS + 1)

# After some rows that swallowed the rest of the file, the next ones are given up sooner.
_LONG: Final = 1024 * 1024
_PATIENCE: Final = 4
_IMPATIENT: Final = 64 * 1024
_BLOCK: Final = 256 * 1024
UTF_16: Final = ("utf-16", "utf-16-le", "utf-16-be")


def read(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[Row]:
    """Numbers count rows from 1, the header among them; empty lines are rows too."""
    file.seek(0)
    return iter(_Reader(_lines(file, encoding), delimiter))


class _TooLong(Exception):
    """The record grew beyond what a row may hold."""


class _Reader:
    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.again: deque[str] = deque()
        self.taken: list[str] = []
        self.letters = 0
        self.most = MAX_ROW_LETTERS
        self.failures = 0

    def __iter__(self) -> Iterator[Row]:
        for number in itertools.count(1):
            row = self._record(number)
            if row is None:
                return
            yield row

    def _record(self, number: int) -> Row | None:
        self.taken, self.letters = [], 0
        try:
            cells = next(csv.reader(self._feed(), delimiter=self.delimiter, strict=True), None)
        except (csv.Error, _TooLong):
            return self._broken(number)
        return None if cells is None else Row(number, tuple(cells))

    def _feed(self) -> Iterator[str]:
        """The lines of one record, remembered until it is whole."""
        while True:
            line = self.again.popleft() if self.again else next(self.lines, None)
            if line is None:
                return
            self.taken.append(line)
            self.letters += len(line)
            if self.letters > self.most:
                raise _TooLong
            yield line

    def _broken(self, number: int) -> Row:
        """The first line alone is judged again, less strictly; what it swallowed is read once more."""
        line, *rest = self.taken
        self.again.extendleft(reversed(rest))
        if self.letters > _LONG and rest:
            self.failures += 1
            self.most = _IMPATIENT if self.failures >= _PATIENCE else self.most
        if len(line) > self.most:
            return Row(number, (line[:KEPT_LETTERS],), "row_too_long")
        if not rest:
            with_stray_quotes = _lenient(line, self.delimiter)
            if with_stray_quotes is not None:
                return Row(number, with_stray_quotes)
        return Row(number, (line.rstrip("\r\n")[:KEPT_LETTERS],), "broken_quotes")


def _lenient(line: str, delimiter: str) -> tuple[str, ...] | None:
    """'"Bar "La Mar"",3' means what it looks like; None when the quote stays open to the end of the line."""
    # A mark at the end is swallowed where the last quote is still open.
    try:
        cells = next(csv.reader([line.rstrip("\r\n") + delimiter + "\x1f"], delimiter=delimiter), [])
    except csv.Error:
        return None
    return tuple(cells[:-1]) if cells and cells[-1] == "\x1f" else None


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    if encoding in UTF_16:
        wrapped = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
        try:
            yield from (_cleaned(line) for line in _split(iter(lambda: wrapped.read(_BLOCK), "")))
        finally:
            wrapped.detach()
        return
    blocks = iter(lambda: file.read(_BLOCK), b"")
    for number, line in enumerate(_split(block.decode("latin-1") for block in blocks)):
        text = decoded(line.encode("latin-1"), encoding)
        yield _cleaned(text.removeprefix("\ufeff") if number == 0 else text)


def _split(blocks: Iterable[str]) -> Iterator[str]:
    """Lines with their ends, whichever these are; one without end is cut where it is too long for any row."""
    begun: list[str] = []
    held = ""
    for block in blocks:
        text = held + block
        # A CR at the end of a block may be half of a CRLF.
        held = "\r" if text.endswith("\r") else ""
        # Only what is new is looked through: a line of many blocks would else be read again with each of them.
        lines = io.StringIO(text.removesuffix("\r"), newline="").readlines()
        last = lines.pop() if lines and not lines[-1].endswith(("\n", "\r")) else ""
        if lines and begun:
            lines[0] = "".join([*begun, lines[0]])
            begun.clear()
        yield from lines
        begun.append(last)
        if sum(map(len, begun)) > MAX_ROW_LETTERS + _BLOCK:
            yield "".join(begun) + held
            begun, held = [], ""
    if rest := "".join(begun) + held:
        yield rest


def decoded(line: bytes, encoding: str) -> str:
    """Line by line: files that were glued together have lines of several encodings."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(line, encoding)


def _eight_bit(line: bytes, encoding: str) -> str:
    try:
        return line.decode("cp1252" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _cleaned(line: str) -> str:
    return line.replace("\x00", "") if "\x00" in line else line
