"""May this be sent, now, by this sender, on this channel: one pure answer, asked at every send (F3, X19).

The order of the questions is the order of their weight. What can never be (blocked, opted out, suppressed) comes
before what cannot be for a while (account down, quiet hours, weekly cap), and what only a template may say is judged
between the two, so that nobody is told to come back at eight to be refused then.

All boundaries are half open and exact: a window of a day is open while `now < last + 24 h`, quiet hours begin at
21:00:00 and end at 08:00:00 of the person's own clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from backend.channels.enums import AccountStatus, ChannelKind
from backend.conversations.enums import Decision, Refusal, SenderKind

WINDOW: Final = timedelta(hours=24)
HUMAN_WINDOW: Final = timedelta(days=7)
WEEK: Final = timedelta(days=7)
WEEKLY_CAP: Final = 3
_UTC: Final = ZoneInfo("UTC")

WITH_WINDOW: Final = frozenset({ChannelKind.WHATSAPP, ChannelKind.INSTAGRAM, ChannelKind.MESSENGER})
_META_DIRECT: Final = frozenset({ChannelKind.INSTAGRAM, ChannelKind.MESSENGER})


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is followed up, on the person's own clock; the same twice is never."""

    begins: time = time(21)
    ends: time = time(8)

    def holds(self, local: time) -> bool:
        if self.begins > self.ends:
            return local >= self.begins or local < self.ends
        return self.begins <= local < self.ends


NIGHT: Final = Quiet()


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything the answer depends on.

    `last_inbound_at` is the person's last word on this channel. `opted_out_at` is when they wanted no more, and
    `confirmed` whether that was confirmed to them. `followed_up` are the moments of follow-ups they got lately.
    """

    channel: ChannelKind
    sender: SenderKind
    now: datetime
    last_inbound_at: datetime | None = None
    account: AccountStatus = AccountStatus.CONNECTED
    template: bool = False
    blocked: bool = False
    opted_out_at: datetime | None = None
    confirmed: bool = False
    suppressed: bool = False
    consented: bool = False
    zone: ZoneInfo = _UTC
    followed_up: Sequence[datetime] = ()
    weekly_cap: int = WEEKLY_CAP
    quiet: Quiet = NIGHT


@dataclass(frozen=True, slots=True)
class Verdict:
    """`retry_at` says when asking again is worth it; `closes_at` until when free words may be said."""

    decision: Decision
    refusal: Refusal | None = None
    retry_at: datetime | None = None
    human_agent_tag: bool = False
    closes_at: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.decision is Decision.ALLOWED


def decide(asked: Asked) -> Verdict:
    """The first objection, or that it may be sent."""
    if asked.channel is ChannelKind.WEB and asked.sender is not SenderKind.NURTURING:
        return Verdict(Decision.ALLOWED)  # whoever has the page open came by themselves
    closes_at = closes(asked.channel, asked.sender, asked.last_inbound_at)
    refusal = _never(asked) or _not_by_this_account(asked)
    if refusal:
        return Verdict(Decision.REFUSED, refusal, closes_at=closes_at)
    refusal = _window(asked)
    if refusal and not _template_may(asked):
        return Verdict(Decision.REFUSED, refusal, closes_at=closes_at)
    later = _later(asked)
    if later:
        reason, retry_at = later
        return Verdict(Decision.REFUSED, reason, retry_at, closes_at=closes_at)
    if refusal and not asked.template:
        return Verdict(Decision.NEEDS_TEMPLATE, refusal, closes_at=closes_at)
    return Verdict(Decision.ALLOWED, human_agent_tag=_tagged(asked), closes_at=closes_at)


def closes(channel: ChannelKind, sender: SenderKind, last_inbound_at: datetime | None) -> datetime | None:
    """When the window shuts for this sender; None where there is none, or where it never opened."""
    if channel not in WITH_WINDOW or last_inbound_at is None:
        return None
    longer = channel in _META_DIRECT and sender is SenderKind.HUMAN
    return last_inbound_at + (HUMAN_WINDOW if longer else WINDOW)


def _never(asked: Asked) -> Refusal | None:
    if asked.blocked:
        return Refusal.BLOCKED
    if asked.opted_out_at is not None and not _despite_opting_out(asked, asked.opted_out_at):
        return Refusal.OPTED_OUT
    if asked.sender is SenderKind.NURTURING:
        if asked.suppressed:
            return Refusal.SUPPRESSED
        if not asked.consented and asked.last_inbound_at is None:
            return Refusal.NO_CONSENT
    return None


def _despite_opting_out(asked: Asked, opted_out_at: datetime) -> bool:
    """A person answers what was written afterwards; the house confirms once."""
    if asked.sender is SenderKind.HUMAN:
        return asked.last_inbound_at is not None and asked.last_inbound_at > opted_out_at
    return asked.sender is SenderKind.SYSTEM and not asked.confirmed


def _not_by_this_account(asked: Asked) -> Refusal | None:
    """What the house answers by itself waits in the queue for a new token; people are told at once.

    A follow-up asks again another day. An account that was disconnected does not come back by itself.
    """
    if asked.channel is ChannelKind.WEB or asked.account is AccountStatus.CONNECTED:
        return None
    waits = asked.sender in {SenderKind.FLOW, SenderKind.AGENT, SenderKind.SYSTEM}
    return None if waits and asked.account is not AccountStatus.DISCONNECTED else Refusal.ACCOUNT_DOWN


def _window(asked: Asked) -> Refusal | None:
    if asked.channel is ChannelKind.WEB:
        return None
    if asked.last_inbound_at is None:
        return Refusal.NEVER_WROTE
    until = closes(asked.channel, asked.sender, asked.last_inbound_at)
    return Refusal.WINDOW_CLOSED if until is not None and asked.now >= until else None


def _template_may(asked: Asked) -> bool:
    """Outside its window WhatsApp carries approved templates, also to somebody who never wrote."""
    return asked.channel is ChannelKind.WHATSAPP


def _tagged(asked: Asked) -> bool:
    """Past the first day, within seven: only words of a person, marked as such."""
    if asked.channel not in _META_DIRECT or asked.last_inbound_at is None:
        return False
    return asked.sender is SenderKind.HUMAN and asked.now >= asked.last_inbound_at + WINDOW


def _later(asked: Asked) -> tuple[Refusal, datetime] | None:
    """Follow-ups disturb nobody at night and nobody too often."""
    if asked.sender is not SenderKind.NURTURING:
        return None
    recent = sorted(each for each in asked.followed_up if each > asked.now - WEEK)
    if len(recent) >= asked.weekly_cap:
        freed = recent[-asked.weekly_cap] + WEEK if asked.weekly_cap > 0 else asked.now + WEEK
        return Refusal.WEEKLY_CAP, awake(freed, asked.zone, asked.quiet)
    opens = awake(asked.now, asked.zone, asked.quiet)
    return (Refusal.QUIET_HOURS, opens) if opens > asked.now else None


def is_quiet(moment: datetime, zone: ZoneInfo, quiet: Quiet = NIGHT) -> bool:
    """21-08 on the person's own clock unless the business chose others, whatever the clock does that night."""
    return quiet.holds(moment.astimezone(zone).time())


def awake(moment: datetime, zone: ZoneInfo, quiet: Quiet = NIGHT) -> datetime:
    """This moment, or the end of quiet on the person's wall; in UTC, so that a change of clocks moves it."""
    if not is_quiet(moment, zone, quiet):
        return moment
    local = moment.astimezone(zone)
    day = local.date() if local.time() < quiet.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, quiet.ends, zone).astimezone(UTC)
