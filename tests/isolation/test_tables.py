"""Row-level security, asked of the database's own catalogue: every table with `tenant_id`, also tomorrow's (IDN-11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors, sql

from backend.core.database.base import TENANT_SETTING
from backend.core.database.session import PLATFORM_ROLE, TENANT_ROLE
from tests.isolation.conftest import Neighbours

TENANT_TABLES: LiteralString = """
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.attname = 'tenant_id' AND NOT a.attisdropped ORDER BY 1
"""
ALL_TABLES: LiteralString = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1
"""
# Read by every company and written by none: the catalogue of plans, and the schema's version.
SHARED = frozenset({"plans", "alembic_version"})
# Guarded by a policy of their own: a company sees itself, and people see their colleagues.
GUARDED_OTHERWISE = frozenset({"tenants", "users"})
# Belongs to nobody: a company sees and writes only the one row whose hash it names (`conversations.opt_outs`).
ASKED_BY_HASH = frozenset({"platform_opt_outs"})
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.fixture(scope="module")
def tables(owner: psycopg.Connection) -> list[str]:
    found = [row[0] for row in owner.execute(TENANT_TABLES)]
    assert len(found) > 10
    return found


@pytest.fixture(scope="module")
def owner(database_urls: tuple[str, str]) -> Iterator[psycopg.Connection]:
    """The schema's owner, a superuser in tests: sees what is really there."""
    with psycopg.connect(database_urls[1], autocommit=True) as connection:
        yield connection


@pytest.fixture
def login(database_urls: tuple[str, str]) -> Iterator[psycopg.Connection]:
    """The application's login, before it took a role."""
    with psycopg.connect(database_urls[0]) as connection:
        yield connection
        connection.rollback()


@contextmanager
def bound(connection: psycopg.Connection, tenant_id: str) -> Iterator[psycopg.Connection]:
    """As a tenant's session is bound; rolled back at the end."""
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(TENANT_ROLE)))
    connection.execute("SELECT set_config(%s, %s, true)", [TENANT_SETTING, tenant_id])
    yield connection
    connection.rollback()


def count(connection: psycopg.Connection, table: str, where: LiteralString = "true", *values: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {} WHERE " + where).format(sql.Identifier(table))
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


def has_right(connection: psycopg.Connection, role: str, table: str, right: str) -> bool:
    row = connection.execute("SELECT has_table_privilege(%s, %s, %s)", [role, f'public."{table}"', right]).fetchone()
    return bool(row and row[0])


def test_every_tenant_table_is_guarded_by_both_policies(owner: psycopg.Connection, tables: list[str]) -> None:
    guarded = {
        row[0]: row[1:]
        for row in owner.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace"
        )
    }
    assert [table for table in tables if guarded[table] != (True, True)] == []
    policies: dict[str, list[tuple[str, list[str], str, str, str]]] = {}
    for table, name, roles, command, seen, written in owner.execute(
        "SELECT tablename, policyname, roles::text[], cmd, qual, with_check FROM pg_policies"
        " WHERE schemaname = 'public' AND permissive = 'PERMISSIVE' ORDER BY policyname"
    ):
        policies.setdefault(table, []).append((name, roles, command, seen, written))
    own = f"(tenant_id = (NULLIF(current_setting('{TENANT_SETTING}'::text, true), ''::text))::uuid)"
    expected = [
        ("all_rows", [PLATFORM_ROLE], "ALL", "true", "true"),
        ("tenant_rows", [TENANT_ROLE], "ALL", own, own),
    ]
    assert {table: policies.get(table) for table in tables} == dict.fromkeys(tables, expected)


def test_tables_of_no_tenant_are_closed_or_only_read(owner: psycopg.Connection, tables: list[str]) -> None:
    """What has no tenant is the platform's: users, sessions, tokens, the queue."""
    others = {row[0] for row in owner.execute(ALL_TABLES)} - {*tables} - GUARDED_OTHERWISE - ASKED_BY_HASH
    rights = {table: [right for right in RIGHTS if has_right(owner, TENANT_ROLE, table, right)] for table in others}
    assert {table: found for table, found in rights.items() if found} == {table: ["SELECT"] for table in SHARED}


def test_what_is_asked_by_hash_is_not_read(login: psycopg.Connection, neighbours: Neighbours) -> None:
    """Both companies wrote there; neither sees a row that it does not name."""
    with bound(login, neighbours.mine.owner.tenant_id) as session:
        assert count(session, "platform_opt_outs") == 0


@pytest.mark.parametrize("table", sorted(GUARDED_OTHERWISE))
def test_companies_and_people_are_guarded_too(
    login: psycopg.Connection, owner: psycopg.Connection, neighbours: Neighbours, table: str
) -> None:
    with bound(login, neighbours.mine.owner.tenant_id) as session:
        seen = {str(row[0]) for row in session.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table)))}
    ids = neighbours.mine.ids
    assert seen == set(ids["tenant_id"] if table == "tenants" else ids["user_id"])
    assert count(owner, table) > len(seen)


