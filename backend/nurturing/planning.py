"""When the next word is due, who it is not for, and which way it goes. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backend.channels.enums import ChannelKind
from backend.conversations.enums import ConversationStatus, Refusal
from backend.leads.enums import Stage, Temperature
from backend.nurturing.enums import Condition, SequenceKind, StopReason

# NUR-02. `interest_strong` is for those who did not complete: whoever buys is a customer and out of it.
SEQUENCE_OF: Final[Mapping[str, SequenceKind]] = {
    "interest_soft": SequenceKind.INTEREST_COLD,
    "interest_strong": SequenceKind.ABANDONED,
    "objection_price": SequenceKind.OBJECTION_PRICE,
    "objection_time": SequenceKind.OBJECTION_TIME,
    "objection_doubt": SequenceKind.OBJECTION_DOUBT,
    "objection_later": SequenceKind.OBJECTION_LATER,
}
SILENCE_DAYS: Final = 14  # X19
# Whoever fell silent long before the sequence was switched on is not woken by the switch.
SILENCE_WINDOW: Final = timedelta(days=7)
# A step that may not be sent for this long is old news; a weekly cap alone may take seven days of it.
PATIENCE: Final = timedelta(days=10)
# A colleague who spoke a moment ago is not interrupted.
TALK: Final = timedelta(hours=24)
# A sale so long after the last word was not its doing.
ATTRIBUTION: Final = timedelta(days=30)
REPLY_WINDOW: Final = timedelta(days=14)
WINDOW_GRACE: Final = timedelta(hours=1)
WINDOW_MARGIN: Final = timedelta(minutes=10)
# An account that is down says not when it comes back.
ASK_AGAIN: Final = timedelta(hours=1)

# What time heals; everything else is another channel's turn, or nobody's.
PASSING: Final = frozenset({Refusal.QUIET_HOURS, Refusal.WEEKLY_CAP, Refusal.ACCOUNT_DOWN})
FINAL: Final = frozenset({Refusal.OPTED_OUT, Refusal.SUPPRESSED})
_WARM: Final = frozenset(set(Temperature) - {Temperature.COLD})


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation with the person; one without account is a web page that was closed."""

    id: uuid.UUID
    channel: ChannelKind
    account_id: uuid.UUID | None
    language: str
    status: ConversationStatus
    heard_at: datetime | None
    last_message_at: datetime
    returns_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions ask about."""

    lead: bool
    product: bool
    temperature: str | None
    assigned: bool


def due_at(
    enrolled_at: datetime,
    delay_hours: int,
    *,
    now: datetime,
    before: int | None = None,
    closes_at: datetime | None = None,
) -> datetime:
    """Counted from the enrolment; where the step before (`before` hours) came late, half their distance is kept.

    A channel's window of a day is shut when a step of 24 hours is due: it is then said a little before that.
    """
    planned = enrolled_at + timedelta(hours=delay_hours)
    if before is not None:
        planned = max(planned, now + timedelta(hours=delay_hours - before) / 2)
    if closes_at and closes_at <= planned < closes_at + WINDOW_GRACE:
        return max(now, closes_at - WINDOW_MARGIN)
    return planned


def holds(condition: Condition, facts: Facts) -> bool:
    match condition:
        case Condition.ALWAYS:
            return True
        case Condition.WITH_LEAD:
            return facts.lead
        case Condition.WITH_PRODUCT:
            return facts.product
        case Condition.WARM:
            return facts.temperature in _WARM
        case Condition.UNASSIGNED:
            return not facts.assigned


def fits(kind: SequenceKind, stage: str | None) -> bool:
    """Customers are thanked and nobody else is; the lost are left alone."""
    if kind is SequenceKind.POST_PURCHASE:
        return stage == Stage.CUSTOMER
    return stage not in (Stage.CUSTOMER, Stage.LOST)


def stops(
    kind: SequenceKind,
    *,
    active: bool,
    lead_gone: bool,
    stage: str | None,
    heard_at: datetime | None,
    known_until: datetime,
) -> StopReason | None:
    """Why nothing more is said; `known_until` is the last word that the enrolment knew of."""
    if lead_gone:
        return StopReason.LEAD_GONE
    if heard_at is not None and heard_at > known_until:
        return StopReason.REPLIED
    if not fits(kind, stage):
        return StopReason.STAGE_CHANGED
    return None if active else StopReason.SWITCHED_OFF


def held_until(threads: Sequence[Thread], now: datetime) -> datetime | None:
    """While a colleague talks with the person, or has paused the bot, no sequence speaks."""
    waits: list[datetime] = []
    for each in threads:
        if each.status is ConversationStatus.HUMAN and each.last_message_at + TALK > now:
            waits.append(each.last_message_at + TALK)
        elif each.status is ConversationStatus.PAUSED:
            waits.append(each.returns_at if each.returns_at and each.returns_at > now else now + TALK)
    return max(waits, default=None)


def later(scheduled: datetime, due: datetime) -> bool:
    """Whether it is still worth waiting for that moment."""
    return scheduled < due + PATIENCE


def ways(threads: Sequence[Thread], order: Sequence[ChannelKind], own: uuid.UUID) -> list[Thread]:
    """Where it could be said, best first. An order leaves out the channels it does not name."""
    open_ways = [each for each in threads if each.account_id and (not order or each.channel in order)]

    def rank(each: Thread) -> tuple[int, bool, float]:
        heard = each.heard_at.timestamp() if each.heard_at else 0.0
        return (order.index(each.channel) if order else 0, each.id != own, -heard)

    return sorted(open_ways, key=rank)
