"""Reports as lines: JSON Lines with all evidence, or CSV for a spreadsheet; written whole, and read again to go on."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final, TextIO

from scraper.findings import Datum, SiteReport, first

FORMATS: Final = ("jsonl", "csv")
COLUMNS: Final = (
    "url",
    "domain",
    "status",
    "reason",
    "name",
    "emails",
    "phones",
    "whatsapp",
    "profiles",
    "address",
    "opening_hours",
    "tax_id",
    "country",
    "language",
    "sector",
    "summary",
    "title",
    "pages",
    "proof",
)
# The wide forms too, which spreadsheets with Asian settings understand. Tabs and line ends are gone by then.
_DANGEROUS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# A number, or an international phone, computes nothing.
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


def as_json(report: SiteReport) -> str:
    return json.dumps(asdict(report), ensure_ascii=False, separators=(",", ":")) + "\n"


def as_csv(report: SiteReport) -> str:
    return _row(_cells(report))


def header() -> str:
    return _row(COLUMNS)


def _cells(report: SiteReport) -> Iterator[str]:
    found = report.findings
    yield from (report.url, report.domain, report.status, report.reason, first(found.names))
    yield from map(_joined, (found.emails, found.phones, found.whatsapp, found.profiles))
    yield from (first(found.addresses), _joined(found.opening_hours), first(found.tax_ids))
    yield from (report.country, found.language, report.sector, report.summary, found.title, str(len(report.pages)))
    yield next((each.evidence[0].url for each in (*found.emails, *found.phones) if each.evidence), "")


def _joined(data: Iterable[Datum]) -> str:
    return " | ".join(each.value for each in data)


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([guarded(each) for each in cells])
    return line.getvalue()


def guarded(cell: str) -> str:
    """One line that no spreadsheet takes for a formula; numbers and phones stay as they are."""
    flat = " ".join(cell.replace("\0", " ").split())
    return f"'{flat}" if flat.startswith(_DANGEROUS) and not _NUMBER.fullmatch(flat) else flat


# How each line of JSON begins.
_BEGINNING: Final = '{"url":'


class NotOurs(ValueError):
    """The file is not one that this program wrote."""


def done_in(path: Path) -> set[str]:
    """The addresses whose reports stand in a file. A last line that was cut short by a kill is taken off.

    Raises `NotOurs`, and then the file is as it was.
    """
    if form_of(path) is None:
        return set()
    with path.open(encoding="utf-8", newline="") as lines:
        begin = lines.readline()
    if not (begin.startswith(_BEGINNING) or (begin and header().startswith(begin))):
        raise NotOurs(f"{path} is no earlier output of this program")
    _cut(path)
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            return set(_urls(lines, begin))
        except (ValueError, KeyError, TypeError, csv.Error) as error:
            raise NotOurs(f"{path} holds a line that this program did not write") from error


def _urls(lines: TextIO, begin: str) -> Iterator[str]:
    if begin.startswith(_BEGINNING):
        yield from (str(json.loads(line)["url"]) for line in lines)
    else:
        yield from (str(row["url"]).removeprefix("'") for row in csv.DictReader(lines))


def _cut(path: Path) -> None:
    """Every line was written with its end, so one without is half a line."""
    with path.open("r+b") as file:
        file.seek(0, io.SEEK_END)
        end = place = file.tell()
        while place:
            begin = max(0, place - 65_536)
            file.seek(begin)
            found = file.read(place - begin).rfind(b"\n")
            if found >= 0:
                place = begin + found + 1
                break
            place = begin
        if place != end:
            file.truncate(place)


class Writer:
    """Writes each report at once, so that a kill loses none that was told."""

    def __init__(self, stream: TextIO, form: str, *, begun: bool) -> None:
        self._stream = stream
        self._as_line = as_csv if form == "csv" else as_json
        if form == "csv" and not begun:
            self._put(header())

    def write(self, report: SiteReport) -> None:
        self._put(self._as_line(report))

    def _put(self, line: str) -> None:
        # JSON of a page may hold half characters ("\\ud800"), which no file can.
        self._stream.write(line.encode("utf-8", "replace").decode())
        self._stream.flush()


def form_of(path: Path) -> str | None:
    """What an earlier output is written in."""
    if not path.exists() or not path.stat().st_size:
        return None
    with path.open("rb") as file:
        return "jsonl" if file.read(1) == b"{" else "csv"
