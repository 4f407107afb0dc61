"""The filters over leads: one search box, everything else combinable, and sets of them under a name (CRM-11)."""

import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import streamlit as st

from backend.leads.enums import ContactState, Reach, Source, Stage, Temperature
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import NO_NICHE, LeadFilters
from streamlit_app.kit import words
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import people
from streamlit_app.viewer import Viewer

_DAYS: Final = (1, 7, 30, 90)
_LIST: Final = "leads"
# The widgets of the list, by the filter that each sets.
_FIELDS: Final = (
    "q",
    "temperature",
    "stage",
    "stage_id",
    "contact_state",
    "source",
    "language",
    "niche_id",
    "assignee_id",
    "tags",
    "has",
)


def search(*, key: str) -> str:
    q = st.text_input(
        _("Search"),
        key=_key(key, "q"),
        type="search",
        icon=":material/search:",
        placeholder=_("Name, company, website, email, phone, note"),
        width=320,
        max_chars=200,
        label_visibility="collapsed",
    )
    return (q or "").strip()


def for_board(api: Api, viewer: Viewer) -> LeadFilters:
    with st.popover(_("Filters"), icon=":material/tune:", key="board-filters"):
        owner = _owner(api, viewer, "board")
        niche = _niche(api, "board")
        tags = _tags(api, "board")
    return LeadFilters(assignee_id=owner, niche_id=niche, tags=tags)


def for_list(api: Api, viewer: Viewer, columns: dict[uuid.UUID, str]) -> LeadFilters:
    """`columns` are the board's, by id."""
    with st.popover(_("Filters"), icon=":material/tune:", key="leads-filters"):
        temperature = _pills(_("Temperature"), list(Temperature), words.temperature, "temperature")
        stage = _pills(_("Stage"), list(Stage), words.stage, "stage")
        left, right = st.columns(2)
        with left:
            niche, owner = _niche(api, _LIST), _owner(api, viewer, _LIST)
        with right:
            column = _choice(_("Column"), columns, _key(_LIST, "stage_id"))
            tags = _tags(api, _LIST)
        has = st.pills(
            _("Has"), list(Reach), format_func=_reach, selection_mode="multi", key=_key(_LIST, "has"), width="stretch"
        )
        contact = _pills(_("Contact"), list(ContactState), words.contact_state, "contact_state")
        source = _pills(_("Source"), list(Source), words.source, "source")
        language = _pills(_("Language"), list(words.LANGUAGE_NAMES), words.LANGUAGE_NAMES.__getitem__, "language")
        days = _pills(_("Came in the last"), _DAYS, _days_name, "days")
        st.button(_("Clear filters"), icon=":material/filter_alt_off:", key="filters-clear", on_click=clear)
    since = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=days) if days else None
    return LeadFilters(
        temperature=temperature,
        stage=stage,
        stage_id=column,
        contact_state=contact,
        source=source,
        language=language,
        niche_id=niche,
        assignee_id=owner,
        tags=tags,
        has=tuple(has or ()),
        created_from=since,
    )


def apply(filters: LeadFilters) -> None:
    """Sets the list's widgets; only in a callback, or before they are drawn."""
    for name in _FIELDS:
        value: Any = getattr(filters, name)  # Any: what the widget of that name takes
        st.session_state[_key(_LIST, name)] = list(value) if isinstance(value, tuple) else value
    st.session_state[_key(_LIST, "days")] = None


def clear() -> None:
    apply(LeadFilters())


def from_address() -> None:
    """A link may name a niche or words to search for: they become filters, and the address is tidied."""
    niche, q = st.query_params.pop("niche", None), st.query_params.pop("q", None)
    if niche is not None or q is not None:
        apply(LeadFilters(niche_id=niche or None, q=q or ""))


def _key(place: str, name: str) -> str:
    return f"{place}-{name}"


# Any: one of the options, which are of any one type.
def _pills(label: str, options: Sequence[Any], named: Callable[[Any], str], name: str) -> Any:
    return st.pills(label, options, format_func=named, key=_key(_LIST, name))


# Any: the id that was chosen, of the type of the given ones.
def _choice(label: str, options: dict[Any, str], key: str) -> Any:
    if st.session_state.get(key) not in (None, *options):
        st.session_state[key] = None
    return st.selectbox(
        label, list(options), index=None, format_func=options.__getitem__, placeholder=_("Any"), key=key
    )


def _niche(api: Api, place: str) -> str | None:
    named = {NO_NICHE: _("Without a niche")} | {str(each.id): each.name for each in api.niches.list()}
    found: str | None = _choice(_("Niche"), named, _key(place, "niche_id"))
    return found


def _owner(api: Api, viewer: Viewer, place: str) -> uuid.UUID | None:
    named = {each: f"{name} ({_('you')})" if each == viewer.me.id else name for each, name in people.names(api).items()}
    found: uuid.UUID | None = _choice(_("Owner"), named, _key(place, "assignee_id"))
    return found


def _tags(api: Api, place: str) -> tuple[str, ...]:
    named = {each.tag: each.name for each in api.tags.list()}
    key = _key(place, "tags")
    st.session_state[key] = [each for each in st.session_state.get(key) or [] if each in named]
    chosen = st.multiselect(
        _("Tags"), list(named), format_func=named.__getitem__, placeholder=_("Any"), key=key, wrap=True
    )
    return tuple(chosen)


def _reach(value: Reach) -> str:
    return {Reach.EMAIL: _("Email"), Reach.PHONE: _("Phone"), Reach.WEBSITE: _("Website")}[value]


def _days_name(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)
