"""Kill -9 of the API, the worker and Postgres under 200 running chats: nothing answered is lost or doubled.

The issue: after restart nobody's answered message is missing, none is doubled, every chat goes on where it
was. A job that a worker died with is done once, and seen once.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session
from httpx2 import AsyncClient, Limits, TransportError
from sqlalchemy import text

from backend.core.database.session import Database
from backend.flows.schemas import FlowDefinition
from backend.plans import queries as plans
from backend.plans.enums import Metric
from tests.resilience.conftest import World
from tests.support.builders import Business, found_talking
from tests.support.flows import asking, buttons, end, flow
from tests.support.patient import PatientVisitor
from tests.support.people import registration

CHATS: Final = 200
BUSINESSES: Final = 4
PATIENCE_SECONDS: Final = 480

NOTES: Final = 6
GOODBYE: Final = "Lo dejamos aquí."


def _flow() -> FlowDefinition:
    """Ten questions, the last with a timeout."""
    notes = [asking("input", f"note{n}", format="text", saves="note") | {"next": f"note{n + 1}"} for n in range(NOTES)]
    return flow(
        buttons("cocina", "armario", block_id="project", saves="project") | {"next": "metres"},
        asking("input", "metres", format="number", saves="metres") | {"next": "note0"},
        *notes,
        asking("input", f"note{NOTES}", format="text", saves="name") | {"next": "email"},
        asking("input", "email", format="email", saves="email", timeout={"after": 60, "goto": "silence"}),
        end("end", "¡Gracias, {name}!"),
        end("silence", GOODBYE),
        project="option:project",
        metres="number:metres",
        note="text:note",
        name="text:name",
        email="email:email",
    )


def words(number: int) -> list[str]:
    notes = [f"nota {n} de la visita {number}" for n in range(NOTES)]
    return ["Cocina", f"{number + 10} m2", *notes, f"Marta {number}", f"marta{number}@example.com"]


ALL_ANSWERS: Final = CHATS * len(words(0))


@dataclass(slots=True)
class Progress:
    """How many answers have been seen, and who waits for how many."""

    answers: int = 0
    # Nobody passes the middle before two of the three have died: a fast machine would be through too early.
    middle: asyncio.Event = field(default_factory=asyncio.Event)
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def note(self, mine: int) -> None:
        async with self._moved:
            self.answers += 1
            self._moved.notify_all()
        if mine == len(words(0)) // 2:
            await self.middle.wait()

    async def more(self) -> None:
        """Until as many answers have come as there are chats, on top of those that are there."""
        wanted = self.answers + CHATS
        async with self._moved:
            await self._moved.wait_for(lambda: self.answers >= wanted)


@dataclass(slots=True)
class MailServer:
    """Leaves its first caller hanging, so that a worker can die with the job in its hands; then it takes mail."""

    received: list[str] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.called.is_set():
            self.called.set()
            await asyncio.Event().wait()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.received += envelope.rcpt_tos
        return "250 OK"

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        async with await loop.create_server(lambda: SMTP(self, loop=loop), "127.0.0.1", port):
            yield


async def test_nothing_answered_is_lost_or_doubled(world: World, database: Database) -> None:
    businesses = [await found_talking(database, _flow()) for _ in range(BUSINESSES)]
    world.api.start()
    world.worker.start()
    mails, progress = MailServer(), Progress()
    limits = Limits(max_connections=CHATS + 5, max_keepalive_connections=CHATS)
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        mails.listening(world.smtp_port),
        AsyncClient(base_url=world.api.url, limits=limits, timeout=60) as client,
    ):
        await asyncio.to_thread(world.api.wait)
        silent = PatientVisitor(client, businesses[0])
        await silent.walk(words(CHATS)[:-1], nothing)
        visitors = [PatientVisitor(client, businesses[number % BUSINESSES]) for number in range(CHATS)]
        chats = [asyncio.create_task(each.walk(words(n), progress.note)) for n, each in enumerate(visitors)]
        address = await kill_everything(world, client, progress, mails, database, silent)
        await asyncio.gather(*chats)
        for number, visitor in enumerate(visitors):
            await assert_whole(visitor, words(number), "¡Gracias, Marta")
        # Else they would prove nothing.
        assert sum(each.blows for each in visitors) >= CHATS / 4
        assert sum(each.cuts for each in visitors) >= CHATS
        await assert_counted_once(database, businesses)
        await assert_jobs_done_once(database, mails, address, silent)


async def kill_everything(
    world: World, client: AsyncClient, progress: Progress, mails: MailServer, database: Database, silent: PatientVisitor
) -> str:
    """One after the other, in the middle of everything; returns whose verification mail was under way."""
    await progress.more()
    world.api.kill()
    world.api.start()
    await progress.more()
    address = await register(client)
    await mails.called.wait()
    world.worker.kill()
    await fall_silent(database, silent)
    world.worker.start()
    progress.middle.set()
    await progress.more()
    world.postgres.kill()
    assert progress.answers < ALL_ANSWERS, "all was over before Postgres died"
    # Long enough that nobody finds it again at the first try.
    await asyncio.to_thread(world.worker.says, "worker_lost_its_database")
    await asyncio.to_thread(world.postgres.start)
    return address


async def nothing(_: int) -> None:
    """For whom nobody waits."""


async def register(client: AsyncClient) -> str:
    """Somebody new, who is to get a verification mail."""
    person = registration()
    while True:
        with contextlib.suppress(TransportError):
            if (await client.post("/v1/auth/register", json=person)).status_code in {201, 409}:
                return str(person["email"])
        await asyncio.sleep(0.1)


async def fall_silent(database: Database, visitor: PatientVisitor) -> None:
    """Its question has waited longer than the flow allows."""
    async with database.tenant(visitor.business.id) as session:
        late = text("UPDATE conversations SET timeout_at = now() - interval '1 second' WHERE id = :id")
        await session.execute(late, {"id": visitor.session_id})


async def assert_whole(visitor: PatientVisitor, said: list[str], goodbye: str) -> None:
    """The transcript holds each of the visitor's words once, in order, and every answer that they saw."""
    transcript = await visitor.transcript()
    assert [each["text"] for each in transcript if each["role"] == "visitor"] == said
    assert len({each["id"] for each in transcript}) == len(transcript)
    assert transcript[-1]["text"].startswith(goodbye)
    kept = {each["id"]: each["text"] for each in transcript}
    seen = {each["id"]: each["text"] for _, answer in visitor.answered for each in answer["messages"]}
    assert [words for words, _ in visitor.answered] == said
    assert seen.items() <= kept.items()


