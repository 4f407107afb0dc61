"""Encrypts every sealed column anew with the first key, table by table, in small transactions (SEC-03)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Column, RowMapping, Table, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core import crypto
from backend.core.database.base import Base, EncryptedText
from backend.core.database.session import Database

BATCH: Final = 500


async def rotate(database: Database) -> dict[str, int]:
    """{table: rows changed}. Rows already under the first key are passed over, so a stopped run goes on."""
    return {table.name: await _rotate_table(database, table, columns) for table, columns in _sealed()}


def _sealed() -> Iterator[tuple[Table, list[Column[str]]]]:
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, EncryptedText)]
        if columns:
            yield table, columns


async def _rotate_table(database: Database, table: Table, columns: list[Column[str]]) -> int:
    """Along the primary key, so that each row is looked at once however large the table is."""
    changed, last = 0, None
    while True:
        async with database.platform() as session:
            rows = await _stale(session, table, columns, last)
            if not rows:
                return changed
            await _renew(session, table, columns, rows)
        changed, last = changed + len(rows), rows[-1]


async def _stale(
    session: AsyncSession, table: Table, columns: list[Column[str]], last: RowMapping | None
) -> Sequence[RowMapping]:
    """Locked, and waited for: a row passed over would need the old key for ever."""
    keys = _names(table.primary_key.columns)
    names = _names(columns)
    stale = " OR ".join(f"({name} IS NOT NULL AND {name} NOT LIKE :current)" for name in names)
    beyond = f"AND ({', '.join(keys)}) > ({', '.join(f':{key}' for key in keys)})" if last else ""
    query = (
        f"SELECT {', '.join(keys + names)} FROM {table.name} WHERE ({stale}) {beyond}"
        f" ORDER BY {', '.join(keys)} LIMIT {BATCH} FOR UPDATE"
    )
    after = {key: last[key] for key in keys} if last else {}
    current = f"{crypto.cipher().primary}.%"
    return (await session.execute(text(query), {"current": current, **after})).mappings().all()


async def _renew(session: AsyncSession, table: Table, columns: list[Column[str]], rows: Sequence[RowMapping]) -> None:
    """Raw text on both sides: the column type would open and close the values by itself."""
    keys, names = _names(table.primary_key.columns), _names(columns)
    assignments = ", ".join(f"{name} = :{name}" for name in names)
    condition = " AND ".join(f"{key} = :{key}" for key in keys)
    values = [{**{key: row[key] for key in keys}, **{name: _renewed(row[name]) for name in names}} for row in rows]
    await session.execute(text(f"UPDATE {table.name} SET {assignments} WHERE {condition}"), values)


def _names(columns: Iterable[Column[Any]]) -> list[str]:  # Any: columns of every type
    return [column.name for column in columns]


def _renewed(value: str | None) -> str | None:
    cipher = crypto.cipher()
    return None if value is None else cipher.encrypt(cipher.decrypt(value))
