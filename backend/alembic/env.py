"""Alembic's door: runs migrations as the owner over the connection or address it is given."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool

import backend.tables  # noqa: F401 - fills the metadata
from backend.core.database.base import Base
from backend.core.database.session import async_url
from backend.core.settings import load


def _ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=_ours,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    given = context.config.attributes.get("url") or load().database.owner_url
    engine = create_engine(async_url(given), poolclass=pool.NullPool)
    with engine.connect() as connection:
        _migrate(connection)
    engine.dispose()


_run()
