"""One search: how far it has come, what it found, and what to do with it (PRO-03)."""

import uuid
from typing import Final

import streamlit as st

from backend.prospecting.enums import SearchState
from backend.prospecting.schemas import Counts, SearchOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import countries, search_results, search_words
from streamlit_app.viewer import Viewer

LIVE_SECONDS: Final = 1.5
QUIET_SECONDS: Final = 15


def show(api: Api, viewer: Viewer, search_id: uuid.UUID) -> None:
    if st.button(_("All searches"), icon=":material/arrow_back:", type="tertiary", key="search-back"):
        st.query_params.clear()
        st.rerun()
    _dialog(api)
    search = api.searches.get(search_id)
    st.title(plain(search.query or _("My own list")), anchor=False)
    st.caption(plain(_asked(search)))
    if search.variants:
        st.caption(_("Also asked: {queries}").format(queries=plain(" · ".join(search.variants))))
    every = LIVE_SECONDS if search.state.under_way else QUIET_SECONDS
    st.fragment(feedback.live(_live), run_every=every)(api, viewer, search_id, search.state.under_way)


def _live(api: Api, viewer: Viewer, search_id: uuid.UUID, was_under_way: bool) -> None:
    search = api.searches.get(search_id)
    if search.state.under_way != was_under_way:
        # Another pace from now on.
        st.rerun()
    with st.container(border=True):
        _head(api, viewer, search)
        _progress(search)
        _problems(search)
    search_results.show(api, viewer, search)


def _asked(search: SearchOut) -> str:
    parts = [
        formatting.moment_in_full(search.created_at),
        ", ".join(search_words.source(each) for each in search.sources),
        countries.names().get(search.country, search.country),
        _("niche “{name}”").format(name=search.niche.name) if search.niche else "",
        _("up to {count}").format(count=search.limit),
        _("with its surroundings") if search.extended else "",
    ]
    return " · ".join(part for part in parts if part)


def _head(api: Api, viewer: Viewer, search: SearchOut) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        colour = search_words.COLOURS[search.state]
        badge = f":{colour}-badge[{search_words.state(search.state)}]"
        st.markdown(f"{badge} {_said(search)}", width="content")
        if viewer.may_work:
            with st.container(horizontal=True, width="content"):
                _buttons(api, search)


def _buttons(api: Api, search: SearchOut) -> None:
    if search.state.under_way and st.button(_("Pause"), icon=":material/pause:", key="search-pause"):
        with feedback.telling():
            api.searches.pause(search.id)
            st.rerun()
    if search.state is SearchState.PAUSED and st.button(
        _("Go on"), icon=":material/play_arrow:", type="primary", key="search-resume"
    ):
        with feedback.telling():
            api.searches.resume(search.id)
            st.rerun()
    if not search.state.over:
        if st.button(_("End it"), icon=":material/stop:", type="tertiary", key="search-cancel"):
            with feedback.telling():
                api.searches.cancel(search.id)
                feedback.done(_("The search was ended. What was saved stays."))
                st.rerun()
    elif st.button(_("Delete"), icon=":material/delete:", type="tertiary", key="search-delete"):
        st.session_state["search_to_delete"] = search.id
        st.rerun()


def _dialog(api: Api) -> None:
    """Outside of the fragment, or its next look would close it."""
    asked: uuid.UUID | None = st.session_state.pop("search_to_delete", None)
    if asked is None:
        return
    feedback.confirm(
        _("Delete this search?"),
        _("Its results go; the leads that were saved stay."),
        lambda: api.searches.delete(asked),
        label=_("Delete"),
        success=_("The search was deleted."),
        then=st.query_params.clear,
    )


def _said(search: SearchOut) -> str:
    counts = search.counts
    if search.state is SearchState.QUEUED:
        return _("It starts in a moment.")
    if search.state.under_way and not counts.found:
        return _("Asking the sources…")
    saved = ngettext("**{count}** lead saved", "**{count}** leads saved", counts.saved)
    found = ngettext("of {count} business found", "of {count} businesses found", counts.found)
    return f"{saved.format(count=counts.saved)} {found.format(count=counts.found)}"


def _progress(search: SearchOut) -> None:
    counts = search.counts
    done = counts.found - _waiting(counts)
    share = done / counts.found if counts.found else 0.0
    st.progress(1.0 if search.state is SearchState.DONE else min(share, 1.0))
    numbers = [
        (_("Found"), counts.found),
        (_("Read"), counts.fetched),
        (_("To review"), counts.ready),
        (_("Saved"), counts.saved),
        (_("Already yours"), counts.duplicate),
        (_("Blocked"), counts.blocked),
        (_("Failed"), counts.failed),
        (_("Left out"), counts.skipped + counts.suppressed),
    ]
    shown = [f"{name} **{formatting.number(count, 0)}**" for name, count in numbers if count or name == _("Found")]
    st.markdown(":gray[" + " · ".join(shown) + "]")
    if search.reserved:
        st.caption(
            _("{count} leads of your plan are set aside; only what is saved counts.").format(count=search.reserved)
        )


def _waiting(counts: Counts) -> int:
    over = (counts.ready, counts.saved, counts.duplicate, counts.blocked, counts.failed)
    return counts.found - sum(over) - counts.suppressed - counts.skipped


def _problems(search: SearchOut) -> None:
    if search.reason:
        said = search_words.reason(search.reason) or _("Something went wrong on our side. Try again in a moment.")
        st.warning(said, icon=":material/info:")
    names = {each.value: search_words.source(each) for each in search.sources}
    for source, problem in search.problems.items():
        if problem != search.reason:
            said = search_words.reason(problem) or _("it gave nothing")
            st.caption(f":orange[{plain(names.get(source, source))}: {plain(said)}]")
