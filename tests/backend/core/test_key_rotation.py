"""Rotation: every sealed column under the new key, in pages, again and again, without losing a word (SEC-03)."""

import base64
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from httpx2 import ASGITransport, AsyncClient

from backend.core import crypto, key_rotation
from backend.core.crypto import Cipher, UnknownKey
from backend.core.database.session import Database
from backend.core.settings import Settings, load
from backend.main import create_app
from tests.backend.conversations.test_chat import ROAD
from tests.support import postgres
from tests.support.builders import Visitor, found_business

NEW = "next:" + base64.urlsafe_b64encode(b"\x07" * 32).decode()


@pytest.fixture
def rotated(settings: Settings) -> Iterator[tuple[Cipher, Cipher]]:
    """(both keys with the new one first, the new one alone); afterwards everything is as it was."""
    before = crypto.cipher()
    old = settings.security.encryption_keys.get_secret_value()
    index_key = settings.security.blind_index_key
    both = Cipher.from_setting(f"{NEW},{old}", index_key)
    yield both, Cipher.from_setting(NEW, index_key)
    crypto.install(before)


@pytest_asyncio.fixture
async def apart(
    owner_url: str, shared_dir: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[AsyncClient, Database, str]]:
    """An installation with a database of its own, for a rotation touches every tenant's rows."""
    lock = shared_dir / "postgres.lock"
    with postgres.copy_of(owner_url, postgres.template(owner_url, lock), lock) as (app_url, own_url):
        monkeypatch.setenv("DATABASE_URL", app_url)
        app = create_app(load())
        async with app.router.lifespan_context(app):
            transport = ASGITransport(app=app)
            async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
                yield client, app.state.database, own_url


async def test_after_a_rotation_the_old_key_can_go(
    apart: tuple[AsyncClient, Database, str],
    settings: Settings,
    rotated: tuple[Cipher, Cipher],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, database, own_url = apart
    visitor = Visitor(client, await found_business(database))
    await visitor.start()
    for answer in ROAD:
        await visitor.send(**answer)
    before = await visitor.said()
    both, alone = rotated
    # Small pages, so that this one conversation takes many of them.
    monkeypatch.setattr(key_rotation, "BATCH", 3)
    crypto.install(both)
    changed = await key_rotation.rotate(database)
    assert changed["messages"] >= len(before)
    assert changed["leads"] >= 1
    assert changed["conversations"] >= 1
    assert stale(own_url, visitor.business.id) == []
    assert set((await key_rotation.rotate(database)).values()) == {0}, "a second run finds nothing to do"
    crypto.install(alone)
    assert await visitor.said() == before
    crypto.install(Cipher.from_settings(settings.security))
    with pytest.raises(UnknownKey):
        crypto.cipher().decrypt(sample(own_url, visitor.business.id))
    crypto.install(Cipher.from_setting(f"{settings.security.encryption_keys.get_secret_value()},{NEW}", both.index_key))
    await key_rotation.rotate(database)


def stale(owner_url: str, tenant_id: uuid.UUID) -> list[tuple[str, ...]]:
    """What is still under another key."""
    columns = {"messages": "content", "conversations": "state", "leads": "email"}
    with psycopg.connect(owner_url) as owner:
        return [
            row
            for table, column in columns.items()
            for row in owner.execute(
                f"SELECT {column} FROM {table} WHERE tenant_id = %s AND {column} NOT LIKE 'next.%%'", [tenant_id]
            )
        ]


def sample(owner_url: str, tenant_id: uuid.UUID) -> str:
    with psycopg.connect(owner_url) as owner:
        row = owner.execute("SELECT content FROM messages WHERE tenant_id = %s LIMIT 1", [tenant_id]).fetchone()
    assert row is not None
    return str(row[0])
