"""Where a lead stands and what it is worth: column, contact, owner, niche, value, tags, own fields (CRM-05, X17)."""

import uuid
from functools import partial
from typing import Any, Final

import streamlit as st

from backend.leads.enums import ContactState, Stage
from backend.leads.schemas import LeadDetail, LeadUpdate
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.kit.parts.facts import facts
from streamlit_app.screens import custom_values, lost_reasons, people
from streamlit_app.viewer import Viewer

_LOST: Final = "deal_lost"
MOST_TAGS: Final = 30


def show(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    with st.container(border=True):
        _standing(api, viewer, lead)
        left, right = st.columns(2)
        with left:
            _owner(api, viewer, lead)
        with right:
            _niche(api, viewer, lead)
        _value(api, viewer, lead)
        _tags(api, viewer, lead)
        facts(custom_values.shown(api.custom_fields.list(), lead.custom), key=f"custom-{lead.id}")
    _ask_why(api, lead)


def _standing(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    left, right = st.columns(2)
    with left:
        _column(api, viewer, lead)
    with right:
        contact = st.selectbox(
            _("Contact"),
            list(ContactState),
            index=list(ContactState).index(lead.contact_state),
            format_func=words.contact_state,
            disabled=not viewer.may_work,
            key=_key("contact", lead),
        )
    if contact and contact is not lead.contact_state:
        _save(api, lead, {"contact_state": contact})
    st.caption(_since(lead))


def _column(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    """The column of the board, of any pipeline (X17, X18)."""
    pipelines = api.pipelines.list()
    named = {
        stage.id: stage.name + ("" if each.is_default else f" · {each.name}")
        for each in pipelines
        for stage in each.stages
    }
    kinds = {stage.id: stage.kind for each in pipelines for stage in each.stages}
    ids = list(named)
    column = st.selectbox(
        _("Column"),
        ids,
        index=ids.index(lead.stage_id) if lead.stage_id in ids else None,
        format_func=named.__getitem__,
        disabled=not viewer.may_work,
        key=_key("column", lead),
    )
    if column is None or column == lead.stage_id:
        return
    if kinds[column] is Stage.LOST:
        st.session_state[_LOST] = (lead.id, column)
        return
    with feedback.telling():
        api.pipelines.move(lead.id, column)
        _saved()


def _ask_why(api: Api, lead: LeadDetail) -> None:
    asked: tuple[uuid.UUID, uuid.UUID] | None = st.session_state.pop(_LOST, None)
    if asked is None or asked[0] != lead.id:
        return

    @st.dialog(_("Why is it lost?"), on_dismiss=lambda: _again(lead))
    def ask() -> None:
        agreed = lost_reasons.choose(key=f"deal-{lead.id}")
        if agreed.cancelled:
            _again(lead)
            st.rerun()
        if agreed.reason is not None:
            with feedback.telling():
                api.pipelines.move(lead.id, asked[1], agreed.reason)
                _saved()

    ask()


def _again(lead: LeadDetail) -> None:
    """The choice goes back to where the lead stands."""
    number = f"deal-again-{lead.id}"
    st.session_state[number] = st.session_state.get(number, 0) + 1


def _since(lead: LeadDetail) -> str:
    days = (formatting.now() - lead.stage_since).days
    said = ngettext("{count} day in this column", "{count} days in this column", days).format(count=days)
    chance = _("chance by column: {count} of 100").format(count=lead.stage_score)
    reason = f" · :red[{_('lost')}: {plain(lead.lost_reason)}]" if lead.lost_reason else ""
    return f"{said} · {chance}{reason}"


def _owner(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    offered: list[uuid.UUID | None] = [None, *people.names(api)]
    if lead.assignee_id not in offered:
        offered.append(lead.assignee_id)
    owner = st.selectbox(
        _("Owner"),
        offered,
        index=offered.index(lead.assignee_id),
        format_func=partial(people.label, people.names(api)),
        disabled=not viewer.may_work,
        key=_key("owner", lead),
    )
    if owner != lead.assignee_id:
        _save(api, lead, {"assignee_id": owner})


def _niche(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    """An unknown name makes a new niche."""
    niches = {each.name: each.id for each in api.niches.list()}
    own = next((name for name, niche_id in niches.items() if niche_id == lead.niche_id), None)
    name = st.selectbox(
        _("Niche"),
        list(niches),
        index=list(niches).index(own) if own else None,
        placeholder=_("None"),
        accept_new_options=viewer.may_work,
        disabled=not viewer.may_work,
        key=_key("niche", lead),
    )
    if name == own or (name and not name.strip()):
        return
    with feedback.telling():
        niche_id = None if name is None else niches.get(name) or api.niches.create(name.strip()[:80]).id
        _save(api, lead, {"niche_id": niche_id})


def _value(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    currency = lead.currency or api.tenant.get().currency
    before = formatting.major(lead.value_minor, currency) if lead.value_minor is not None else None
    value = st.number_input(
        _("Value in {currency}").format(currency=currency),
        0.0,
        1e12,
        before,
        step=100.0,
        format="%.2f" if before and before % 1 else "%.0f",
        placeholder="—",
        disabled=not viewer.may_work,
        key=_key("value", lead),
    )
    if value != before:
        minor = None if value is None else formatting.minor(value, currency)
        _save(api, lead, {"value_minor": minor} | ({"currency": currency} if minor is not None else {}))


def _tags(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    known = [each.name for each in api.tags.list()]
    chosen = st.multiselect(
        _("Tags"),
        sorted({*known, *lead.tags}, key=str.casefold),
        default=lead.tags,
        accept_new_options=viewer.may_work,
        max_selections=MOST_TAGS,
        placeholder=_("Add a tag"),
        disabled=not viewer.may_work,
        key=_key("tags", lead),
        wrap=True,
    )
    wanted = [each.strip()[:40] for each in chosen if each.strip()]
    if sorted(wanted) != sorted(lead.tags):
        _save(api, lead, {"tags": wanted})


# Any: fields by name; the shape checks them.
def _save(api: Api, lead: LeadDetail, changes: dict[str, Any]) -> None:
    with feedback.telling():
        api.leads.update(lead.id, LeadUpdate(**changes, updated_at=lead.updated_at))
        _saved()


def _saved() -> None:
    feedback.done(_("Saved."))
    st.rerun()


def _key(name: str, lead: LeadDetail) -> str:
    """Another one after each change, so that the page shows what is and not what was chosen."""
    again = st.session_state.get(f"deal-again-{lead.id}", 0)
    return f"{name}-{lead.id}-{lead.updated_at.timestamp()}-{lead.stage_id}-{again}"
