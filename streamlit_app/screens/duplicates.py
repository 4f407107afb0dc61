"""Pairs of leads that may be one, side by side, for somebody to decide (CRM-10)."""

import uuid
from typing import Final

import streamlit as st

from backend.leads.duplicate_schemas import PairLeadOut, PairOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, undoing, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.facts import facts
from streamlit_app.viewer import Viewer

PAGE: Final = 10
MOST: Final = 100
_LIMIT: Final = "pairs_limit"


def show(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Duplicates"), anchor=False, width="content")
        if viewer.may_work and st.button(_("Search all leads"), icon=":material/manage_search:", key="scan"):
            _scan(api)
    undoing.show()
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.merging.pairs(limit=limit)
    if not page.items:
        feedback.empty(
            _("No duplicates wait for you"),
            _("When two leads share an email, a phone, a website or a name, you decide here whether they are one."),
            icon=":material/done_all:",
        )
        return
    for pair in page.items:
        _pair(api, viewer, pair)
    if page.next_cursor and limit < MOST:
        st.button(_("Show more"), on_click=_more, key="pairs-more", type="tertiary", width="stretch")


def _scan(api: Api) -> None:
    with feedback.telling():
        api.merging.scan()
        st.toast(_("We are looking through your leads; what we find appears here."), icon=":material/manage_search:")


def _more() -> None:
    st.session_state[_LIMIT] = min(st.session_state.get(_LIMIT, PAGE) + PAGE, MOST)


def _pair(api: Api, viewer: Viewer, pair: PairOut) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.badge(_reason(pair.reason), icon=":material/join_inner:", color="orange")
            if viewer.may_work and st.button(
                _("They are different"), icon=":material/call_split:", type="tertiary", key=f"different-{pair.id}"
            ):
                _differ(api, pair)
        left, right = st.columns(2, gap="medium")
        with left:
            _lead(api, viewer, pair, pair.one, pair.other)
        with right:
            _lead(api, viewer, pair, pair.other, pair.one)


def _lead(api: Api, viewer: Viewer, pair: PairOut, lead: PairLeadOut, other: PairLeadOut) -> None:
    st.markdown(f"##### {plain(_name(lead))}", anchors=False)
    facts(_described(lead), key=f"pair-{pair.id}-{lead.id}")
    with st.container(horizontal=True):
        if viewer.may_work and st.button(
            _("Keep this one"), icon=":material/merge:", type="primary", key=f"keep-{lead.id}-{pair.id}"
        ):
            _merge(api, pair, lead.id, _name(other))
        if st.button(_("Open"), type="tertiary", key=f"open-{lead.id}-{pair.id}"):
            navigation.go("leads", lead=str(lead.id))


def _name(lead: PairLeadOut) -> str:
    return lead.name or lead.company or lead.email or lead.phone or _("No name yet")


def _described(lead: PairLeadOut) -> dict[str, str]:
    return {
        _("Company"): lead.company,
        _("Email"): lead.email or "",
        _("Phone"): lead.phone or "",
        _("Website"): lead.domain or "",
        _("Stage"): words.stage(lead.stage),
        _("Contact"): words.contact_state(lead.contact_state),
        _("Source"): words.source(lead.source),
        _("Score"): str(lead.score),
        _("Summary"): lead.summary,
        _("Since"): formatting.moment_in_full(lead.created_at),
    }


def _reason(reason: str) -> str:
    return {
        "email": _("The same email"),
        "phone": _("The same phone"),
        "domain": _("The same website"),
        "name": _("The same name"),
    }.get(reason, reason)


def _merge(api: Api, pair: PairOut, keep_id: uuid.UUID, other: str) -> None:
    with feedback.telling():
        api.merging.merge_pair(pair.id, keep_id)
        made = next((each for each in api.merging.merges(keep_id) if each.undone_at is None), None)
        said = _("{name} was merged into the lead that you kept.").format(name=plain(other))
        if made is not None:
            undoing.offer(said, lambda: api.merging.undo(made.id))
        st.rerun()


def _differ(api: Api, pair: PairOut) -> None:
    with feedback.telling():
        api.merging.are_different(pair.id)
        feedback.done(_("We will not ask about these two again."))
        st.rerun()
