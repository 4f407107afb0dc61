"""A real Postgres for the tests: TEST_DATABASE_URL, else testcontainers, else the embedded one."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from alembic import command
from alembic.config import Config

from backend.core.database.bootstrap import ensure_roles
from backend.core.database.embedded import EmbeddedPostgres

APP_PASSWORD = "tests-only"
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """One test process at a time: roles belong to the whole server."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def with_database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def docker_answers() -> bool:
    return shutil.which("docker") is not None and (
        subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False).returncode == 0
    )


@contextmanager
def server() -> Iterator[str]:
    """An owner's address on a running server; the embedded one is this process's own and goes with it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
    elif os.environ.get("USE_TESTCONTAINERS") != "0" and docker_answers():
        from testcontainers.community.postgres import PostgresContainer

        with PostgresContainer("postgres:18-alpine", driver=None) as container:
            yield container.get_connection_url()
    else:
        # Not under pytest's folder: root's temporary folders are closed to the server's user.
        home = Path(tempfile.mkdtemp(prefix="opensells-test-", dir="/var/tmp"))
        embedded = EmbeddedPostgres(home=home, fast=True)
        try:
            yield embedded.start()
        finally:
            embedded.stop()
            shutil.rmtree(home, ignore_errors=True)


def migrate(owner_url: str) -> None:
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["url"] = owner_url
    command.upgrade(config, "head")


def template(owner_url: str, lock: Path) -> str:
    """The name of a migrated database to copy from; made once for all test processes."""
    name = "opensells_template"
    with file_lock(lock), psycopg.connect(owner_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}_new"')
            fresh = with_database(owner_url, f"{name}_new")
            ensure_roles(fresh, APP_PASSWORD)
            migrate(fresh)
            connection.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


@contextmanager
def copy_of(owner_url: str, name: str, lock: Path) -> Iterator[tuple[str, str]]:
    """A database of its own: (the application's address, the owner's address)."""
    copy = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(owner_url, autocommit=True) as connection:
        own = with_database(owner_url, copy)
        with file_lock(lock):
            connection.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
            app_url = ensure_roles(own, APP_PASSWORD)
        yield app_url, own
        connection.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
