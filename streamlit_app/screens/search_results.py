"""What a search found: with the evidence of each datum, as a list or on a map; saved at once or chosen first."""

import uuid
from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from backend.leads.enums import ContactKind
from backend.prospecting.enums import ResultState, SearchState
from backend.prospecting.schemas import EvidenceOut, FoundContact, ResultOut, SearchOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.kit.parts.findings import Finding, Pressed, findings
from streamlit_app.kit.parts.reach import Proof, Way
from streamlit_app.screens import lead_contacts, search_map, search_words, sector_words
from streamlit_app.viewer import Viewer

PAGE: Final = 50
MOST: Final = 200
_WAYS: Final = 6
_LIMIT: Final = "results_limit"
_PICKED: Final = "results_picked"
_ORDER: Final = tuple(ContactKind)


def show(api: Api, viewer: Viewer, search: SearchOut) -> None:
    if not search.counts.found:
        _nothing(search)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        as_map = _view()
        state = _filter(search)
    if as_map:
        search_map.show(api.searches.results(search.id, states=[state] if state else (), limit=MOST).items)
        return
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.searches.results(search.id, states=[state] if state else (), limit=limit)
    if not page.items:
        _nothing(search)
        return
    picking = viewer.may_work and search.counts.ready > 0
    if picking:
        _saving(api, search)
    pressed = findings(
        [_finding(each) for each in page.items],
        label=_("Results"),
        key=f"findings-{search.id}",
        picking=picking,
        picked=sorted(_picked(search)),
    )
    _act(search, page.items, pressed)
    if page.next_cursor and limit < MOST:
        if st.button(_("Show more"), key="results-more", width="stretch", type="tertiary"):
            st.session_state[_LIMIT] = limit + PAGE
            st.rerun(scope="fragment")
    elif page.next_cursor:
        st.caption(_("Only the first {count} are shown: choose a state above to see others.").format(count=MOST))


def _filter(search: SearchOut) -> ResultState | None:
    """Only states that there are."""
    counts = search.counts
    there = [each for each in ResultState if getattr(counts, each.value, 0) and each is not ResultState.FOUND]
    if not there:
        return None
    if st.session_state.get("results-state") not in (None, *there):
        st.session_state["results-state"] = None
    return st.pills(
        _("Show"),
        there,
        format_func=lambda each: f"{search_words.result(each)} {getattr(counts, each.value)}",
        label_visibility="collapsed",
        key="results-state",
    )


def _view() -> bool:
    chosen = st.segmented_control(
        _("View"),
        ["list", "map"],
        default="list",
        required=True,
        format_func=lambda each: _("Map") if each == "map" else _("List"),
        label_visibility="collapsed",
        key="results-view",
    )
    return chosen == "map"


def _nothing(search: SearchOut) -> None:
    if not search.state.over:
        st.caption(_("The first results appear here in a moment."))
    elif search.state is SearchState.DONE:
        feedback.empty(
            _("Nothing was found"),
            _("Try other words, a larger town or the surroundings, or another place to look."),
            icon=":material/search_off:",
        )


def _picked(search: SearchOut) -> set[str]:
    kept: tuple[uuid.UUID, set[str]] | None = st.session_state.get(_PICKED)
    if kept is None or kept[0] != search.id:
        st.session_state[_PICKED] = kept = (search.id, set())
    return kept[1]


def _saving(api: Api, search: SearchOut) -> None:
    picked = _picked(search)
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        waiting = ngettext("{count} waits for your yes", "{count} wait for your yes", search.counts.ready)
        st.markdown(waiting.format(count=search.counts.ready), width="content")
        with st.container(horizontal=True, width="content"):
            some = ngettext("Save {count} chosen", "Save {count} chosen", len(picked)).format(count=len(picked))
            if picked and st.button(some, icon=":material/save:", type="primary", key="save-some"):
                _save(api, search, [uuid.UUID(each) for each in picked])
            everything = _("Save all {count}").format(count=search.counts.ready)
            weight: Literal["primary", "secondary"] = "secondary" if picked else "primary"
            if st.button(everything, icon=":material/done_all:", type=weight, key="save-all"):
                _save(api, search, None)


def _save(api: Api, search: SearchOut, chosen: Sequence[uuid.UUID] | None) -> None:
    with feedback.telling(), st.spinner(_("Saving…")):
        after = api.searches.save(search.id, chosen)
        _picked(search).clear()
        won = after.counts.saved - search.counts.saved
        feedback.done(ngettext("{count} lead was saved.", "{count} leads were saved.", won).format(count=won))
        st.rerun()


def _act(search: SearchOut, results: Sequence[ResultOut], pressed: Pressed) -> None:
    if pressed.ticked:
        picked = _picked(search)
        result_id, wanted = pressed.ticked
        (picked.add if wanted else picked.discard)(result_id)
        st.rerun(scope="fragment")
    if pressed.followed:
        found = next(each for each in results if str(each.id) == pressed.followed[0])
        if pressed.followed[1] == "lead":
            navigation.go("leads", lead=str(found.lead_id))
        elif found.niche is not None:
            navigation.go("leads", niche=str(found.niche.id))


def _finding(each: ResultOut) -> Finding:
    where = " · ".join(part for part in (each.city, sector_words.sector(each.sector) or each.category) if part)
    return Finding(
        id=str(each.id),
        name=each.name or each.domain or each.url or _("No name yet"),
        state=search_words.result(each.state),
        tone=search_words.TONES[each.state],
        url=each.url if each.url.startswith(("http://", "https://")) else "",
        domain=each.domain or each.url,
        place=where,
        summary=each.summary,
        reason=search_words.reason(each.reason),
        ready=each.state is ResultState.READY,
        ways=tuple(_ways(each)),
        links=tuple(_links(each)),
    )


def _links(each: ResultOut) -> list[tuple[str, str]]:
    found = []
    if each.lead_id is not None:
        found.append(("lead", _("Open lead")))
    if each.niche is not None and each.state is ResultState.DUPLICATE:
        found.append(("niche", _("in “{niche}”").format(niche=each.niche.name)))
    return found


def _ways(each: ResultOut) -> list[Way]:
    if not each.contacts:
        told = [(ContactKind.EMAIL, each.email), (ContactKind.PHONE, each.phone), (ContactKind.ADDRESS, each.address)]
        contacts = [FoundContact(kind=kind, label="", value=value, evidence=[]) for kind, value in told if value]
    else:
        contacts = sorted(each.contacts, key=lambda found: _ORDER.index(found.kind))
    return [_way(found) for found in contacts[:_WAYS]]


def _way(found: FoundContact) -> Way:
    return Way(
        id=f"{found.kind}:{found.value}",
        kind=lead_contacts.kind_name(found.kind),
        value=found.value,
        href=lead_contacts.href(found.kind, found.value),
        evidence=tuple(_proof(page) for page in found.evidence),
    )


def _proof(page: EvidenceOut) -> Proof:
    note = f"{search_words.how(page.how)} · {formatting.percent(page.confidence)}"
    return Proof(url=page.url, place=lead_contacts.place(page.url), text=page.text, note=note)
