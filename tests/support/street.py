"""A business that people can write to: its accounts on the made-up phones, and what they see there."""

import itertools
import secrets
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import select, text

from backend.channels.enums import ChannelKind
from backend.channels.models import ChannelAccount
from backend.conversations.models import Conversation
from backend.core import clock
from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support import phone_twin
from tests.support.builders import Business, found_staffed
from tests.support.people import Person as Member
from tests.support.people import run_jobs
from tools.phones.cast import Account, Person, templates
from tools.phones.server import Phones

_NUMBERS = itertools.count(1)


@dataclass
class Street:
    """`accounts` are the twin's by kind, `ids` ours; `member` is an agent of the business."""

    app: FastAPI
    client: AsyncClient
    database: Database
    twin: Phones
    business: Business
    member: Member
    accounts: dict[str, Account] = field(default_factory=dict)
    ids: dict[str, uuid.UUID] = field(default_factory=dict)

    def someone(self, name: str = "Núria Soler", language: str = "es", phone: str | None = "") -> Person:
        """A person nobody knows yet; without a phone where None."""
        number = f"346{secrets.randbelow(10**8):08}" if phone == "" else phone
        return self.twin.world.newcomer(name, language, number)

    async def write(self, kind: str, person: Person, *texts: str) -> None:
        """Said on the phone, told to our webhook, and handled; answers that wait for a silence are not."""
        for each in texts:
            self.twin.hands.write(self.accounts[kind], person, each)
        await self.work()

    async def work(self) -> None:
        """Until the platforms have told everything, and nothing that is due waits."""
        for _ in range(3):
            await self.twin.postman.settled()
            if not await self._anything_due():
                return
            await run_jobs(self.app)
        await self.twin.postman.settled()

    async def _anything_due(self) -> bool:
        """Most rounds but the first find nothing to do."""
        due = "status = 'todo' AND queue_name <> 'scrape' AND (scheduled_at IS NULL OR scheduled_at <= now())"
        async with self.database.platform() as session:
            return bool(await session.scalar(text(f"SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE {due})")))

    async def hurry(self) -> None:
        """What was put off is due now."""
        async with self.database.platform() as session:
            await session.execute(
                text(
                    "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now()"
                )
            )
        await self.work()

    def seen(self, kind: str, person: Person) -> list[str]:
        """What the person's phone shows of the business."""
        return [each.text for each in self.twin.received(kind, person)]

    async def conversations(self) -> list[Conversation]:
        async with self.database.tenant(self.business.id) as session:
            return list(await session.scalars(select(Conversation).order_by(Conversation.created_at)))

    async def conversation(self) -> Conversation:
        (found,) = await self.conversations()
        return found

    async def transcript(self, conversation_id: uuid.UUID | None = None) -> list[dict[str, Any]]:  # Any: JSON
        wanted = conversation_id or (await self.conversation()).id
        return list((await self.get(f"/v1/conversations/{wanted}"))["messages"])

    async def said(self) -> list[tuple[str, str]]:
        return [(each["role"], each["text"]) for each in await self.transcript()]

    async def get(self, path: str) -> Any:  # Any: JSON
        answer = await self.client.get(path, headers=self.member.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:  # Any: JSON
        answer = await self.client.post(path, json=body or {}, headers=self.member.headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def change_account(self, kind: str, /, **values: Any) -> None:  # Any: columns' values
        async with self.database.tenant(self.business.id) as session:
            account = await session.get(ChannelAccount, self.ids[kind])
            assert account is not None
            for name, value in values.items():
                setattr(account, name, value)


@asynccontextmanager
async def street(
    app: FastAPI,
    client: AsyncClient,
    database: Database,
    *kinds: str,
    responder: str = "agent",
    debounce_seconds: int = 0,
) -> AsyncIterator[Street]:
    """A business of its own with an account of each kind, on phones of their own."""
    business, member = await found_staffed(client, database, Role.ADMIN)
    async with phone_twin.phones() as twin, phone_twin.told(app, twin):
        phone_twin.calling_back(twin, app)
        twin.world.accounts.clear()
        found = Street(app, client, database, twin, business, member)
        for kind in kinds or ("whatsapp",):
            await _connect(found, kind, responder, debounce_seconds)
        yield found


async def _connect(street: Street, kind: str, responder: str, debounce_seconds: int) -> None:
    number = next(_NUMBERS)
    external_id = f"{secrets.randbelow(10**15)}{number}"
    address = f"+3493{number:07}" if kind == "whatsapp" else f"@studio_{number}"
    account = Account(kind, external_id, f"{kind} {number}", address, f"{external_id}:{secrets.token_hex(8)}")
    account.business_id = f"9{external_id}" if kind == "whatsapp" else ""
    account.templates = templates() if kind == "whatsapp" else []
    account.webhook_secret = secrets.token_hex(12) if kind == "telegram" else ""
    phone_twin.adopt(street.twin, account)
    async with street.database.tenant(street.business.id) as session:
        row = ChannelAccount(
            kind=ChannelKind(kind).value,
            name=account.name,
            external_id=external_id,
            business_id=account.business_id,
            address=account.address,
            token=account.token,
            webhook_secret=account.webhook_secret,
            responder=responder,
            debounce_seconds=debounce_seconds,
            # What a phone says carries whole seconds.
            connected_at=clock.now() - timedelta(minutes=1),
        )
        session.add(row)
        await session.flush()
        street.accounts[kind], street.ids[kind] = account, row.id
    if kind == "telegram":
        account.webhook_url = f"http://test/v1/webhooks/telegram/{street.ids[kind]}"