def test_the_login_without_a_role_may_touch_nothing(login: psycopg.Connection, owner: psycopg.Connection) -> None:
    everything = [row[0] for row in owner.execute(ALL_TABLES)]
    assert [
        (table, right) for table in everything for right in RIGHTS if has_right(login, "opensells_app", table, right)
    ] == []
    with pytest.raises(errors.InsufficientPrivilege):
        count(login, "leads")


def test_the_story_reached_every_table(owner: psycopg.Connection, tables: list[str], neighbours: Neighbours) -> None:
    """Else the tests below would prove nothing about the table that stayed empty."""
    for company in (neighbours.mine, neighbours.theirs):
        assert [t for t in tables if count(owner, t, "tenant_id = %s", company.owner.tenant_id) == 0] == []


def test_a_forgotten_filter_shows_no_foreign_row(
    login: psycopg.Connection, owner: psycopg.Connection, tables: list[str], neighbours: Neighbours
) -> None:
    """Not one WHERE, and yet only the own rows."""
    tenant_id = neighbours.mine.owner.tenant_id
    with bound(login, tenant_id) as session:
        seen = {table: count(session, table) for table in tables}
        foreign = {table: count(session, table, "tenant_id IS DISTINCT FROM %s", tenant_id) for table in tables}
    assert foreign == dict.fromkeys(tables, 0)
    assert seen == {table: count(owner, table, "tenant_id = %s", tenant_id) for table in tables}


def test_a_session_bound_to_nobody_sees_nothing(login: psycopg.Connection, tables: list[str]) -> None:
    with bound(login, "") as session:
        assert {table: count(session, table) for table in tables} == dict.fromkeys(tables, 0)


def _columns(connection: psycopg.Connection, table: str) -> list[str]:
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' AND identity_generation IS NULL",
        [table],
    )
    return [row[0] for row in found]


def test_no_row_can_be_written_for_another_tenant(
    login: psycopg.Connection, owner: psycopg.Connection, tables: list[str], neighbours: Neighbours
) -> None:
    mine, theirs = neighbours.mine.owner.tenant_id, neighbours.theirs.owner.tenant_id
    accepted = []
    for table in tables:
        columns = _columns(owner, table)
        chosen = [sql.Literal(theirs) if name == "tenant_id" else sql.Identifier(name) for name in columns]
        copy = sql.SQL("INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} LIMIT 1").format(
            table=sql.Identifier(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            chosen=sql.SQL(", ").join(chosen),
        )
        with bound(login, mine) as session:
            try:
                session.execute(copy)
                accepted.append(table)
            except errors.InsufficientPrivilege:
                pass
    assert accepted == []


@pytest.mark.parametrize("statement", ["UPDATE {} SET tenant_id = tenant_id", "DELETE FROM {}"])
def test_a_forgotten_filter_changes_no_foreign_row(
    login: psycopg.Connection,
    owner: psycopg.Connection,
    tables: list[str],
    neighbours: Neighbours,
    statement: LiteralString,
) -> None:
    theirs = neighbours.theirs.owner.tenant_id
    reached = {}
    for table in tables:
        if has_right(owner, TENANT_ROLE, table, statement.split()[0]):
            with bound(login, neighbours.mine.owner.tenant_id) as session:
                foreign = sql.SQL(statement + " WHERE tenant_id = %s").format(sql.Identifier(table))
                reached[table] = session.execute(foreign, [theirs]).rowcount
    assert reached == dict.fromkeys(reached, 0)
    assert reached


def test_no_row_moves_to_another_tenant(
    login: psycopg.Connection, owner: psycopg.Connection, tables: list[str], neighbours: Neighbours
) -> None:
    moved = []
    for table in tables:
        if has_right(owner, TENANT_ROLE, table, "UPDATE"):
            with bound(login, neighbours.mine.owner.tenant_id) as session:
                try:
                    move = sql.SQL("UPDATE {} SET tenant_id = %s").format(sql.Identifier(table))
                    session.execute(move, [neighbours.theirs.owner.tenant_id])
                    moved.append(table)
                except (errors.InsufficientPrivilege, errors.RestrictViolation):
                    pass
    assert moved == []


# Written only beside the row they point to, which the same session has just read under its policy.
def test_a_row_points_only_to_rows_of_its_own_tenant(owner: psycopg.Connection, tables: list[str]) -> None:
    """Foreign keys are checked past row-level security, so the tenant must be part of the key itself."""
    keys = owner.execute(
        """
        SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text,
          EXISTS (SELECT FROM pg_attribute a
            WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND a.attname = 'tenant_id')
        FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
        """
    ).fetchall()
    loose = {name for name, child, parent, bound_too in keys if {child, parent} <= {*tables} and not bound_too}
    assert loose == set()
