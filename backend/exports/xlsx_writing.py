"""Writes an XLSX as a stream: one sheet of text and number cells, zipped while it is made."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Final

_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,6})?\Z")
# XML cannot hold them; Excel writes them so.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_LETTERS: Final = 32_767
_MOST_ROWS: Final = 1_048_576

_TYPES: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override \
PartName="/xl/worksheets/sheet1.xml" \
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELS: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" \
Target="xl/workbook.xml"/></Relationships>"""
_BOOK: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Leads" \
sheetId="1" r:id="rId1"/></sheets></workbook>"""
_BOOK_RELS: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" \
Target="worksheets/sheet1.xml"/></Relationships>"""
_OPENING: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"""
_CLOSING: Final = "</sheetData></worksheet>"


class _Pipe(io.RawIOBase):
    """What the zip writes, taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # typeshed's buffer type has no name here
        self.written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self.written)
        self.written.clear()
        return taken


class Sheet:
    """`begin`, any number of `rows`, `end`: each gives the bytes that are ready by then."""

    def __init__(self) -> None:
        self.pipe = _Pipe()
        # Unseekable, so sizes follow the content and nothing is ever written twice.
        self.zip = zipfile.ZipFile(self.pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=zlib.Z_BEST_SPEED)
        self.count = 0

    def begin(self, headers: Sequence[str]) -> bytes:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("xl/workbook.xml", _BOOK),
            ("xl/_rels/workbook.xml.rels", _BOOK_RELS),
        ):
            self.zip.writestr(name, content)
        self.sheet = self.zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self.sheet.write(_OPENING.encode())
        return self.rows([headers])

    def rows(self, rows: Iterable[Sequence[str]]) -> bytes:
        pieces = []
        for row in rows:
            self.count += 1
            if self.count <= _MOST_ROWS:
                pieces.append(f'<row r="{self.count}">{"".join(map(_cell, row))}</row>')
        self.sheet.write("".join(pieces).encode("utf-8", "replace"))
        return self.pipe.take()

    def end(self) -> bytes:
        self.sheet.write(_CLOSING.encode())
        self.sheet.close()
        self.zip.close()
        return self.pipe.take()


def _cell(text: str) -> str:
    """Numbers as numbers, unless they are names of something: a zero in front or a plus stays what it is."""
    if not text:
        return "<c/>"
    if _NUMBER.match(text) and not (len(text) > 1 and text.lstrip("-").startswith("0") and "." not in text[:3]):
        return f"<c><v>{text}</v></c>"
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text[:_MOST_LETTERS])
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
