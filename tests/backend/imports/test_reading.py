"""Files as they come: encodings, delimiters, broken quotes, endless cells, damaged and bad XLSX."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from backend.imports import csv_reading, sniffing, tables_reading, xlsx_reading
from backend.imports.enums import Kind
from backend.imports.errors import (
    ImportFileDamaged,
    ImportFileEmpty,
    ImportFileSwells,
    ImportKindRefused,
    ImportTooManyColumns,
)
from backend.imports.rows import Row
from backend.imports.tables_reading import Analysis


def analysed(content: bytes) -> Analysis:
    return tables_reading.analyse(io.BytesIO(content), len(content), {})


def read(content: bytes) -> list[Row]:
    file = io.BytesIO(content)
    return list(tables_reading.rows(file, tables_reading.analyse(file, len(content), {}).shape))


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(content) if not row.problem]


TEXT = "Nombre;Correo\r\nAña Núñez;ana@puig.cat\r\n"
TABLE = [("Nombre", "Correo"), ("Aña Núñez", "ana@puig.cat")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    assert cells(TEXT.replace("\r\n", end).encode(encoding)) == TABLE


@pytest.mark.parametrize("delimiter", sniffing.DELIMITERS)
def test_delimiters(delimiter: str) -> None:
    content = TEXT.replace(";", delimiter).encode()
    assert analysed(content).shape.delimiter == delimiter
    assert cells(content) == TABLE


def test_lines_of_several_encodings() -> None:
    content = b"Nombre,Ciudad\n" + "Núria,Girona\n".encode() + "Begoña,Málaga\n".encode("cp1252") + b"A\x81b,X\n"
    assert cells(content)[1:] == [("Núria", "Girona"), ("Begoña", "Málaga"), ("A\x81b", "X")]


def test_nuls_are_taken_out() -> None:
    assert cells(b"name,email\nA\x00na,ana@puig.cat\n")[1] == ("Ana", "ana@puig.cat")


def test_excels_own_first_line() -> None:
    assert cells(b"sep=;\nname;email\nAna;a@b.cat\n") == [("name", "email"), ("Ana", "a@b.cat")]


def test_quotes_that_are_no_quotes() -> None:
    content = b'name,company\n"Bar "La Mar"",x\n5" pipes,y\n"a,b",z\n"two\nlines",w\n'
    assert cells(content)[1:] == [('Bar La Mar""', "x"), ('5" pipes', "y"), ("a,b", "z"), ("two\nlines", "w")]


def test_a_quote_that_never_closes_costs_its_own_row_only() -> None:
    good = "".join(f"Lead {n},l{n}@puig.cat\n" for n in range(3_000))
    rows = read(f'name,email\n"Ana,ana@puig.cat\n{good}'.encode())
    assert [(row.number, row.problem) for row in rows if row.problem] == [(2, "broken_quotes")]
    assert rows[1].cells == ('"Ana,ana@puig.cat',)
    assert len(rows) == 3_002


def test_many_broken_quotes_do_not_take_for_ever() -> None:
    line = '"Ana,' + "x" * 500 + "\n"
    content = b"name,email\n" + b"".join(b"Good %d,x\n%s" % (n, line.encode()) for n in range(3_000))
    began = time.perf_counter()
    rows = read(content)
    assert sum(not row.problem for row in rows) == 3_001
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize("filling", [b"x" * 10_000_000, (b"word " * 9 + b"word\n") * 200_000])
def test_a_cell_of_ten_megabytes_is_one_cell(filling: bytes) -> None:
    rows = read(b'name,note\nAna,ok\nBig,"' + filling + b'"\nJoan,ok\n')
    assert [row.cells[0] for row in rows] == ["name", "Ana", "Big", "Joan"]
    assert len(rows[2].cells[1]) == 10_000_000


def test_a_line_without_end_is_refused_and_the_rest_is_read() -> None:
    rows = read(b"name,note\nAna,ok\n" + b"x" * 20_000_000 + b"\nJoan,ok\n")
    assert [row.cells[0] for row in rows if not row.problem and len(row.cells[0]) < 10] == ["name", "Ana", "Joan"]
    assert "row_too_long" in {row.problem for row in rows}


def test_five_thousand_columns_are_refused_with_a_sentence() -> None:
    content = ",".join(f"c{n}" for n in range(5_000)).encode() + b"\n1\n"
    with pytest.raises(ImportTooManyColumns) as refused:
        analysed(content)
    assert refused.value.details == {"columns": 5_000, "limit": 500}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", ImportFileEmpty),
        (b"\n\n  \n", ImportFileEmpty),
        (b"\x00" * 100, ImportFileEmpty),
        (b"%PDF-1.7 ...", ImportKindRefused),
        (b"\x89PNG\r\n\x1a\n", ImportKindRefused),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ImportKindRefused),
        (b"<!DOCTYPE html><html>", ImportKindRefused),
        (bytes(range(256)) * 20, ImportKindRefused),
        (b"PK\x03\x04 nothing", ImportFileDamaged),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        analysed(content)


@pytest.mark.parametrize(
    ("content", "has_header"),
    [
        (b"Nombre,Correo\nAna,a@b.cat\n", True),
        (b"Ana,a@b.cat\nJoan,j@b.cat\n", False),
        (b"Quien,Donde\nAna,a@b.cat\n", True),
        (b"email\na@b.cat\n", True),
    ],
)
def test_headers(content: bytes, has_header: bool) -> None:
    assert analysed(content).has_header is has_header


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_an_xlsx_is_a_table_like_any_other() -> None:
    from datetime import date, datetime

    rows: list[list[Any]] = [
        ["Nombre", "Teléfono", "Alta", "Hora", "Valor", "Sí"],
        ["Ana & <Co>", 34972200300, date(2026, 3, 1), datetime(2026, 3, 1, 10, 30), 12.5, True],
        [None, None, None],
        ["Joan", "+34 972", None, None, -3],
    ]
    found = read(workbook(rows))
    assert analysed(workbook(rows)).shape.kind is Kind.XLSX
    assert [row.number for row in found] == [1, 2, 4]
    assert found[1].cells == ("Ana & <Co>", "34972200300", "2026-03-01", "2026-03-01 10:30:00", "12.5", "true")
    assert found[2].cells == ("Joan", "+34 972", "", "", "-3")


def changed(content: bytes, name: str, part: bytes | None) -> bytes:
    """The same archive with one part replaced or left out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if part is not None:
            new.writestr(name, part)
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
GOOD = workbook([["Nombre", "Correo"], *([f"Lead {n}", f"l{n}@puig.cat"] for n in range(100))])


