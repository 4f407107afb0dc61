"""Everything about a lead in one list: what was said, written, done and changed (CRM-12)."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from backend.conversations.activity_schemas import ActivityOut
from backend.conversations.enums import MessageRole
from backend.leads.enums import ContactState, EventKind, Source, Stage, Temperature
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.history import Line, history
from streamlit_app.screens import people

REFRESH_SECONDS: Final = 5
PAGE: Final = 40
MOST: Final = 200
_LIMIT: Final = "activity_limit"
_TONES: Final[Mapping[str, str]] = {
    EventKind.CREATED: "green",
    EventKind.CAPTURED: "green",
    EventKind.RESTORED: "green",
    EventKind.STAGE_CHANGED: "violet",
    EventKind.TEMPERATURE_CHANGED: "orange",
    EventKind.NOTE_ADDED: "yellow",
    EventKind.NOTE_EDITED: "yellow",
    EventKind.TASK_ADDED: "blue",
    EventKind.TASK_COMPLETED: "green",
    EventKind.MERGED: "violet",
    EventKind.UNMERGED: "violet",
    EventKind.POSSIBLE_DUPLICATE: "orange",
    EventKind.DELETED: "red",
    "message": "blue",
}


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def show(api: Api, lead_id: uuid.UUID) -> None:
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.leads.activity(lead_id, limit=limit)
    if not page.items:
        st.caption(_("Nothing has happened yet."))
        return
    team = people.names(api)
    names = {str(stage.id): stage.name for each in api.pipelines.list() for stage in each.stages}
    names |= {str(each.id): each.name for each in api.niches.list()} | {str(each): name for each, name in team.items()}
    history(list(_lines(page.items, team, names)), label=_("Activity"), key=f"history-{lead_id}")
    if page.next_cursor and limit < MOST:
        st.button(_("Show more"), on_click=_more, key="activity-more", type="tertiary", width="stretch")


def _more() -> None:
    st.session_state[_LIMIT] = min(st.session_state.get(_LIMIT, PAGE) + PAGE, MOST)


def _lines(found: list[ActivityOut], team: Mapping[uuid.UUID, str], names: Mapping[str, str]) -> Iterator[Line]:
    day: date | None = None
    for each in found:
        here = each.at.astimezone(formatting.zone()).date()
        if here != day:
            day = here
            yield Line(day=formatting.day_in_full(here).capitalize())
        yield _line(each, team, names)


def _line(each: ActivityOut, team: Mapping[uuid.UUID, str], names: Mapping[str, str]) -> Line:
    who = team.get(each.actor_id, _("Former member")) if each.actor_id else ""
    if each.kind == "message":
        role = str(each.data.get("role", ""))
        said = each.text or (_("sent a file") if each.data.get("files") else "")
        return Line(
            what=_spoke(role, who),
            at=formatting.clock(each.at),
            said=said,
            tone=_TONES["message"],
            mine=role == MessageRole.AGENT,
        )
    return Line(
        what=_happened(each) + _change(each.kind, each.data, names),
        who=who,
        at=formatting.clock(each.at),
        said=each.text or "",
        tone=_TONES.get(each.kind, "gray"),
    )


def _happened(each: ActivityOut) -> str:
    """A lead that a file, a search or a program brought was not added by hand."""
    came = str(each.data.get("source", Source.MANUAL))
    if each.kind is EventKind.CREATED and came != Source.MANUAL:
        return _("Added: {source}").format(source=words.source(came))
    return words.event(EventKind(each.kind))


def _spoke(role: str, who: str) -> str:
    names = {
        MessageRole.VISITOR: _("Visitor"),
        MessageRole.BOT: _("Assistant"),
        MessageRole.AGENT: who or _("Your team"),
    }
    return names.get(MessageRole(role), "") if role in set(MessageRole) else ""


# Any: ids and words, by kind.
def _change(kind: EventKind, data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    after = data.get("to")
    if kind is EventKind.STAGE_CHANGED:
        name = names.get(str(data.get("to_id") or ""))
        return f": {name or (words.stage(Stage(after)) if after in set(Stage) else '')}"
    if kind is EventKind.TEMPERATURE_CHANGED and after in set(Temperature):
        return f": {words.temperature(Temperature(after))}"
    if kind is EventKind.CONTACT_STATE_CHANGED and after in set(ContactState):
        return f": {words.contact_state(ContactState(after))}"
    if kind in (EventKind.ASSIGNED, EventKind.NICHE_CHANGED):
        return f": {names.get(str(after), _('None') if after is None else '')}".removesuffix(": ")
    if kind is EventKind.TAGGED:
        return _tagged(data)
    return _edited(data) if kind is EventKind.EDITED else ""


# Any: the fields' names.
def _edited(data: Mapping[str, Any]) -> str:
    """Fields that have no word of their own here are left out."""
    known = {
        "name": _("Name"),
        "company": _("Company"),
        "email": _("Email"),
        "phone": _("Phone"),
        "address": _("Address"),
        "website": _("Website"),
        "value": _("Value"),
        "contacts": _("Contact details"),
        "language": _("Language"),
        "qualification": _("What they want"),
        "custom": _("Own fields"),
        "lost_reason": _("Reason"),
    }
    said = [known[each] for each in data.get("fields") or [] if each in known]
    return f": {', '.join(dict.fromkeys(said)).lower()}" if said else ""


def _tagged(data: Mapping[str, Any]) -> str:
    added = [f"+{each}" for each in data.get("added") or []]
    removed = [f"−{each}" for each in data.get("removed") or []]
    return ": " + " ".join([*added, *removed]) if added or removed else ""
