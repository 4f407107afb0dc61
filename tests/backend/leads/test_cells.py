"""Cells that a spreadsheet cannot run, and the way back; what Postgres writes is the same word for word."""

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from backend.core.database.session import Database, driver_connection
from backend.exports.fields import Cell, written
from backend.leads.cells import guarded, unguarded
from tests.support.builders import found_business


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("+1-800-555", "'+1-800-555"),
        ("+34972200300", "+34972200300"),
        ("+34 972 20 03 00", "+34 972 20 03 00"),
        ("-12.50", "-12.50"),
        ("-12,50", "-12,50"),
        ("-5", "-5"),
        ("'tis", "'tis"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_table(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


@given(st.text() | st.text("=+-@'\t\r\n 0123456789.,＝", max_size=12))
@effort(max_examples=500)
def test_every_text_comes_back_and_none_runs(text: str) -> None:
    written = guarded(text)
    assert unguarded(written) == text
    runs = written[:1] in set("=@\t\r\n") or (written[:1] in set("+-") and any(each.isalpha() for each in written))
    assert not runs


async def test_postgres_guards_and_quotes_as_we_do(database: Database) -> None:
    business = await found_business(database, preset=None)
    signs = random.Random(7)
    letters = "=+-@'\t\r\n 0123456789.,ab\"ñ＝＋－＠;"
    texts = ["".join(signs.choices(letters, k=signs.randint(0, 7))) for _ in range(3_000)]
    async with database.tenant(business.id) as session:
        connection = await driver_connection(session)
        query = f"SELECT {written(Cell('t'))} FROM unnest(%s::text[]) WITH ORDINALITY AS given (t, n) ORDER BY n"
        rows = await (await connection.execute(query.encode(), [texts])).fetchall()
    read = [next(csv.reader(io.StringIO(row[0], newline="")), [""])[0] for row in rows]
    assert read == [guarded(each) for each in texts]
