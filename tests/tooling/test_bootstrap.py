"""The application's login can take its two roles and nothing else; every other login is refused (F16)."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from backend.core.database.bootstrap import ensure_roles, login_faults
from backend.core.database.embedded import EmbeddedPostgres
from tests.support.clusters import copy_cluster, open_folder


@pytest.fixture(scope="module")
def owner(at_rest: Path) -> Iterator[str]:
    with open_folder() as folder:
        cluster = EmbeddedPostgres(copy_cluster(at_rest, folder / "postgres"), fast=True)
        try:
            yield cluster.start()
        finally:
            cluster.stop()


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def login(owner_url: str, name: str, password: str) -> str:
    address = urlsplit(owner_url)
    host = address.netloc.rpartition("@")[2]
    return address._replace(netloc=f"{name}:{password}@{host}").geturl()


def test_the_login_that_we_make_has_no_fault(owner: str) -> None:
    assert login_faults(ensure_roles(owner, "secret")) == []


def test_making_it_again_changes_nothing_but_the_password(owner: str) -> None:
    first = ensure_roles(owner, "one")
    second = ensure_roles(owner, "two")
    assert login_faults(second) == []
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        login_faults(first)


@pytest.mark.parametrize("password", ["p w", "a@b:c/d?e#f", "ñ%41", "'; DROP ROLE app_tenant; --"])
def test_any_password_works_in_the_address(owner: str, password: str) -> None:
    assert login_faults(ensure_roles(owner, password)) == []


def test_a_login_that_was_widened_by_hand_is_mended(owner: str) -> None:
    ensure_roles(owner, "secret")
    run(
        owner,
        "ALTER ROLE opensells_app SUPERUSER BYPASSRLS INHERIT CREATEROLE",
        "ALTER ROLE app_tenant LOGIN",
    )
    assert login_faults(ensure_roles(owner, "secret")) == []


def test_it_takes_both_roles_and_has_nothing_without_them(owner: str) -> None:
    url = ensure_roles(owner, "secret")
    run(
        owner,
        "CREATE TABLE IF NOT EXISTS rows_of_tenants (n int)",
        "GRANT SELECT ON rows_of_tenants TO app_tenant",
    )
    run(url, "SET ROLE app_tenant", "SELECT * FROM rows_of_tenants", "SET ROLE app_platform")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(url, "SELECT * FROM rows_of_tenants")


def test_the_owner_needs_createrole_but_not_superuser(open_dir: Path) -> None:
    cluster = EmbeddedPostgres(open_dir / "postgres", fast=True)
    try:
        superuser = cluster.start()
        run(superuser, "CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'x'", "CREATE DATABASE shop OWNER boss")
        shop = login(superuser, "boss", "x").replace("/opensells", "/shop")
        assert [login_faults(ensure_roles(shop, "secret")) for _ in range(2)] == [[], []]
    finally:
        cluster.stop()


FAULTS = {
    "superuser": (["CREATE ROLE {name} LOGIN SUPERUSER NOINHERIT PASSWORD 'x'"], "is a superuser"),
    "bypassrls": (["CREATE ROLE {name} LOGIN BYPASSRLS NOINHERIT PASSWORD 'x'"], "has BYPASSRLS"),
    "inherit": (["CREATE ROLE {name} LOGIN INHERIT PASSWORD 'x'"], "has INHERIT"),
    "createrole": (["CREATE ROLE {name} LOGIN NOINHERIT CREATEROLE PASSWORD 'x'"], "has CREATEROLE"),
    "not_member": (["CREATE ROLE {name} LOGIN NOINHERIT PASSWORD 'x'"], "is not a member of app_platform"),
    "inherits_role": (
        [
            "CREATE ROLE {name} LOGIN NOINHERIT PASSWORD 'x'",
            "GRANT app_tenant TO {name} WITH INHERIT TRUE",
        ],
        "inherits app_tenant",
    ),
    "owns_tables": (
        [
            "CREATE ROLE {name} LOGIN NOINHERIT PASSWORD 'x'",
            "CREATE TABLE table_of_{name} (n int)",
            "ALTER TABLE table_of_{name} OWNER TO {name}",
        ],
        "owns 1 tables",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_login_that_could_see_too_much_is_named_a_fault(owner: str, name: str) -> None:
    ensure_roles(owner, "secret")
    statements, sentence = FAULTS[name]
    run(owner, *(statement.format(name=name) for statement in statements))
    faults = login_faults(login(owner, name, "x"))
    assert any(sentence in fault and name in fault for fault in faults), faults