def test_a_sheet_that_ends_in_rubbish_keeps_its_good_rows() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        sheet = archive.read(SHEET)
    rows = read(changed(GOOD, SHEET, sheet[: len(sheet) // 2] + b"<<<<"))
    good = [row for row in rows if not row.problem]
    assert 40 < len(good) < 60
    assert rows[-1].problem == "file_damaged_here"


def test_bytes_that_rot_keep_the_rows_before_them() -> None:
    rotten = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        info = archive.getinfo(SHEET)
    start = info.header_offset + 30 + len(info.filename)
    rotten[start + info.compress_size - 40 : start + info.compress_size - 20] = b"\xff" * 20
    rows = read(bytes(rotten))
    assert rows[-1].problem == "file_damaged_here"


@pytest.mark.parametrize(
    ("damage", "refusal"),
    [
        (lambda: GOOD[: len(GOOD) // 2], ImportFileDamaged),
        (lambda: changed(GOOD, SHEET, None), ImportFileDamaged),
        (lambda: changed(GOOD, "xl/workbook.xml", None), ImportKindRefused),
        (lambda: changed(GOOD, "xl/workbook.xml", b"<x"), ImportFileDamaged),
        (
            lambda: changed(GOOD, "xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'),
            ImportFileDamaged,
        ),
        (lambda: changed(GOOD, SHEET, b" " * (200 * 1024 * 1024)), ImportFileSwells),
    ],
    ids=["torn", "no_sheet", "no_workbook", "broken_workbook", "entity", "bomb"],
)
def test_a_file_that_is_not_to_be_trusted_is_refused(damage: Callable[[], bytes], refusal: type[Exception]) -> None:
    content = damage()
    with pytest.raises(refusal):
        analysed(content)


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Ten times the rows, the same memory."""

    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        file.write_bytes(b"name,email\n" + b"".join(b"Lead %d,l%d@puig.cat\n" % (n, n) for n in range(rows)))
        tracemalloc.start()
        with file.open("rb") as opened:
            count = sum(1 for _ in csv_reading.read(opened, "utf-8", ","))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == rows + 1
        return used

    assert peak(100_000) < peak(10_000) + 4_000_000


def test_shared_texts_do_not_stay_in_memory() -> None:
    content = workbook([["name"], *([f"Lead {n} " + "x" * 200] for n in range(5_000))])
    with io.BytesIO(content) as file:
        found = xlsx_reading.Workbook(file)
        tracemalloc.start()
        assert sum(1 for _ in found.rows()) == 5_001
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert used < 6_000_000
