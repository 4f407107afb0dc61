"""When the next word is due, and who it is not for: tables (NUR-01, NUR-02, X19)."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.channels.enums import ChannelKind
from backend.conversations.enums import ConversationStatus
from backend.nurturing import planning
from backend.nurturing.enums import Condition, SequenceKind, StopReason
from backend.nurturing.planning import Facts, Thread

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def thread(**given: Any) -> Thread:
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "channel": ChannelKind.TELEGRAM,
        "account_id": uuid.uuid4(),
        "language": "es",
        "status": ConversationStatus.OPEN,
        "heard_at": NOON,
        "last_message_at": NOON,
        "returns_at": None,
    }
    return Thread(**(fields | given))


@pytest.mark.parametrize(
    ("delay", "before", "now", "closes_at", "expected"),
    [
        pytest.param(24, None, NOON, None, NOON + 24 * HOUR, id="from the enrolment"),
        pytest.param(0, None, NOON, None, NOON, id="at once"),
        pytest.param(72, 24, NOON + 24 * HOUR, None, NOON + 72 * HOUR, id="not from the step before"),
        pytest.param(72, 24, NOON + 60 * HOUR, None, NOON + 84 * HOUR, id="a late step keeps half the distance"),
        pytest.param(24, None, NOON, NOON + 24 * HOUR, NOON + 23 * HOUR + 50 * HOUR / 60, id="before the window shuts"),
        pytest.param(48, None, NOON, NOON + 24 * HOUR, NOON + 48 * HOUR, id="a window long shut changes nothing"),
        pytest.param(1, None, NOON, NOON + 24 * HOUR, NOON + HOUR, id="an open window neither"),
    ],
)
def test_when_a_step_is_due(
    delay: int, before: int | None, now: datetime, closes_at: datetime | None, expected: datetime
) -> None:
    assert planning.due_at(NOON, delay, before=before, now=now, closes_at=closes_at) == expected


@pytest.mark.parametrize("kind", SequenceKind)
@pytest.mark.parametrize("stage", [None, "new", "active", "hot", "customer", "lost"])
def test_customers_are_thanked_and_the_lost_left_alone(kind: SequenceKind, stage: str | None) -> None:
    thanks = kind is SequenceKind.POST_PURCHASE
    assert planning.fits(kind, stage) == (stage == "customer" if thanks else stage not in ("customer", "lost"))


STANDS: dict[str, Any] = {
    "active": True,
    "lead_gone": False,
    "stage": "active",
    "heard_at": NOON,
    "known_until": NOON,
}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"heard_at": None}, None),
        ({"heard_at": NOON + HOUR}, StopReason.REPLIED),
        ({"heard_at": NOON + HOUR, "stage": "customer"}, StopReason.REPLIED),
        ({"stage": "customer"}, StopReason.STAGE_CHANGED),
        ({"stage": "lost"}, StopReason.STAGE_CHANGED),
        ({"lead_gone": True}, StopReason.LEAD_GONE),
        ({"active": False}, StopReason.SWITCHED_OFF),
    ],
)
def test_why_nothing_more_is_said(changed: dict[str, Any], reason: StopReason | None) -> None:
    assert planning.stops(SequenceKind.ABANDONED, **(STANDS | changed)) is reason


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        (Condition.ALWAYS, Facts(False, False, None, True), True),
        (Condition.WITH_LEAD, Facts(True, False, None, False), True),
        (Condition.WITH_LEAD, Facts(False, False, None, False), False),
        (Condition.WITH_PRODUCT, Facts(True, True, None, False), True),
        (Condition.WITH_PRODUCT, Facts(True, False, None, False), False),
        (Condition.WARM, Facts(True, False, "cold", False), False),
        (Condition.WARM, Facts(True, False, "warm", False), True),
        (Condition.WARM, Facts(True, False, "premium", False), True),
        (Condition.WARM, Facts(False, False, None, False), False),
        (Condition.UNASSIGNED, Facts(True, False, None, True), False),
        (Condition.UNASSIGNED, Facts(True, False, None, False), True),
    ],
)
def test_conditions(condition: Condition, facts: Facts, holds: bool) -> None:
    assert planning.holds(condition, facts) is holds


@pytest.mark.parametrize(
    ("state", "until"),
    [
        ({}, None),
        ({"status": ConversationStatus.HUMAN}, NOON + 24 * HOUR),
        ({"status": ConversationStatus.HUMAN, "last_message_at": NOON - 24 * HOUR}, None),
        ({"status": ConversationStatus.PAUSED}, NOON + 24 * HOUR),
        ({"status": ConversationStatus.PAUSED, "returns_at": NOON + HOUR}, NOON + HOUR),
        ({"status": ConversationStatus.ENDED}, None),
    ],
)
def test_a_colleague_who_talks_is_not_interrupted(state: dict[str, Any], until: datetime | None) -> None:
    assert planning.held_until([thread(), thread(**state)], NOON) == until


def test_the_own_channel_comes_first_then_the_one_heard_last() -> None:
    own = thread(heard_at=NOON - 3 * HOUR)
    older, newer = thread(heard_at=NOON - 2 * HOUR), thread(heard_at=NOON - HOUR)
    web = thread(channel=ChannelKind.WEB, account_id=None)
    assert planning.ways([older, web, own, newer], [], own.id) == [own, newer, older]


def test_an_order_of_channels_is_kept_and_leaves_out_the_rest() -> None:
    own = thread(channel=ChannelKind.TELEGRAM)
    whatsapp, instagram = thread(channel=ChannelKind.WHATSAPP), thread(channel=ChannelKind.INSTAGRAM)
    order = [ChannelKind.WHATSAPP, ChannelKind.TELEGRAM]
    assert planning.ways([own, instagram, whatsapp], order, own.id) == [whatsapp, own]
