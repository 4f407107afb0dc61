"""Kill -9 of the worker in the middle of its calls, on all four channels: the phones count each message once.

The issue: "exactly one delivery per message even if a worker dies between the call and the record". Each kind of
channel has two accounts: one whose platform took the message and never answered, one that never took it.
"""

import asyncio
import secrets
import uuid
from datetime import timedelta
from typing import Final

from sqlalchemy import select, text

from backend.channels.models import ChannelAccount
from backend.conversations.channel_models import Delivery
from backend.core import clock
from backend.core.database.session import Database
from backend.flows.schemas import FlowDefinition
from tests.resilience.conftest import World
from tests.resilience.skipping import minute_passes
from tests.support.builders import found_talking
from tests.support.flows import asking, end, flow
from tests.support.phone_twin import adopt
from tools.phones import wiring
from tools.phones.cast import Account, Person
from tools.phones.server import Phones

KINDS: Final = ("whatsapp", "instagram", "messenger", "telegram")
FAULTS: Final = ("hang", "never")
PATIENCE_SECONDS: Final = 240
ASKED: Final = ["¿Qué tal?", "¿Y qué más?", "Fin"]

_WAITING: Final = text("SELECT count(*) FROM inbox_events WHERE state = 'waiting'")


def _flow() -> FlowDefinition:
    first = asking("input", "q0", format="text", saves="note", prompt={"es": ASKED[0]}) | {"next": "q1"}
    second = asking("input", "q1", format="text", saves="note", prompt={"es": ASKED[1]}) | {"next": "end"}
    return flow(first, second, end("end", ASKED[2]), note="text:note")


async def _account(database: Database, twin: Phones, api: str, tenant_id: uuid.UUID, kind: str) -> Account:
    number, row_id = f"{secrets.randbelow(10**12)}", uuid.uuid4()
    token = f"{number}:AAF{secrets.token_urlsafe(24)}" if kind == "telegram" else f"token-{number}"
    account = adopt(twin, Account(kind, number, "Cuines", f"@cuines{number}", token, f"9{number}"))
    if kind == "telegram":
        account.webhook_url, account.webhook_secret = f"{api}/v1/webhooks/telegram/{row_id}", secrets.token_hex(12)
    if kind in {"instagram", "messenger"}:
        account.business_id = ""
    async with database.tenant(tenant_id) as session:
        session.add(
            ChannelAccount(
                id=row_id,
                kind=kind,
                name="Cuines",
                external_id=number,
                business_id=account.business_id,
                address=account.address,
                token=token,
                webhook_secret=account.webhook_secret,
                responder="flow",
                debounce_seconds=0,
                connected_at=clock.now() - timedelta(minutes=1),
            )
        )
    return account


async def _until_shown(twin: Phones, chats: list[tuple[Account, Person]], count: int) -> None:
    while any(len(_shown(twin, *each)) < count for each in chats):
        await asyncio.sleep(0.05)


async def _until_heard(database: Database) -> None:
    """What the platforms told was taken in, as it is when the minute of silence is over."""
    waiting: int | None = 1
    while waiting:
        await asyncio.sleep(0.05)
        async with database.platform() as session:
            waiting = await session.scalar(_WAITING)


def _shown(twin: Phones, account: Account, person: Person) -> list[str]:
    return [each.text for each in twin.world.thread(account, person).said if not each.mine]


async def test_every_channel_counts_one(world: World, database: Database) -> None:
    twin = Phones()
    async with asyncio.timeout(PATIENCE_SECONDS), twin.open():
        world.api.environment = world.worker.environment = wiring.settings(twin.address, {})
        world.api.start()
        world.worker.start()
        await asyncio.to_thread(world.api.wait)
        twin.call_back(world.api.url)
        business = await found_talking(database, _flow())
        accounts = [await _account(database, twin, world.api.url, business.id, kind) for kind in KINDS for _ in FAULTS]
        unlucky = [(each, twin.world.newcomer("Ana", "es", f"3461{n:07}")) for n, each in enumerate(accounts)]
        others = [(each, twin.world.newcomer("Pol", "es", f"3462{n:07}")) for n, each in enumerate(accounts)]
        for number, (account, person) in enumerate(unlucky):
            verb = "sendMessage" if account.kind == "telegram" else "messages"
            twin.faults.order(FAULTS[number % 2], account=account.id, verb=verb)
            twin.hands.write(account, person, "hola")
        while twin.faults.met < len(accounts):
            await asyncio.sleep(0.05)
        world.worker.kill()
        world.worker.start()
        # The same bots and pages go on talking to others meanwhile.
        for account, person in others:
            twin.hands.write(account, person, "buenas")
        await _until_shown(twin, others, 1)
        await twin.postman.settled()
        await _until_heard(database)
        await asyncio.to_thread(world.worker.stop)
        await minute_passes(database)
        world.worker.start()
        await _until_shown(twin, unlucky, 1)
        for count, words in ((2, "bien"), (3, "nada")):
            for each in (*unlucky, *others):
                twin.hands.write(*each, words)
            await _until_shown(twin, [*unlucky, *others], count)
        await twin.postman.settled()
    for each in (*unlucky, *others):
        assert _shown(twin, *each) == ASKED, each[0].kind
        assert not any(said.edited for said in twin.world.thread(*each).said)
    async with database.tenant(business.id) as session:
        rows = (await session.scalars(select(Delivery))).all()
    assert {each.status for each in rows} <= {"sent", "delivered", "read"}
    # What was never taken was tried again, and nothing else was.
    assert sorted(each.attempts for each in rows) == [1] * (len(rows) - len(KINDS)) + [2] * len(KINDS)
