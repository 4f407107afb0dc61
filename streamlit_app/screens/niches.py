"""Niches: the groups of leads, with how many there are in each (PRO-06)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from pydantic import ValidationError

from backend.leads.niche_schemas import NicheOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.viewer import Viewer

_SEARCH_FROM = 8


def show(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Niches"), anchor=False, width="content")
        if viewer.may_work and st.button(_("Add niche"), icon=":material/add:", type="primary", key="add-niche"):
            _create(api)
    niches = sorted(api.niches.list(), key=lambda each: (-each.leads, each.name.casefold()))
    if not niches:
        feedback.empty(
            _("No niches yet"),
            _("A niche is a group of leads: dentists in Girona, architects, old customers. Add the first one."),
            icon=":material/category:",
        )
        return
    for niche in _found(niches):
        _niche(api, viewer, niche, niches)


def _found(niches: list[NicheOut]) -> list[NicheOut]:
    if len(niches) < _SEARCH_FROM:
        return niches
    q = st.text_input(
        _("Search"), key="niches-q", icon=":material/search:", label_visibility="collapsed", placeholder=_("Search")
    )
    wanted = (q or "").strip().casefold()
    found = [each for each in niches if wanted in each.name.casefold()]
    if not found:
        st.caption(_("No niche matches."))
    return found


def _niche(api: Api, viewer: Viewer, niche: NicheOut, niches: list[NicheOut]) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        count = ngettext("{count} lead", "{count} leads", niche.leads).format(count=formatting.number(niche.leads, 0))
        st.markdown(f"**{plain(niche.name)}**  \n:gray[{plain(count)}]", width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            if st.button(_("Open leads"), icon=":material/group:", key=f"niche-open-{niche.id}"):
                navigation.go("leads", niche=str(niche.id))
            if viewer.may_work:
                _actions(api, viewer, niche, niches)


def _actions(api: Api, viewer: Viewer, niche: NicheOut, niches: list[NicheOut]) -> None:
    if st.button(_("Rename"), icon=":material/edit:", type="tertiary", key=f"niche-rename-{niche.id}"):
        _rename(api, niche)
    others = [each for each in niches if each.id != niche.id]
    if others and st.button(_("Merge"), icon=":material/merge:", type="tertiary", key=f"niche-merge-{niche.id}"):
        _merge(api, niche, others)
    if viewer.may_set_up and st.button(
        _("Delete"), icon=":material/delete:", type="tertiary", key=f"niche-delete-{niche.id}"
    ):
        _delete(api, niche)


def _create(api: Api) -> None:
    @st.dialog(_("Add niche"))
    def ask() -> None:
        with st.form("add-niche-form", border=False):
            name = st.text_input(_("Name"), max_chars=80, placeholder=_("Dentists in Girona"))
            sent = st.form_submit_button(_("Add niche"), type="primary")
        if sent:
            with feedback.telling(), _named():
                api.niches.create((name or "").strip())
                feedback.done(_("The niche is there."))
                st.rerun()

    ask()


def _rename(api: Api, niche: NicheOut) -> None:
    @st.dialog(_("Rename niche"))
    def ask() -> None:
        with st.form("rename-niche-form", border=False):
            name = st.text_input(_("Name"), niche.name, max_chars=80)
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent:
            with feedback.telling(), _named():
                api.niches.rename(niche.id, (name or "").strip())
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _merge(api: Api, niche: NicheOut, others: list[NicheOut]) -> None:
    named = {each.id: each.name for each in others}

    @st.dialog(_("Merge niches"))
    def ask() -> None:
        st.write(_("All leads of “{name}” go to the other niche, and “{name}” goes.").format(name=plain(niche.name)))
        into: uuid.UUID = st.selectbox(_("Into"), list(named), format_func=named.__getitem__, key="niche-into")
        if st.button(_("Merge"), type="primary", icon=":material/merge:", key="niche-merge-agree"):
            with feedback.telling():
                api.niches.merge(niche.id, into)
                feedback.done(_("The niches are one now."))
                st.rerun()

    ask()


def _delete(api: Api, niche: NicheOut) -> None:
    @st.dialog(_("Delete this niche?"))
    def ask() -> None:
        with_leads = niche.leads > 0 and st.radio(
            _("Its leads"),
            [False, True],
            format_func=lambda each: _("go to the bin too") if each else _("stay, without a niche"),
            key="niche-leads",
        )
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Cancel"), key="confirm-cancel"):
                st.rerun()
            agreed = st.button(_("Delete niche"), type="primary", key="confirm-agree")
        if agreed:
            with feedback.telling():
                api.niches.delete(niche.id, with_leads=bool(with_leads))
                feedback.done(_("The niche was deleted."))
                st.rerun()

    ask()


@contextmanager
def _named() -> Iterator[None]:
    """A name that is empty never leaves the panel."""
    try:
        yield
    except ValidationError:
        st.error(_("Give it a name."))
