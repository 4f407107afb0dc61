"""May this be sent: the policy as a table, and what must hold for whatever is asked (F3, X19, NUR-01)."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.channels.enums import AccountStatus, ChannelKind
from backend.conversations.enums import Decision, Refusal, SenderKind
from backend.conversations.policy import Asked, Quiet, Verdict, awake, decide, is_quiet

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(hours=24)
WEEK = timedelta(days=7)
MADRID, SANTIAGO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Santiago")
WHATSAPP, INSTAGRAM, MESSENGER, TELEGRAM, WEB = (
    ChannelKind.WHATSAPP,
    ChannelKind.INSTAGRAM,
    ChannelKind.MESSENGER,
    ChannelKind.TELEGRAM,
    ChannelKind.WEB,
)
FLOW, AGENT, HUMAN, NURTURING, SYSTEM = (
    SenderKind.FLOW,
    SenderKind.AGENT,
    SenderKind.HUMAN,
    SenderKind.NURTURING,
    SenderKind.SYSTEM,
)
ALLOWED = (Decision.ALLOWED, None)
TEMPLATE = (Decision.NEEDS_TEMPLATE, Refusal.WINDOW_CLOSED)
CLOSED = (Decision.REFUSED, Refusal.WINDOW_CLOSED)
NEVER_WROTE = (Decision.REFUSED, Refusal.NEVER_WROTE)

# (channel, sender, how long ago the person wrote, what is said to that)
WINDOWS = [
    (WHATSAPP, FLOW, timedelta(0), ALLOWED),
    (WHATSAPP, AGENT, DAY - SECOND, ALLOWED),
    (WHATSAPP, AGENT, DAY, TEMPLATE),
    (WHATSAPP, HUMAN, DAY - SECOND, ALLOWED),
    (WHATSAPP, HUMAN, DAY, TEMPLATE),
    (WHATSAPP, NURTURING, DAY, TEMPLATE),
    (WHATSAPP, HUMAN, None, (Decision.NEEDS_TEMPLATE, Refusal.NEVER_WROTE)),
    (WHATSAPP, NURTURING, None, (Decision.REFUSED, Refusal.NO_CONSENT)),
    *(
        row
        for meta in (INSTAGRAM, MESSENGER)
        for row in (
            (meta, AGENT, DAY - SECOND, ALLOWED),
            (meta, AGENT, DAY, CLOSED),
            (meta, NURTURING, DAY, CLOSED),
            (meta, SYSTEM, DAY, CLOSED),
            (meta, HUMAN, DAY, ALLOWED),
            (meta, HUMAN, WEEK - SECOND, ALLOWED),
            (meta, HUMAN, WEEK, CLOSED),
            (meta, HUMAN, None, NEVER_WROTE),
        )
    ),
    (TELEGRAM, AGENT, timedelta(days=900), ALLOWED),
    (TELEGRAM, NURTURING, timedelta(days=900), ALLOWED),
    (TELEGRAM, HUMAN, None, NEVER_WROTE),
    (WEB, FLOW, None, ALLOWED),
    (WEB, HUMAN, timedelta(days=900), ALLOWED),
]


def ago(length: timedelta | None) -> datetime | None:
    return None if length is None else NOON - length


def said(verdict: Verdict) -> tuple[Decision, Refusal | None]:
    return verdict.decision, verdict.refusal


@pytest.mark.parametrize(("channel", "sender", "length", "expected"), WINDOWS)
def test_windows_to_the_second(
    channel: ChannelKind,
    sender: SenderKind,
    length: timedelta | None,
    expected: tuple[Decision, Refusal | None],
) -> None:
    assert said(decide(Asked(channel, sender, NOON, ago(length)))) == expected


@pytest.mark.parametrize(("length", "tagged"), [(DAY - SECOND, False), (DAY, True), (WEEK - SECOND, True)])
def test_past_a_day_a_persons_words_carry_the_human_agent_tag(length: timedelta, tagged: bool) -> None:
    """F3."""
    assert decide(Asked(INSTAGRAM, HUMAN, NOON, ago(length))).human_agent_tag is tagged
    assert not decide(Asked(WHATSAPP, HUMAN, NOON, ago(length), template=True)).human_agent_tag


def test_a_template_goes_past_whatsapps_window_and_nowhere_else() -> None:
    assert decide(Asked(WHATSAPP, HUMAN, NOON, template=True)).allowed
    assert decide(Asked(WHATSAPP, NURTURING, NOON, ago(WEEK), template=True)).allowed
    assert decide(Asked(WHATSAPP, NURTURING, NOON, consented=True, template=True)).allowed
    assert said(decide(Asked(INSTAGRAM, AGENT, NOON, ago(DAY), template=True))) == CLOSED


@pytest.mark.parametrize(
    ("sender", "wrote", "confirmed", "allowed"),
    [
        (HUMAN, NOON - 2 * SECOND, False, False),
        (HUMAN, NOON - SECOND, False, False),
        (HUMAN, NOON, False, True),
        (AGENT, NOON, False, False),
        (FLOW, NOON, False, False),
        (NURTURING, NOON, False, False),
        (SYSTEM, NOON - SECOND, False, True),
        (SYSTEM, NOON - SECOND, True, False),
    ],
)
def test_after_opting_out_people_answer_and_the_house_confirms_once(
    sender: SenderKind, wrote: datetime, confirmed: bool, allowed: bool
) -> None:
    asked = Asked(WHATSAPP, sender, NOON, wrote, opted_out_at=NOON - SECOND, confirmed=confirmed, template=True)
    assert decide(asked).allowed is allowed


@pytest.mark.parametrize(
    ("account", "sender", "refused"),
    [
        *((AccountStatus.CONNECTED, each, False) for each in SenderKind),
        *(
            (down, sender, sender in {HUMAN, NURTURING})
            for down in (AccountStatus.EXPIRED, AccountStatus.ERROR)
            for sender in SenderKind
        ),
        *((AccountStatus.DISCONNECTED, each, True) for each in SenderKind),
    ],
)
def test_an_account_that_is_down(account: AccountStatus, sender: SenderKind, refused: bool) -> None:
    """People are told at once; what the house says by itself waits for a new token."""
    verdict = decide(Asked(WHATSAPP, sender, NOON, NOON, account))
    assert (verdict.refusal is Refusal.ACCOUNT_DOWN) is refused
    assert decide(Asked(WEB, sender, NOON, NOON, account)).allowed


@pytest.mark.parametrize("sender", SenderKind)
def test_on_a_page_whoever_asks_is_answered_and_follow_ups_stay_out(sender: SenderKind) -> None:
    asked = Asked(WEB, sender, NOON, NOON, opted_out_at=NOON)
    assert decide(asked).allowed is (sender is not NURTURING)


def test_who_blocked_us_gets_nothing() -> None:
    assert said(decide(Asked(TELEGRAM, HUMAN, NOON, NOON, blocked=True))) == (Decision.REFUSED, Refusal.BLOCKED)


def test_a_suppressed_person_is_not_followed_up_but_answered() -> None:
    asked = Asked(TELEGRAM, NURTURING, NOON, NOON, suppressed=True)
    assert said(decide(asked)) == (Decision.REFUSED, Refusal.SUPPRESSED)
    assert decide(replace(asked, sender=AGENT)).allowed


# (moment on the person's wall, its zone, when follow-ups may go out again)
QUIET = [
    ("2026-11-21T20:59:59", MADRID, None),
    ("2026-11-21T21:00:00", MADRID, "2026-11-22T08:00:00"),
    ("2026-11-22T07:59:59", MADRID, "2026-11-22T08:00:00"),
    ("2026-11-22T08:00:00", MADRID, None),
    # The night in which Madrid's clocks go back, and the one in which they go forward.
    ("2026-10-24T23:00:00", MADRID, "2026-10-25T08:00:00"),
    ("2026-03-28T23:00:00", MADRID, "2026-03-29T08:00:00"),
    # Santiago skips midnight on the first Sunday of September (F9), and repeats an hour in April.
    ("2026-09-05T23:59:59", SANTIAGO, "2026-09-06T08:00:00"),
    ("2026-09-06T01:00:00", SANTIAGO, "2026-09-06T08:00:00"),
    ("2026-04-04T22:30:00", SANTIAGO, "2026-04-05T08:00:00"),
]


@pytest.mark.parametrize(("wall", "zone", "expected"), QUIET)
def test_quiet_hours_on_the_persons_wall(wall: str, zone: ZoneInfo, expected: str | None) -> None:
    now = datetime.fromisoformat(wall).replace(tzinfo=zone).astimezone(UTC)
    verdict = decide(Asked(TELEGRAM, NURTURING, now, now, zone=zone))
    opens = expected and datetime.fromisoformat(expected).replace(tzinfo=zone).astimezone(UTC)
    assert (verdict.refusal, verdict.retry_at) == ((Refusal.QUIET_HOURS, opens) if opens else (None, None))
    assert decide(Asked(TELEGRAM, HUMAN, now, now, zone=zone)).allowed


def test_three_follow_ups_a_week_and_the_fourth_when_the_first_is_a_week_old() -> None:
    got = [NOON - timedelta(days=each) for each in (6, 4, 2)]
    verdict = decide(Asked(TELEGRAM, NURTURING, NOON, NOON, followed_up=got))
    assert (verdict.refusal, verdict.retry_at) == (Refusal.WEEKLY_CAP, got[0] + WEEK)
    assert decide(Asked(TELEGRAM, NURTURING, got[0] + WEEK, NOON, followed_up=got)).allowed
    assert decide(Asked(TELEGRAM, NURTURING, NOON, NOON, followed_up=got[:2])).allowed


def test_when_the_cap_frees_up_at_night_the_morning_is_waited_for() -> None:
    late = NOON.replace(hour=22)
    got = [late - timedelta(days=6), late - timedelta(days=5), late - timedelta(days=4)]
    verdict = decide(Asked(TELEGRAM, NURTURING, NOON, NOON, followed_up=got))
    assert verdict.retry_at == datetime(2026, 11, 23, 8, tzinfo=UTC)


ZONES = some.sampled_from(
    [MADRID, SANTIAGO, *map(ZoneInfo, ("America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"))]
)
MOMENTS = some.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=some.just(UTC))
SINCE = some.none() | some.timedeltas(timedelta(0), timedelta(days=30))


@some.composite
def questions(draw: some.DrawFn) -> Asked:
    now = draw(MOMENTS)
    wrote, opted_out = draw(SINCE), draw(SINCE)
    return Asked(
        channel=draw(some.sampled_from(ChannelKind)),
        sender=draw(some.sampled_from(SenderKind)),
        now=now,
        last_inbound_at=None if wrote is None else now - wrote,
        account=draw(some.sampled_from(AccountStatus)),
        template=draw(some.booleans()),
        blocked=draw(some.booleans()),
        opted_out_at=None if opted_out is None else now - opted_out,
        confirmed=draw(some.booleans()),
        suppressed=draw(some.booleans()),
        consented=draw(some.booleans()),
        zone=draw(ZONES),
        followed_up=[now - each for each in draw(some.lists(some.timedeltas(timedelta(0), WEEK), max_size=5))],
        weekly_cap=draw(some.integers(0, 4)),
    )


@given(questions(), some.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_later_word_of_the_person_never_closes_a_door(asked: Asked, later: timedelta) -> None:
    """Monotone in the last inbound message."""
    wrote = asked.last_inbound_at or asked.now - timedelta(days=60)
    newer = replace(asked, last_inbound_at=min(wrote + later, asked.now))
    rank = {Decision.REFUSED: 0, Decision.NEEDS_TEMPLATE: 1, Decision.ALLOWED: 2}
    assert rank[decide(newer).decision] >= rank[decide(asked).decision]


@given(questions())
def test_who_opted_out_hears_only_a_persons_answer_or_the_one_confirmation(asked: Asked) -> None:
    verdict = decide(asked)
    if asked.opted_out_at is None or verdict.decision is Decision.REFUSED:
        return
    if asked.channel is WEB and asked.sender is not NURTURING:
        return  # they have the page open
    answered = asked.last_inbound_at is not None and asked.last_inbound_at > asked.opted_out_at
    assert (asked.sender is HUMAN and answered) or (asked.sender is SYSTEM and not asked.confirmed)


@given(questions())
def test_coming_back_when_told_is_never_at_night_and_worth_it(asked: Asked) -> None:
    verdict = decide(asked)
    if verdict.retry_at is None:
        return
    assert verdict.retry_at > asked.now
    assert not is_quiet(verdict.retry_at, asked.zone)
    again = decide(replace(asked, now=verdict.retry_at))
    assert again.refusal is not Refusal.QUIET_HOURS
    assert asked.weekly_cap == 0 or again.refusal is not Refusal.WEEKLY_CAP


@given(questions())
def test_what_is_allowed_has_no_objection_and_what_is_not_has_one(asked: Asked) -> None:
    verdict = decide(asked)
    assert verdict.allowed is (verdict.refusal is None)
    if asked.blocked and asked.channel is not WEB:
        assert verdict.refusal is Refusal.BLOCKED
    if verdict.human_agent_tag:
        assert asked.sender is HUMAN


@given(MOMENTS, ZONES)
def test_the_next_opening_is_the_first(moment: datetime, zone: ZoneInfo) -> None:
    opens = awake(moment, zone)
    assert not is_quiet(opens, zone)
    if opens > moment:
        assert is_quiet(opens - SECOND, zone)
        assert opens - moment <= timedelta(hours=12)


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "quiet"),
    [(21, 8, 20, False), (21, 8, 21, True), (21, 8, 8, False), (1, 6, 0, False), (1, 6, 1, True), (1, 6, 6, False)],
)
def test_a_business_chooses_its_own_quiet_hours(begins: int, ends: int, hour: int, quiet: bool) -> None:
    chosen = Quiet(time(begins), time(ends))
    moment = datetime(2026, 11, 21, hour, tzinfo=UTC)
    assert is_quiet(moment, ZoneInfo("UTC"), chosen) is quiet
    assert not is_quiet(awake(moment, ZoneInfo("UTC"), chosen), ZoneInfo("UTC"), chosen)


def test_the_same_hour_twice_is_never_quiet() -> None:
    for hour in range(24):
        moment = datetime(2026, 11, 21, hour, tzinfo=UTC)
        assert not is_quiet(moment, ZoneInfo("UTC"), Quiet(time(8), time(8)))
