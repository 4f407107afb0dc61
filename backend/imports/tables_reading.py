"""Opens a file as a table, whatever its kind, and analyses it once when it comes."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final

from backend.imports import csv_reading, headers, sniffing, xlsx_reading
from backend.imports.enums import Kind, Provider
from backend.imports.errors import ImportFileEmpty, ImportTooManyColumns
from backend.imports.rows import MAX_COLUMNS, Row
from backend.leads.cells import unguarded

_LOOKED_AT: Final = 50
_SAMPLES: Final = 5
_SHOWN_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Shape:
    """How the file is to be read."""

    kind: Kind
    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the first rows tell; `columns` are header, samples and suggestion."""

    shape: Shape
    has_header: bool
    provider: Provider | None
    columns: list[dict[str, object]]
    rows_estimate: int


def rows(file: IO[bytes], shape: Shape) -> Iterator[Row]:
    """Every row with something in it, the header too."""
    found = (
        csv_reading.read(file, shape.encoding, shape.delimiter)
        if shape.kind is Kind.CSV
        else xlsx_reading.Workbook(file).rows()
    )
    return (row for row in found if not row.empty() and not _separator_line(row, shape))


def _separator_line(row: Row, shape: Shape) -> bool:
    """Excel's own first line, which says "sep=;"."""
    return row.number == 1 and "".join(row.cells).lower() == "sep=" and shape.kind is Kind.CSV


def analyse(file: IO[bytes], size: int, custom: Mapping[str, str]) -> Analysis:
    """Raises what `sniffing.kind` and `Workbook` raise, and `ImportTooManyColumns`."""
    shape = _shape(file)
    first = list(islice(rows(file, shape), _LOOKED_AT))
    good = [row for row in first if not row.problem]
    if not good:
        raise ImportFileEmpty()
    width = max(len(_trimmed(row.cells)) for row in good[:1])
    if width > MAX_COLUMNS:
        raise ImportTooManyColumns(columns=width, limit=MAX_COLUMNS)
    names = [_shown(cell) for cell in good[0].cells[:width]]
    has_header = sniffing.has_header([row.cells for row in good], headers.count_known(names))
    given = names if has_header else [""] * width
    found = headers.suggested(given, custom)
    body = good[1:] if has_header else good
    columns: list[dict[str, object]] = [
        {"index": index, "header": given[index], "samples": _samples(body, index), "suggested": found[index]}
        for index in range(width)
    ]
    provider = headers.provider(given)
    return Analysis(shape, has_header, provider, columns, _estimate(file, shape, first, size))


def _shape(file: IO[bytes]) -> Shape:
    kind = sniffing.kind(file)
    if kind is Kind.XLSX:
        return Shape(kind, "utf-8", ",")
    file.seek(0)
    head = file.read(sniffing.SAMPLE)
    encoding = sniffing.encoding(head)
    return Shape(kind, encoding, sniffing.delimiter(head, encoding))


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _samples(body: Sequence[Row], index: int) -> list[str]:
    values = (_shown(unguarded(row.cells[index])) for row in body if index < len(row.cells))
    return list(islice(dict.fromkeys(value for value in values if value), _SAMPLES))


def _shown(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())[:_SHOWN_LETTERS]


def _estimate(file: IO[bytes], shape: Shape, first: Sequence[Row], size: int) -> int:
    """Exact for short files; else lines are counted, which is what takes no time."""
    if len(first) < _LOOKED_AT:
        return max(1, len(first) - 1)
    if shape.kind is Kind.XLSX:
        return max(len(first), sum(1 for _ in rows(file, shape)) - 1)
    file.seek(0)
    lines = sum(block.count(b"\n") for block in iter(lambda: file.read(io.DEFAULT_BUFFER_SIZE * 32), b""))
    return max(len(first), lines - 1)
