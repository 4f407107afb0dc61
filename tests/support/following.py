"""A business that follows up: accounts, people who wrote there, sequences that are on, and what went out."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update

from backend.channels.enums import ChannelKind, TemplateCategory, TemplateStatus
from backend.channels.models import ChannelAccount, ChannelTemplate
from backend.conversations import opting_out, starting
from backend.conversations.channel_models import ChannelIdentity, Delivery
from backend.conversations.enums import ConversationStatus
from backend.conversations.models import Conversation, Message, Turn
from backend.conversations.starting import Birth
from backend.core import clock, crypto
from backend.core.database.base import uuid7
from backend.core.database.session import Database, driver_connection
from backend.leads import stages
from backend.leads.enums import Stage
from backend.leads.models import Lead
from backend.nurturing import delivering, enrolling, handing_out, queries
from backend.nurturing.enums import FollowUpStatus, SequenceKind, Trigger
from backend.nurturing.models import Enrolment, FollowUp
from backend.nurturing.models import Sequence as SequenceRow
from backend.nurturing.schemas import Step
from tests.support.builders import found_business


def step(delay_hours: int = 0, text: str = "Hola {name}", **given: Any) -> Step:
    return Step.model_validate({"delay_hours": delay_hours, "texts": {"es": text}, **given})


@dataclass(frozen=True, slots=True)
class Shop:
    """One tenant; every method is a transaction of its own."""

    database: Database
    id: uuid.UUID

    async def account(self, kind: ChannelKind = ChannelKind.TELEGRAM, **given: Any) -> uuid.UUID:
        fields = {"name": kind.value, "external_id": secrets.token_hex(8), "token": "t", "webhook_secret": "s"}
        async with self.database.tenant(self.id) as session:
            account = ChannelAccount(id=uuid7(), kind=kind.value, **(fields | given))
            session.add(account)
        return account.id

    async def template(self, account_id: uuid.UUID, name: str = "hello", language: str = "es", **given: Any) -> None:
        fields = {"category": TemplateCategory.MARKETING, "status": TemplateStatus.APPROVED, "body": "Hola {{1}}"}
        async with self.database.tenant(self.id) as session:
            session.add(ChannelTemplate(account_id=account_id, name=name, language=language, **(fields | given)))

    async def lead(self, name: str = "Ana Puig", stage: Stage = Stage.ACTIVE, **given: Any) -> uuid.UUID:
        fields: dict[str, Any] = {"source": "whatsapp", "channel": "whatsapp", "utm": {}, "custom": {}}
        async with self.database.tenant(self.id) as session:
            placed = {"stage": stage.value, "stage_id": stages.default_id(self.id, stage)}
            lead = Lead(id=uuid7(), name=name, name_key=name.lower(), **(fields | placed | given))
            session.add(lead)
        return lead.id

    async def thread(
        self,
        account_id: uuid.UUID | None,
        kind: ChannelKind = ChannelKind.TELEGRAM,
        *,
        heard: datetime | None = None,
        lead_id: uuid.UUID | None = None,
        language: Any = "es",
        status: ConversationStatus = ConversationStatus.OPEN,
        user: str = "",
    ) -> uuid.UUID:
        """Somebody wrote there, when `heard` says, an hour ago else."""
        birth = Birth(
            id=uuid.uuid4(),
            origin=f"{kind}:{account_id}",
            status=status,
            language=language,
            language_settled=True,
            flow_version_id=None,
            page_url=None,
            referrer=None,
            utm={},
            channel=kind.value,
            account_id=account_id,
        )
        async with self.database.tenant(self.id) as session:
            await starting.insert(await driver_connection(session), birth)
            await session.execute(update(Conversation).where(Conversation.id == birth.id).values(lead_id=lead_id))
            if account_id:
                session.add(_identity(account_id, birth.id, user or secrets.token_hex(5)))
        await self.hears(birth.id, heard or clock.now())
        return birth.id

    async def hears(self, conversation_id: uuid.UUID, at: datetime) -> None:
        """The person writes; nobody announces it."""
        async with self.database.tenant(self.id) as session:
            conversation = await session.get(Conversation, conversation_id, with_for_update=True)
            assert conversation is not None
            conversation.turn += 1
            conversation.last_message_at = at
            if conversation.account_id:
                conversation.last_inbound_at = max(at, conversation.last_inbound_at or at)
            session.add(Turn(conversation_id=conversation_id, number=conversation.turn, status=conversation.status))
            place = {"conversation_id": conversation_id, "turn": conversation.turn, "position": 1}
            session.add(Message(**place, role="visitor", content="Hola", created_at=at))

    async def opts_out(self, conversation_id: uuid.UUID) -> None:
        async with self.database.tenant(self.id) as session:
            await opting_out.opt_out(session, conversation_id)

    async def moves(self, lead_id: uuid.UUID, stage: Stage) -> None:
        """The column changes; nobody announces it."""
        async with self.database.tenant(self.id) as session:
            placed = {"stage": stage.value, "stage_id": stages.default_id(self.id, stage)}
            await session.execute(update(Lead).where(Lead.id == lead_id).values(**placed))

    async def has(self, kind: SequenceKind, *steps: Step, active: bool = True, silence_days: int | None = None) -> None:
        async with self.database.tenant(self.id) as session:
            own = [each.model_dump(mode="json") for each in steps] or None
            row = SequenceRow(kind=kind.value, active=active, steps=own, silence_days=silence_days)
            await session.merge(await _placed(session, row))

    async def breaks(self, kind: SequenceKind) -> None:
        """Its steps cannot be read any more."""
        async with self.database.tenant(self.id) as session:
            broken = update(SequenceRow).where(SequenceRow.kind == kind.value).values(steps=[{"delay_hours": -1}])
            await session.execute(broken)

    async def enrol(
        self, kind: SequenceKind, conversation_id: uuid.UUID, trigger: Trigger = Trigger.INTENT
    ) -> uuid.UUID:
        async with self.database.tenant(self.id) as session:
            plan = await queries.get_plan(session, kind)
            person = await queries.get_person(session, conversation_id)
            made = await enrolling.enrol(session, plan, person, trigger=trigger)
            assert made is not None
            return made.id

    async def deliver_due(self) -> list[FollowUpStatus | None]:
        """What the clock and a worker do, one after the other."""
        due = select(FollowUp.id).where(FollowUp.status == FollowUpStatus.PENDING, FollowUp.scheduled_at <= clock.now())
        async with self.database.tenant(self.id) as session:
            ids = (await session.scalars(due.order_by(FollowUp.scheduled_at))).all()
        return [await self.deliver(each) for each in ids]

    async def deliver(self, follow_up_id: uuid.UUID) -> FollowUpStatus | None:
        async with self.database.tenant(self.id) as session:
            return await delivering.deliver(session, follow_up_id)

    async def said(self, conversation_id: uuid.UUID) -> list[str]:
        """By the house, oldest first."""
        query = select(Message.content).where(Message.conversation_id == conversation_id, Message.role == "bot")
        async with self.database.tenant(self.id) as session:
            return list(await session.scalars(query.order_by(Message.turn, Message.position)))

    async def follow_ups(self, enrolment_id: uuid.UUID | None = None) -> Sequence[FollowUp]:
        query = select(FollowUp).order_by(FollowUp.created_at, FollowUp.step)
        if enrolment_id:
            query = query.where(FollowUp.enrolment_id == enrolment_id)
        async with self.database.tenant(self.id) as session:
            return (await session.scalars(query)).all()

    async def enrolments(self) -> Sequence[Enrolment]:
        async with self.database.tenant(self.id) as session:
            return (await session.scalars(select(Enrolment).order_by(Enrolment.enrolled_at, Enrolment.id))).all()

    async def enrolment(self, enrolment_id: uuid.UUID) -> Enrolment:
        return next(each for each in await self.enrolments() if each.id == enrolment_id)

    async def deliveries(self) -> Sequence[Delivery]:
        async with self.database.tenant(self.id) as session:
            return (await session.scalars(select(Delivery).order_by(Delivery.created_at))).all()


async def open_shop(database: Database, **given: Any) -> Shop:
    return Shop(database, (await found_business(database, preset=None, **given)).id)


async def hand_out(database: Database) -> list[tuple[uuid.UUID, list[uuid.UUID]]]:
    async with database.platform() as session:
        return await handing_out.take_due(session)


async def in_queue(database: Database, task: str, tenant_id: uuid.UUID) -> int:
    query = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :task AND args ->> 'tenant_id' = :tenant")
    async with database.platform() as session:
        return await session.scalar(query, {"task": task, "tenant": str(tenant_id)}) or 0


def _identity(account_id: uuid.UUID, conversation_id: uuid.UUID, user: str) -> ChannelIdentity:
    return ChannelIdentity(
        account_id=account_id,
        conversation_id=conversation_id,
        key_index=crypto.cipher().blind_index(f"id:{user}"),
        kind="id",
        value=user,
    )


async def _placed(session: Any, row: SequenceRow) -> SequenceRow:  # Any: a tenant's session
    """With the key that the table would fill itself, so that a second one replaces it."""
    row.tenant_id = uuid.UUID(session.info["tenant"])
    return row


def daytime() -> str:
    """A time zone where it is early afternoon now: what runs by the true clock is not kept back by the night."""
    east = 13 - clock.now().hour
    return f"Etc/GMT{-east:+d}" if east else "Etc/GMT"
