"""Reports as lines: nothing runs in a spreadsheet, nothing is lost on the way back."""

import csv
import io
import json
from pathlib import Path

import pytest

from scraper.findings import Datum, Evidence, Findings, How, SiteReport, SiteStatus
from scraper.output import COLUMNS, NotOurs, as_csv, as_json, done_in, guarded, header
from scraper.tally import Progress, Tally

PROOF = Evidence("https://a.cat/contact", "call us", How.LINK, 0.9)


def _report(**found: str) -> SiteReport:
    data = {name: (Datum(value, (PROOF,)),) for name, value in found.items()}
    return SiteReport("https://a.cat/", "a.cat", SiteStatus.OK, findings=Findings(**data))  # type: ignore[arg-type] # the wrong type is the point


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\n =1", "'=1"),
        ("＝1", "'＝1"),
        ("+34972200000", "+34972200000"),
        ("-12.5", "-12.5"),
        ("Dental\r\nGirona\0", "Dental Girona"),
        ("+34972200000 | +34972200001", "'+34972200000 | +34972200001"),
        ("", ""),
    ],
)
def test_no_cell_runs_as_a_formula(cell: str, written: str) -> None:
    assert guarded(cell) == written


def test_a_row_has_every_column_and_the_proof() -> None:
    table = io.StringIO(header() + as_csv(_report(names="=Dental", emails="hola@a.cat", phones="+34972200000")))
    (row,) = csv.DictReader(table)
    assert tuple(row) == COLUMNS
    assert (row["name"], row["phones"], row["proof"]) == ("'=Dental", "+34972200000", PROOF.url)


def test_json_keeps_all_evidence() -> None:
    written = json.loads(as_json(_report(emails="hola@a.cat")))
    assert written["findings"]["emails"][0]["evidence"] == [
        {"url": PROOF.url, "text": "call us", "how": "link", "confidence": 0.9}
    ]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize("cut", [0, 1, 20])
def test_reads_again_what_it_wrote_and_takes_off_half_a_line(tmp_path: Path, form: str, cut: int) -> None:
    line = as_json if form == "jsonl" else as_csv
    begin = "" if form == "jsonl" else header()
    whole = f"{begin}{line(_report())}"
    path = tmp_path / "out"
    half = line(_report(names="x" * 100_000))
    path.write_text(whole + half[: len(half) - cut] if cut else whole)
    assert done_in(path) == {"https://a.cat/"}
    assert path.read_text() == whole


@pytest.mark.parametrize("text", ["{}\n", "[1]\n", "{broken\n", "a,b\n1,2\n", "words\nwords", "\0"])
def test_files_of_others_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out"
    path.write_text(text)
    with pytest.raises(NotOurs):
        done_in(path)
    assert path.read_text() == text


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert done_in(tmp_path / "none") == set()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere() -> None:
    tally = Tally(total=4)
    tally.site(_report(emails="hola@a.cat"))
    shown, silent = _Terminal(), io.StringIO()
    for stream in (shown, silent):
        progress = Progress(tally, stream)
        progress.show()
        progress.end()
    assert "1/4 sites, 0 pages, 1 emails" in shown.getvalue()
    assert "\n" not in shown.getvalue()
    assert silent.getvalue() == ""
