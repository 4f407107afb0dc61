"""A business with an account on the phones' twin, and somebody who wrote there; made without the way in."""

import functools
import secrets
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from backend.channels.enums import MediaKind
from backend.channels.models import ChannelAccount
from backend.channels.shapes import Outgoing, OutgoingMedia
from backend.conversations import delivering, sending
from backend.conversations.channel_models import ChannelIdentity, Delivery
from backend.conversations.enums import SenderKind
from backend.conversations.models import Conversation, Message
from backend.conversations.sending import Sent
from backend.core import clock, crypto
from backend.core.database.session import Database, TenantSession
from backend.files import service as files
from backend.providers.bundle import Providers
from tests.support.builders import Business
from tests.support.phone_twin import adopt
from tools.phones.cast import Account, Person
from tools.phones.server import Phones
from tools.phones.world import Said


@dataclass(slots=True)
class Talk:
    """One thread; `planned` holds when the door out wants to be woken, in place of the worker's queue."""

    database: Database
    twin: Phones
    providers: Providers
    tenant_id: uuid.UUID
    account: Account
    account_id: uuid.UUID
    person: Person
    id: uuid.UUID
    planned: list[datetime | None] = field(default_factory=list)

    async def say(self, *texts: str, sender: SenderKind = SenderKind.AGENT, **given: Any) -> list[Sent]:
        async with self.database.tenant(self.tenant_id) as session:
            return [await sending.send(session, self.id, Outgoing(each), sender=sender, **given) for each in texts]

    async def utter(self, outgoing: Outgoing) -> None:
        """Whatever it is: buttons, files."""
        async with self.database.tenant(self.tenant_id) as session:
            await sending.send(session, self.id, outgoing, sender=SenderKind.AGENT)

    async def keep(self, content: bytes, name: str = "cocina.png") -> OutgoingMedia:
        """A file of this conversation."""
        opens = functools.partial(self.database.tenant, self.tenant_id)
        store = self.providers.storage
        kept = await files.keep(opens, store, self.tenant_id, self.id, name=name, content=content, at_most=50)
        return OutgoingMedia(MediaKind.IMAGE, str(kept.id), kept.content_type, kept.name)

    async def hear(self, words: str) -> Said:
        """The person writes, and it is written down: nobody answers."""
        said = self.twin.hands.write(self.account, self.person, words)
        async with self.database.tenant(self.tenant_id) as session:
            conversation = await session.get_one(Conversation, self.id, with_for_update=True)
            conversation.turn += 1
            name = f"{self.person.ids('telegram')[0]}:{said.id}" if self.account.kind == "telegram" else said.id
            place = {"conversation_id": self.id, "turn": conversation.turn, "position": 0}
            session.add(Message(**place, role="visitor", content=words, provider_id=name))
        return said

    async def deliver(self) -> None:
        """What the job does, without the queue."""

        async def wake(session: TenantSession, at: datetime | None) -> None:
            self.planned.append(at)

        await delivering.deliver(lambda: self.database.tenant(self.tenant_id), self.providers, self.id, wake)

    async def deliveries(self) -> Sequence[Delivery]:
        async with self.database.tenant(self.tenant_id) as session:
            order = Delivery.turn, Delivery.position, Delivery.part
            rows = await session.scalars(select(Delivery).where(Delivery.conversation_id == self.id).order_by(*order))
            return rows.all()

    async def statuses(self) -> list[str]:
        return [each.status for each in await self.deliveries()]

    async def change(self, statement: str, **values: Any) -> None:
        async with self.database.tenant(self.tenant_id) as session:
            await session.execute(text(statement), {"id": self.id, "account_id": self.account_id, **values})

    @property
    def received(self) -> list[Said]:
        thread = self.twin.world.thread(self.account, self.person)
        return [each for each in thread.said if not each.mine]

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.received]


async def open_talk(
    database: Database,
    twin: Phones,
    providers: Providers,
    business: Business,
    kind: str = "whatsapp",
    *,
    wrote: timedelta | None = timedelta(0),
    beside: Talk | None = None,
) -> Talk:
    """`beside` another thread: on the same account, with somebody else."""
    account, account_id = (beside.account, beside.account_id) if beside else (None, None)
    if account is None or account_id is None:
        account = adopt(twin, _account(kind))
        account_id = await _keep_account(database, business.id, account)
    person = twin.world.newcomer(f"P {secrets.token_hex(2)}", phone=f"346{secrets.randbelow(10**8):08d}")
    if wrote is not None:
        twin.world.thread(account, person).heard_at = time.time() - wrote.total_seconds()
    conversation = Conversation(
        id=uuid.uuid4(),
        channel=kind,
        account_id=account_id,
        origin=f"{kind}:{account_id}",
        language="es",
        state="{}",
        last_inbound_at=None if wrote is None else clock.now() - wrote,
    )
    async with database.tenant(business.id) as session:
        session.add(conversation)
        await session.flush()
        identifier = person.ids(kind)[0]
        session.add(
            ChannelIdentity(
                account_id=account_id,
                conversation_id=conversation.id,
                key_index=crypto.cipher().blind_index(f"id:{identifier}"),
                kind="id",
                value=identifier,
            )
        )
    return Talk(database, twin, providers, business.id, account, account_id, person, conversation.id)


def _account(kind: str) -> Account:
    number = str(secrets.randbelow(10**14) + 10**14)
    token = f"{number}:AAF{secrets.token_urlsafe(24)}" if kind == "telegram" else f"EAA{secrets.token_hex(20)}"
    made = Account(kind, number, f"Test {kind}", f"+34{number[:9]}", token, f"9{number}")
    made.webhook_secret = secrets.token_hex(16)
    return made


async def _keep_account(database: Database, tenant_id: uuid.UUID, account: Account) -> uuid.UUID:
    row = ChannelAccount(
        kind=account.kind,
        name=account.name,
        external_id=account.id,
        business_id=account.business_id,
        address=account.address,
        token=account.token,
        webhook_secret=account.webhook_secret,
    )
    async with database.tenant(tenant_id) as session:
        session.add(row)
    return row.id
