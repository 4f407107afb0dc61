"""Accounts, templates and events in people's words (MSG-01, MSG-07)."""

from datetime import datetime, timedelta
from typing import Final

from backend.channels.account_schemas import AccountOut
from backend.channels.enums import AccountStatus, ChannelKind, PriceCategory, Responder, TemplateStatus
from backend.inbox.enums import EventState
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _, ngettext

ICONS: Final = {
    ChannelKind.WEB: ":material/language:",
    ChannelKind.WHATSAPP: ":material/chat:",
    ChannelKind.INSTAGRAM: ":material/photo_camera:",
    ChannelKind.MESSENGER: ":material/forum:",
    ChannelKind.TELEGRAM: ":material/send:",
}
COLOURS: Final = {
    ChannelKind.WEB: "gray",
    ChannelKind.WHATSAPP: "green",
    ChannelKind.INSTAGRAM: "violet",
    ChannelKind.MESSENGER: "blue",
    ChannelKind.TELEGRAM: "blue",
}
NEAR: Final = timedelta(days=14)


def status(value: AccountStatus) -> str:
    return {
        AccountStatus.CONNECTED: _("Connected"),
        AccountStatus.EXPIRED: _("Token expired"),
        AccountStatus.ERROR: _("Does not work"),
        AccountStatus.DISCONNECTED: _("Disconnected"),
    }[value]


def status_badge(value: AccountStatus) -> str:
    colour, icon = {
        AccountStatus.CONNECTED: ("green", "check_circle"),
        AccountStatus.EXPIRED: ("red", "key_off"),
        AccountStatus.ERROR: ("red", "error"),
        AccountStatus.DISCONNECTED: ("gray", "link_off"),
    }[value]
    return f":{colour}-badge[:material/{icon}: {status(value)}]"


def remedy(account: AccountOut) -> str:
    """What somebody must do about an account that wants a hand; nothing where all is well."""
    if account.status is AccountStatus.EXPIRED:
        return _("Its token is no longer accepted, so nothing comes in and nothing goes out. Give it a new token.")
    if account.status is AccountStatus.ERROR:
        return _("The platform refuses this account. Test it; if it stays so, look there for a block or an open bill.")
    if account.error:
        return _("The platform did not answer the last time we asked. Messages wait and are sent by themselves.")
    return ""


def token_end(account: AccountOut) -> str:
    """Until when the token is good, where it ends soon or has ended."""
    ends = account.token_expires_at
    if ends is None or ends - formatting.now() > NEAR:
        return ""
    days = (ends - formatting.now()).days
    if days < 0:
        return _("Its token ended on {day}. Give it a new one.").format(day=formatting.day_in_numbers(ends.date()))
    said = ngettext(
        "Its token ends in {count} day. Give it a new one before.",
        "Its token ends in {count} days. Give it a new one before.",
        days,
    )
    return said.format(count=days)


def quality(value: str) -> str:
    """What WhatsApp says of a number: who is blocked and reported too often may write to fewer people."""
    names = {"green": _("high"), "yellow": _("medium"), "red": _("low")}
    return names.get(value.lower(), "")


def responder(value: Responder) -> str:
    return {
        Responder.AGENT: _("The agent"),
        Responder.FLOW: _("The flow"),
        Responder.PEOPLE: _("Your team"),
    }[value]


def responder_meaning(value: Responder) -> str:
    return {
        Responder.AGENT: _("It answers from what you taught it, and calls you when it cannot."),
        Responder.FLOW: _("It asks the questions of your published flow, one after the other."),
        Responder.PEOPLE: _("Nobody answers by itself: every message waits for a person."),
    }[value]


def template_status(value: str) -> str:
    names = {
        TemplateStatus.APPROVED: _("Approved"),
        TemplateStatus.PENDING: _("Waiting for approval"),
        TemplateStatus.REJECTED: _("Rejected"),
        TemplateStatus.PAUSED: _("Paused by WhatsApp"),
    }
    return names.get(TemplateStatus(value), value) if value in set(TemplateStatus) else value


def template_colour(value: str) -> str:
    colours = {"approved": "green", "pending": "orange", "rejected": "red"}
    return colours.get(value, "gray")


def category(value: str) -> str:
    names = {
        PriceCategory.MARKETING: _("Marketing"),
        PriceCategory.UTILITY: _("Service"),
        PriceCategory.AUTHENTICATION: _("Sign-in codes"),
        PriceCategory.AUTHENTICATION_INTERNATIONAL: _("Sign-in codes from abroad"),
        PriceCategory.SERVICE: _("Replies without a template"),
    }
    return names.get(PriceCategory(value), value) if value in set(PriceCategory) else value


def event_state(value: EventState) -> str:
    return {
        EventState.WAITING: _("Waiting"),
        EventState.DONE: _("Handled"),
        EventState.IGNORED: _("Left alone"),
        EventState.DEAD: _("Failed"),
    }[value]


EVENT_COLOURS: Final = {
    EventState.WAITING: "orange",
    EventState.DONE: "green",
    EventState.IGNORED: "gray",
    EventState.DEAD: "red",
}


def when(at: datetime | None) -> str:
    return formatting.moment(at) if at else _("never")
