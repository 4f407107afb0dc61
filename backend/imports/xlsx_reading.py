"""Reads the first sheet of an XLSX as a stream: memory stays flat, and a packed bomb is refused before it unfolds.

An own reader: the usual libraries keep all texts and cells in memory, or trust what the file says of itself.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Final
from xml.parsers import expat

from backend.imports.errors import ImportFileDamaged, ImportFileSwells, ImportKindRefused
from backend.imports.rows import Row
from backend.imports.xlsx_parts import Sheet, Texts, parse

# A sheet of 100,000 rows unfolds to some 60 MB; what unfolds to more than this, or a thousandfold, is no table.
MAX_UNFOLDED: Final = 1024 * 1024 * 1024
MAX_SMALL_PART: Final = 32 * 1024 * 1024
_MAX_RATIO: Final = 500
# Small, so that what was unfolded before a rotten byte is not lost with it.
_BLOCK: Final = 8 * 1024
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DATE_CODE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

_Broken = (expat.ExpatError, zlib.error, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError)


class Workbook:
    """An opened file; `rows` may be asked for once more."""

    def __init__(self, file: IO[bytes]) -> None:
        """Raises `ImportKindRefused`, `ImportFileDamaged` and `ImportFileSwells`."""
        file.seek(0)
        try:
            self.zip = zipfile.ZipFile(file)
            self._check()
            self.sheet, self.epoch = self._first_sheet()
            self.texts = Texts(self._open("xl/sharedStrings.xml"))
            self.dates = _date_styles(self._open("xl/styles.xml", MAX_SMALL_PART))
        except _Broken as error:
            raise ImportFileDamaged from error

    def rows(self) -> Iterator[Row]:
        """Numbered as the sheet numbers them; a sheet that ends in rubbish ends with a row that says so."""
        sheet = Sheet(self.texts, self.dates, self.epoch)
        number = 0
        try:
            for block in self._open(self.sheet):
                sheet.feed(block)
                for row in sheet.take():
                    number = row.number
                    yield row
            sheet.close()
        except _Broken:
            yield from sheet.take()
            number = max(number, sheet.number) + 1
            yield Row(number, (), "file_damaged_here")
            return
        yield from sheet.take()

    def _check(self) -> None:
        entries = self.zip.infolist()
        names = {each.filename for each in entries}
        if "xl/workbook.xml" not in names:
            raise ImportKindRefused()
        for each in entries:
            swollen = each.file_size > MAX_SMALL_PART and each.file_size > _MAX_RATIO * max(1, each.compress_size)
            if each.file_size > MAX_UNFOLDED or swollen:
                raise ImportFileSwells()
        if sum(each.file_size for each in entries) > MAX_UNFOLDED:
            raise ImportFileSwells()

    def _open(self, name: str, most: int = MAX_UNFOLDED) -> Iterator[bytes]:
        """What the headers say of sizes is not believed: it is counted."""
        if name not in self.zip.namelist():
            return
        size = 0
        with self.zip.open(name) as part:
            while block := part.read(_BLOCK):
                size += len(block)
                if size > most:
                    raise ImportFileSwells()
                yield block

    def _first_sheet(self) -> tuple[str, datetime]:
        """The first sheet that is shown, and the day from which its dates count."""
        sheets: list[str] = []
        epoch = [datetime(1899, 12, 30)]

        def book(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet" and attributes.get("state", "visible") == "visible":
                sheets.append(next((v for k, v in attributes.items() if k.split(":")[-1] == "id"), ""))
            if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                epoch[0] = datetime(1904, 1, 1)

        parse(self._open("xl/workbook.xml", MAX_SMALL_PART), book)
        targets: dict[str, str] = {}

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        parse(self._open("xl/_rels/workbook.xml.rels", MAX_SMALL_PART), relation)
        target = targets.get(sheets[0], "") if sheets else ""
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path not in self.zip.namelist():
            raise ImportFileDamaged()
        return path, epoch[0]


def _date_styles(blocks: Iterator[bytes]) -> frozenset[int]:
    """The cell styles that show a number as a date."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside: list[bool] = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        given = attributes.get("numFmtId", "")
        number = int(given) if given.isdigit() and len(given) < 9 else 0
        if name == "numFmt":
            codes[number] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0] and len(formats) < 100_000:
            formats.append(number)

    def end(name: str) -> None:
        if name == "cellXfs":
            inside[0] = False

    parse(blocks, start, end)
    return frozenset(
        place
        for place, number in enumerate(formats)
        if number in _DATES or _DATE_CODE.search(_NOT_CODE.sub("", codes.get(number, "")))
    )
