"""Sequences, who is in them and why something is not sent, in people's words (NUR-05)."""

from typing import Final

from backend.conversations.enums import Refusal
from backend.nurturing.enums import Condition, EnrolmentState, SequenceKind, StopReason, Trigger
from streamlit_app.kit.i18n import _, ngettext

ICONS: Final = {
    SequenceKind.INTEREST_COLD: ":material/ac_unit:",
    SequenceKind.OBJECTION_PRICE: ":material/sell:",
    SequenceKind.OBJECTION_TIME: ":material/schedule:",
    SequenceKind.OBJECTION_DOUBT: ":material/help:",
    SequenceKind.OBJECTION_LATER: ":material/event_upcoming:",
    SequenceKind.ABANDONED: ":material/directions_walk:",
    SequenceKind.RE_ENGAGEMENT: ":material/waving_hand:",
    SequenceKind.POST_PURCHASE: ":material/redeem:",
}


def name(value: SequenceKind) -> str:
    return {
        SequenceKind.INTEREST_COLD: _("Interest that cooled"),
        SequenceKind.OBJECTION_PRICE: _("“It is too expensive”"),
        SequenceKind.OBJECTION_TIME: _("“I have no time”"),
        SequenceKind.OBJECTION_DOUBT: _("“I am not sure”"),
        SequenceKind.OBJECTION_LATER: _("“Later”"),
        SequenceKind.ABANDONED: _("Left half-way"),
        SequenceKind.RE_ENGAGEMENT: _("Long silence"),
        SequenceKind.POST_PURCHASE: _("After the purchase"),
    }[value]


def meaning(value: SequenceKind) -> str:
    """When somebody comes into it."""
    return {
        SequenceKind.INTEREST_COLD: _("Showed some interest, and then nothing."),
        SequenceKind.OBJECTION_PRICE: _("Said that the price is the problem."),
        SequenceKind.OBJECTION_TIME: _("Said that there is no time for it now."),
        SequenceKind.OBJECTION_DOUBT: _("Wants to think it over, or is not convinced."),
        SequenceKind.OBJECTION_LATER: _("Asked to be written to at another time."),
        SequenceKind.ABANDONED: _("Wanted to buy and stopped half-way."),
        SequenceKind.RE_ENGAGEMENT: _("Has not said a word for a good while."),
        SequenceKind.POST_PURCHASE: _("Has become a customer: thanks, and how it goes."),
    }[value]


def delay(hours: int) -> str:
    if not hours:
        return _("at once")
    if hours % 24 == 0 and hours > 72:
        return ngettext("{count} day", "{count} days", hours // 24).format(count=hours // 24)
    return _("{count} h").format(count=hours)


def condition(value: Condition) -> str:
    return {
        Condition.ALWAYS: _("Always"),
        Condition.WITH_LEAD: _("Only if we know who it is"),
        Condition.WITH_PRODUCT: _("Only if a product was talked about"),
        Condition.WARM: _("Only if the lead is at least warm"),
        Condition.UNASSIGNED: _("Only if no colleague looks after them"),
    }[value]


def trigger(value: Trigger) -> str:
    return {
        Trigger.INTENT: _("for what they said"),
        Trigger.SILENCE: _("for their silence"),
        Trigger.PURCHASE: _("for their purchase"),
        Trigger.HAND: _("added by hand"),
    }[value]


def state(value: EnrolmentState) -> str:
    return {
        EnrolmentState.ACTIVE: _("Under way"),
        EnrolmentState.COMPLETED: _("Completed"),
        EnrolmentState.STOPPED: _("Stopped"),
    }[value]


STATE_COLOURS: Final = {
    EnrolmentState.ACTIVE: "blue",
    EnrolmentState.COMPLETED: "gray",
    EnrolmentState.STOPPED: "gray",
}


def stopped(value: StopReason) -> str:
    return {
        StopReason.REPLIED: _("they replied"),
        StopReason.STAGE_CHANGED: _("their stage changed"),
        StopReason.OPTED_OUT: _("they asked for no more messages"),
        StopReason.CANCELLED: _("somebody took them out"),
        StopReason.SUPERSEDED: _("another sequence took over"),
        StopReason.SWITCHED_OFF: _("the sequence was switched off"),
        StopReason.LEAD_GONE: _("the lead was deleted"),
        StopReason.FAILED: _("nothing could be delivered"),
    }[value]


def refusal(value: Refusal) -> str:
    """Why it would not go out just now."""
    return {
        Refusal.WINDOW_CLOSED: _("the platform's time to answer freely is over, and the step has no template"),
        Refusal.OPTED_OUT: _("this person asked for no more messages"),
        Refusal.SUPPRESSED: _("this person stands in your never-write list"),
        Refusal.NO_CONSENT: _("this person has not agreed to such messages"),
        Refusal.QUIET_HOURS: _("it is night where this person is"),
        Refusal.WEEKLY_CAP: _("this person got as many follow-ups this week as you allow"),
        Refusal.NEVER_WROTE: _("this person has never written to you there"),
        Refusal.BLOCKED: _("this person has blocked you"),
        Refusal.ACCOUNT_DOWN: _("the account does not work"),
    }[value]