async def assert_counted_once(database: Database, businesses: list[Business]) -> None:
    """One lead for each visitor, and as many on the bill (BIL-05); the silent one left a name behind."""
    for number, business in enumerate(businesses):
        expected = CHATS // BUSINESSES + (number == 0)
        async with database.tenant(business.id) as session:
            assert await session.scalar(text("SELECT count(*) FROM leads WHERE email IS NOT NULL")) == (
                CHATS // BUSINESSES
            )
            used = {each.metric: each.used for each in await plans.list_standings(session)}
            leads = await session.scalar(text("SELECT count(*) FROM leads"))
            assert leads is not None
            assert used[Metric.LEADS] == leads <= expected


async def assert_jobs_done_once(database: Database, mails: MailServer, address: str, silent: PatientVisitor) -> None:
    """The rescue gives a dead worker's jobs back within half a minute; each has one visible outcome."""
    jobs = {"names": ["accounts.send_mail", "conversations.time_out"]}
    waiting = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = ANY(:names)")
    left: int | None = 1
    while left or address not in mails.received or (await silent.transcript())[-1]["text"] != GOODBYE:
        await asyncio.sleep(0.5)
        async with database.platform() as session:
            left = await session.scalar(waiting, jobs)
    assert mails.received == [address]
    goodbyes = [each for each in await silent.transcript() if each["text"] == GOODBYE]
    assert len(goodbyes) == 1
