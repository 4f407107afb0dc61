"""What the API's own log says: ids and routes, never a person's words or addresses (OBS-01, SEC-05)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from httpx2 import AsyncClient

from backend.core.database.session import Database
from backend.core.settings import Settings
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor, found_business
from tests.support.people import register
from tests.support.processes import Program, api
from tests.support.product import free_ports

PRIVATE = (
    "Marta",
    "Puig",
    "marta@example.com",
    "612345678",
    "612 345 678",
    "12,5 m2",
    "mil euros",
    "secreto",
    "shop.example.com/?q",
)


@pytest.fixture(scope="module")
def served(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A process that logs as in production, and everything."""
    (port,) = free_ports(1)
    program = api(tmp_path_factory.mktemp("logs") / "api.log", port, LOG_LEVEL="DEBUG")
    try:
        program.start()
        program.wait()
        yield program
    finally:
        program.stop()


def lines(log: Path) -> list[dict[str, Any]]:
    """Each line is one JSON object."""
    return [json.loads(line) for line in log.read_text().splitlines()]


async def test_a_whole_chat_leaves_no_word_in_the_log(served: Program, database: Database) -> None:
    async with AsyncClient(base_url=served.url, timeout=60) as client:
        visitor = Visitor(client, await found_business(database))
        await visitor.start(page_url="https://shop.example.com/?q=marta@example.com", referrer="https://x.example/Puig")
        for answer in ROAD:
            await visitor.send(**answer)
        await visitor.try_send(text="mi secreto")
        await visitor.try_send(key="bad key", text="mi secreto")
        await visitor.post("/v1/chat/identify", {"session_id": visitor.session_id, "email": "no es marta@example.com"})
        await visitor.upload(b"%PDF-1.7\n%%EOF", "la cocina de Marta.pdf", "application/pdf")
        await client.get("/v1/leads?q=marta@example.com")
        await client.post("/v1/auth/login", data={"username": "marta@example.com", "password": "secreto"})
    written = served.log.read_text()
    assert [word for word in PRIVATE if word in written] == []
    sends = [each for each in lines(served.log) if each.get("route") == "/v1/chat/send"]
    assert len(sends) == len(ROAD) + 2
    good = sends[0]
    assert (good["session_id"], good["tenant_id"]) == (visitor.session_id, str(visitor.business.id))
    assert re.fullmatch(r"[0-9a-f]{32}", good["request_id"])
    assert {"method", "status", "ms", "timestamp", "level"} <= good.keys()


async def test_a_fault_is_told_with_its_trace_and_without_the_row(
    served: Program, client: AsyncClient, database_urls: tuple[str, str]
) -> None:
    """A failing statement would quote what stood in it; Postgres would quote the whole row."""
    person = await register(client)
    with psycopg.connect(database_urls[1], autocommit=True) as owner:
        rule = f"CHECK (tenant_id <> '{person.tenant_id}' OR name <> 'Marta Puig')"
        owner.execute(f"ALTER TABLE leads ADD CONSTRAINT no_martas {rule}")
        try:
            async with AsyncClient(base_url=served.url, timeout=60) as outside:
                body = {"name": "Marta Puig", "email": "marta@example.com", "phone": "612345678"}
                answer = await outside.post("/v1/leads", json=body, headers=person.headers)
        finally:
            owner.execute("ALTER TABLE leads DROP CONSTRAINT no_martas")
    assert answer.status_code == 500
    assert [word for word in PRIVATE if word in answer.text] == []
    (told,) = [each for each in lines(served.log) if each["event"] == "unexpected_error"]
    assert (told["error"], told["constraint"], told["table"]) == ("CheckViolation", "no_martas", "leads")
    assert "leads/" in told["trace"]
    assert told["request_id"] == answer.headers["x-request-id"]
    assert [word for word in PRIVATE if word in served.log.read_text()] == []
