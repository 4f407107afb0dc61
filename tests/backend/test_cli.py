"""The operator's door, run as operators run it: in a process of its own, on a database of its own.

Each command is run so once; what else it does and refuses is asked of it in this process, which need not start first.
"""

import base64
import io
import os
import re
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import psycopg
import pytest
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import text

from backend import cli
from backend.conversations import service as conversations
from backend.conversations.schemas import ChatStart
from backend.core import crypto, logs
from backend.core.database.base import Base, EncryptedText
from backend.core.database.session import Database
from backend.core.settings import Settings, load
from backend.files import service as files
from backend.flows import service as flows
from backend.main import create_app
from backend.providers import storage
from tests.support import postgres
from tests.support.people import Person, login, register

ORIGIN = "https://shop.example.com"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def key(name: str) -> str:
    return f"{name}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"


OLD, NEW = key("old"), key("new")
Environment = dict[str, str]


@pytest.fixture(scope="module")
def place(settings: Settings, owner_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The environment of an installation whose database is still empty."""
    name = f"cli_{uuid.uuid4().hex[:12]}"
    own = postgres.with_database(owner_url, name)
    app = settings.database.url.get_secret_value()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield os.environ | {
            "DATABASE_URL": postgres.with_database(app, name),
            "MIGRATION_DATABASE_URL": own,
            "ENCRYPTION_KEYS": OLD,
            "STORAGE_URL": f"file://{tmp_path_factory.mktemp('cli')}",
        }
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    crypto.install(crypto.Cipher.from_settings(settings.security))


def run(place: Environment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "backend.cli", *arguments]
    return subprocess.run(command, env=place, cwd=postgres.ROOT, capture_output=True, text=True, check=False)


def run_here(place: Environment, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The same without the start; in a thread, for the door starts a loop of its own."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as thread:
        for name, value in place.items():
            patch.setenv(name, value)
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = thread.submit(cli.main, arguments).result()
            except SystemExit as leave:
                code = 1
                err.write(f"{leave}\n")
    logs.configure("CRITICAL")
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def migrated(place: Environment, shared_dir: Path) -> Environment:
    before = run_here(place | {"SUPERADMIN_PASSWORD": "una-clave-larga"}, "create-superadmin", "root@example.com")
    assert (before.returncode, before.stderr) == (1, "The database is empty or behind: migrate it first.\n")
    with postgres.file_lock(shared_dir / "postgres.lock"):
        for ran in (run, run_here):
            done = ran(place, "migrate")
            assert done.returncode == 0, done.stderr
    return place


@asynccontextmanager
async def api(place: Environment, **changes: str) -> AsyncIterator[tuple[AsyncClient, Database]]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (place | changes).items():
            patch.setenv(name, value)
        app = create_app(load())
    await app.state.database.open()
    try:
        async with AsyncClient(transport=ASGITransport(app=app), base_url="http://127.0.0.1:8000") as client:
            yield client, app.state.database
    finally:
        await app.state.database.close()


async def test_the_first_superadmin_signs_in(migrated: Environment) -> None:
    done = run(migrated | {"SUPERADMIN_PASSWORD": "una-clave-larga"}, "create-superadmin", "Root@Example.com")
    assert (done.returncode, done.stdout) == (0, "root@example.com may now sign in to the platform panel.\n")
    async with api(migrated) as (client, _):
        answer = await login(client, "root@example.com", "una-clave-larga")
        assert answer.status_code == 200, answer.text
        me = await client.get("/v1/auth/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.status_code == 200, me.text
    assert me.json()["platform_role"] == "super_admin"


@pytest.mark.parametrize(
    ("address", "password", "words"),
    [
        ("root", "una-clave-larga", "email: "),
        ("two@example.com", "short", "password: "),
        ("two@example.com", "1234567890", "harder to guess"),
    ],
)
def test_a_bad_superadmin_is_refused_in_one_line(
    migrated: Environment, address: str, password: str, words: str
) -> None:
    said = refused(migrated | {"SUPERADMIN_PASSWORD": password}, "create-superadmin", address)
    assert words in said
    assert password not in said


async def test_rotated_keys_let_the_old_one_go(migrated: Environment) -> None:
    """SEC-03: everything reads under the new key alone, and exact search still finds it."""
    store = storage.build(load().storage.model_copy(update={"url": migrated["STORAGE_URL"]}))
    async with api(migrated) as (client, database):
        person = await register(client, email="laia@shop.example.com")
        lead = {"name": "Ana Puig", "email": "ana@example.com", "phone": "600 012 345"}
        assert (await client.post("/v1/leads", json=lead, headers=person.headers)).status_code == 201
        file_id = await upload(database, store, uuid.UUID(person.tenant_id))

    both = migrated | {"ENCRYPTION_KEYS": f"{NEW},{OLD}"}
    first, second = run(both, "rotate-keys"), run_here(both, "rotate-keys")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert re.search(r"users: [1-9]\d* rows", first.stdout)
    assert "stored files: 1 sealed anew" in first.stdout
    assert {line.split(": ")[1].split()[0] for line in second.stdout.splitlines()[:-1]} == {"0"}

    async with api(migrated, ENCRYPTION_KEYS=NEW) as (client, database):
        assert await keys_in_use(database) == {"new"}
        assert (await login(client, person.email)).status_code == 200
        await found_by_contact(client, person)
        async with database.tenant(uuid.UUID(person.tenant_id)) as session:
            assert (await files.read(session, store, file_id))[1] == PNG


async def upload(database: Database, store: storage.ObjectStore, tenant_id: uuid.UUID) -> uuid.UUID:
    async with database.tenant(tenant_id) as session:
        await flows.found_default(session)
        begun = await conversations.begin(session, ChatStart(language="es"), origin=ORIGIN)
    kept = await files.keep(
        lambda: database.tenant(tenant_id), store, tenant_id, begun.session_id, name="plan.png", content=PNG, at_most=1
    )
    return kept.id


async def found_by_contact(client: AsyncClient, person: Person) -> None:
    for asked in ("ana@example.com", "+34600012345"):
        page = (await client.get("/v1/leads", params={"q": asked}, headers=person.headers)).json()
        assert [(each["name"], each["email"]) for each in page["items"]] == [("Ana Puig", "ana@example.com")]


async def keys_in_use(database: Database) -> set[str]:
    """The ids of the keys that any sealed column of any table still names."""
    used: set[str] = set()
    async with database.platform() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, EncryptedText):
                    rows = await session.execute(
                        text(f"SELECT DISTINCT split_part({column.name}, '.', 1) FROM {table.name}")
                    )
                    used |= {row[0] for row in rows if row[0]}
    return used


def test_a_key_that_is_missing_is_named(migrated: Environment) -> None:
    done = run_here(migrated | {"ENCRYPTION_KEYS": key("third")}, "rotate-keys")
    assert done.returncode == 1
    assert done.stderr.startswith("ENCRYPTION_KEYS no longer lists the key ")
    assert len(done.stderr.splitlines()) == 1


HIDDEN = "not-to-be-shown"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": f"sqlite:///{HIDDEN}.db"}, "sqlite:// is not supported"),
        ({"DATABASE_URL": f"user:{HIDDEN}@host"}, "must be a postgresql:// address"),
        ({"DATABASE_URL": f"postgresql://a:{HIDDEN}@127.0.0.1:1/none"}, "does not answer: "),
        ({"DATABASE_URL": f"postgresql://a:{HIDDEN}@127.0.0.1:port/none"}, "DATABASE_URL cannot be read"),
        ({"DB_POOL_SIZE": "many"}, "DB_POOL_SIZE: "),
    ],
    ids=["unset", "another database", "no address", "nobody there", "no port", "no number"],
)
@pytest.mark.parametrize("command", ["migrate", "seed"])
def test_what_is_broken_is_said_in_one_sentence(
    place: Environment, command: str, changes: Environment, words: str
) -> None:
    both = {**changes, "MIGRATION_DATABASE_URL": changes["DATABASE_URL"]} if "DATABASE_URL" in changes else changes
    said = refused(place | both | {"SEED": "1"}, command)
    assert words in said
    assert len(said.splitlines()) == 1
    assert HIDDEN not in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SEED": "0"}, "only with SEED=1"),
        ({"SEED": "1", "ENV": "production", "BACKEND_URL": "https://api.example.com"}, "SEED must be off"),
    ],
)
def test_the_demo_is_not_written_unasked_nor_in_production(
    place: Environment, changes: Environment, words: str
) -> None:
    assert words in refused(place | changes, "seed")


def refused(place: Environment, *arguments: str) -> str:
    """What is told."""
    done = run_here(place, *arguments)
    assert done.returncode == 1
    return done.stdout + done.stderr
