"""Makes the file of an export: page by page from Postgres, opened, sealed and stored, with flat memory.

While a page is opened here Postgres makes the next one. A killed run begins anew and replaces what it had stored:
one line of history, counted once.
"""

import asyncio
import csv
import io
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from backend.core import crypto
from backend.core.database.session import TenantSession, driver_connection
from backend.exports import fields, opening, queries
from backend.exports.choosing import Chosen
from backend.exports.enums import Format
from backend.exports.xlsx_writing import Sheet
from backend.files import parts
from backend.leads import listing
from backend.leads.cells import guarded, unguarded
from backend.providers.storage import ObjectStore
from backend.tenants import queries as tenants

PAGE: Final = 2_500
# For this transaction: moments as the company's clock shows them; and pages are short ranges of ids, so that
# neither compiling them nor reading a whole table ever pays.
_SET_UP: Final = """
SELECT set_config('timezone', %s, true), set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)"""
_FIRST: Final = uuid.UUID(int=0)
_BOM: Final = b"\xef\xbb\xbf"
# The library's own limit is smaller than a summary may be with all its contacts.
csv.field_size_limit(16 * 1024 * 1024 + 1)


@dataclass(slots=True)
class Made:
    """What was written so far."""

    rows: int = 0
    size: int = 0
    limited: bool = False
    leads: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True, slots=True)
class Page:
    """Lines as they came, some values in them still sealed, and sixteen bytes for the id of each."""

    lines: bytes
    leads: bytes

    @property
    def count(self) -> int:
        return len(self.leads) // 16

    @property
    def last(self) -> uuid.UUID:
        return uuid.UUID(bytes=self.leads[-16:])


@dataclass(slots=True)
class Maker:
    """One export: which leads (`conditions`, or all that are shown), which columns, at most how many rows."""

    session: TenantSession
    chosen: Chosen
    conditions: listing.Conditions | None
    limit: int | None
    mark: str = field(default_factory=opening.new_mark)
    made: Made = field(default_factory=Made)

    async def write(self, store: ObjectStore, key: str, kind: Format, *, bom: bool) -> Made:
        """Raises `StorageFailed`."""
        content = self._csv(bom=bom) if kind is Format.CSV else self._xlsx()
        self.made.size = (await parts.write(store, key, content)).size
        return self.made

    async def _csv(self, *, bom: bool) -> AsyncIterator[bytes]:
        yield (_BOM if bom else b"") + _header(self.chosen.headers)
        async for block in self._blocks():
            yield block + b"\r\n"

    async def _xlsx(self) -> AsyncIterator[bytes]:
        """A text cell of a sheet is never run, so it holds what was meant, without guard."""
        sheet = Sheet()
        yield sheet.begin(self.chosen.headers)
        async for block in self._blocks():
            yield await asyncio.to_thread(_sheet_rows, sheet, block)
        yield sheet.end()

    async def _blocks(self) -> AsyncIterator[bytes]:
        work = opening.opener(crypto.cipher(), self.mark)
        pages = self._pages()
        following = asyncio.ensure_future(anext(pages, None))
        try:
            while page := await following:
                following = asyncio.ensure_future(anext(pages, None))
                block = await asyncio.to_thread(work, page.lines)
                self.made.rows += page.count
                self.made.leads += page.leads
                yield block
        finally:
            following.cancel()

    async def _pages(self) -> AsyncIterator[Page]:
        connection = await driver_connection(self.session)
        zone = (await tenants.get_own(self.session)).timezone
        await connection.execute(_SET_UP, [zone])
        sql = fields.page(self.chosen.cells, chosen=self.conditions is not None)
        after, left = _FIRST, self.limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            values = await self._values(after, size)
            if values is None:
                return
            page = await _page(connection, sql, values)
            if page is None:
                return
            yield page
            after = page.last
            left = None if left is None else left - page.count
        self.made.limited = bool(await queries.list_leads(self.session, self.conditions, after=after, limit=1))

    async def _values(self, after: uuid.UUID, size: int) -> dict[str, Any] | None:  # Any: parameters of SQL
        values = {**self.chosen.parameters, "mark": self.mark, "limit": size}
        if self.conditions is None:
            return values | {"after": after}
        ids = await queries.list_leads(self.session, self.conditions, after=after, limit=size)
        return values | {"ids": ids} if ids else None


async def _page(connection: AsyncConnection[TupleRow], sql: str, values: Mapping[str, Any]) -> Page | None:
    # Binary: a text protocol would write every byte of the lines as two.
    async with connection.cursor(binary=True) as cursor:
        await cursor.execute(sql.encode(), values)
        row = await cursor.fetchone()
    return Page(row[0], row[1]) if row and row[1] else None


def _header(headers: Any) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow([guarded(each) for each in headers])
    return written.getvalue().encode()


def _sheet_rows(sheet: Sheet, block: bytes) -> bytes:
    unguard: Callable[[str], str] = unguarded
    rows = csv.reader(io.StringIO(block.decode("utf-8", "replace"), newline=""))
    return sheet.rows([unguard(cell) for cell in row] for row in rows)
