"""Asking for businesses: the question, its other wordings, where to look, and what the plan still allows."""

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from backend.plans.schemas import PlanOut
from backend.prospecting.enums import SourceName
from backend.prospecting.schemas import MAX_GIVEN, MAX_LEADS, SearchCreate, SourceOut, VariantsIn, VariantsOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import countries, search_plans, search_words

_VARIANTS: Final = "search_variants"
_USUAL_LIMIT: Final = 25


@dataclass(frozen=True)
class Wanted:
    """What stands in the form."""

    query: str
    country: str
    niche: str
    sources: tuple[SourceName, ...]
    limit: int
    auto_save: bool
    given: str

    # Any: fields by name.
    def fields(self, variants: list[str], *, extended: bool) -> dict[str, Any]:
        return {
            "query": self.query,
            "country": self.country,
            "niche": self.niche or None,
            "sources": list(self.sources),
            "limit": self.limit,
            "variants": variants,
            "extended": extended,
        }


def show(api: Api) -> None:
    sources, plan, tenant = api.searches.sources(), api.plans.own(), api.tenant.get()
    others = planned = False
    with st.container(border=True):
        wanted = _questions(api, sources, plan, tenant.country)
        variants, extended = _wordings(api, wanted)
        with st.container(horizontal=True, vertical_alignment="center"):
            begun = st.button(_("Search"), icon=":material/search:", type="primary", key="search-start")
            if SourceName.LIST not in wanted.sources:
                others = st.button(_("See variants"), icon=":material/auto_awesome:", key="search-variants")
                planned = st.button(_("Plan it"), icon=":material/event_repeat:", type="tertiary", key="search-plan")
        st.caption(_left(plan))
    if begun:
        _start(api, plan, wanted, variants, extended=extended)
    if (others or planned) and not wanted.query:
        st.error(_("Write what you are looking for, and where."))
    elif others:
        _ask_variants(api, wanted)
    elif planned:
        search_plans.create(api, wanted.fields(variants, extended=extended))


def _questions(api: Api, sources: list[SourceOut], plan: PlanOut, home: str) -> Wanted:
    # The question stands first, but what it asks for depends on where is looked.
    first = st.container()
    chosen = _sources(sources)
    own_list = SourceName.LIST in chosen
    with first:
        query = st.text_input(
            _("Name of this list") if own_list else _("What are you looking for, and where?"),
            key="search-query",
            placeholder=_("My customers of the fair") if own_list else _("dentists in Girona"),
            max_chars=200,
        )
    given = _own_list() if own_list else ""
    left, middle, right = st.columns([2, 2, 1])
    with left:
        country = _country(home)
    with middle:
        niche = st.selectbox(
            _("Niche"),
            [each.name for each in api.niches.list()],
            index=None,
            accept_new_options=True,
            placeholder=_("As the question, or choose one"),
            key="search-niche",
        )
    most = _most(plan)
    with right:
        # The field takes more than the plan does: Streamlit would only turn red, and search for the number before.
        limit = st.number_input(
            _("Up to how many"), 1, MAX_LEADS, min(_USUAL_LIMIT, most), key="search-limit", help=_cap(plan)
        )
    if limit > most:
        st.caption(f":orange[{plain(_too_many(plan))}]")
    review = st.toggle(
        _("Let me choose before anything is saved"),
        key="search-review",
        help=_("What is found waits for you. Only what you save counts as a lead of your plan."),
    )
    return Wanted(
        query=(query or "").strip(),
        country=country,
        niche=(niche or "").strip()[:80],
        sources=tuple(chosen),
        limit=int(limit),
        auto_save=not review,
        given=given,
    )


def _country(home: str) -> str:
    names = countries.names()
    return st.selectbox(
        _("Country"),
        list(names),
        index=list(names).index(home) if home in names else 0,
        format_func=names.__getitem__,
        key="search-country",
    )


def _sources(sources: list[SourceOut]) -> list[SourceName]:
    offered = {each.name: each for each in sources if each.available}
    lacking = [each for each in sources if not each.available]
    chosen = st.pills(
        _("Where to look"),
        list(offered),
        selection_mode="multi",
        default=[next(iter(offered))] if offered else [],
        format_func=search_words.source,
        key="search-sources",
    )
    notes = [f"**{search_words.source(each)}**: {plain(_note(offered[each]))}" for each in chosen]
    notes += [
        _("**{source}** needs {setting}: ask your administrator.").format(
            source=search_words.source(each.name), setting=f"`{plain(each.needs or '')}`"
        )
        for each in lacking
    ]
    if notes:
        st.caption("  \n".join(notes))
    return list(chosen)


def _note(source: SourceOut) -> str:
    """The name stands before it already."""
    return source.note.partition(": ")[2] or source.note


def _own_list() -> str:
    given = st.text_area(
        _("Domains, emails or names, one a line"),
        key="search-given",
        height=150,
        max_chars=MAX_GIVEN,
        placeholder="clinica-mar.example.com\ninfo@dental.example.com",
    )
    file = st.file_uploader(_("Or a CSV with them"), type=["csv", "txt"], key="search-file", max_upload_size=1)
    if file is None:
        return given or ""
    return _decoded(file.getvalue())[:MAX_GIVEN]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\x00", "")


def _ask_variants(api: Api, wanted: Wanted) -> None:
    with feedback.telling(), st.spinner(_("Thinking of other words…")):
        found = api.searches.variants(VariantsIn(query=wanted.query, country=wanted.country))
        st.session_state[_VARIANTS] = (wanted.query, found)
        for number, each in enumerate(found.variants):
            st.session_state[f"search-variant-{number}"] = each
        st.rerun()


def _wordings(api: Api, wanted: Wanted) -> tuple[list[str], bool]:
    """The other wordings as they were edited, and whether the surroundings are searched too."""
    kept: tuple[str, VariantsOut] | None = st.session_state.get(_VARIANTS)
    if kept is None or kept[0] != wanted.query:
        return [], False
    found = kept[1]
    with st.container(border=True, gap="small"):
        st.markdown(_understood(found))
        if found.variants:
            st.caption(_("Change them as you like; an empty one is not searched."))
        written = [
            st.text_input(
                _("Variant {number}").format(number=number + 1),
                key=f"search-variant-{number}",
                max_chars=200,
                label_visibility="collapsed",
            )
            for number in range(len(found.variants))
        ]
        extended = bool(found.extended) and st.checkbox(
            _("Also around: {query}").format(query=plain(found.extended or "")), key="search-extended"
        )
    return [each.strip() for each in written if each and each.strip()], extended


def _understood(found: VariantsOut) -> str:
    if found.place:
        return _("We look for **{what}** in **{place}**.").format(what=plain(found.what), place=plain(found.place))
    return _("We look for **{what}**. No place was found in your question.").format(what=plain(found.what))


def _most(plan: PlanOut) -> int:
    return int(min(plan.limits.leads_cap_per_search or MAX_LEADS, MAX_LEADS))


def _too_many(plan: PlanOut) -> str:
    return _("Your plan allows {count} leads a search: ask for fewer, or choose a larger plan.").format(
        count=formatting.number(_most(plan), 0)
    )


def _cap(plan: PlanOut) -> str:
    cap = plan.limits.leads_cap_per_search
    if cap is None:
        return _("Your plan has no limit a search.")
    return _("Your plan allows {count} a search.").format(count=formatting.number(cap, 0))


def _left(plan: PlanOut) -> str:
    """What the plan still allows this month."""
    metrics = {each.metric: each for each in plan.metrics}
    parts = []
    for name, words in (
        ("searches", _("{count} of {limit} searches left")),
        ("leads", _("{count} of {limit} leads left")),
    ):
        metric = metrics.get(name)
        if metric is not None and metric.limit is not None:
            count, limit = formatting.number(metric.remaining or 0, 0), formatting.number(metric.limit, 0)
            parts.append(words.format(count=count, limit=limit))
    resets = next((metrics[name].resets_at for name in ("searches", "leads") if name in metrics), None)
    if parts and resets:
        parts.append(_("renews {when}").format(when=formatting.moment_in_full(resets)))
    parts.append(_("Leads you had already are free."))
    said = " · ".join(parts)
    return plain(said[:1].upper() + said[1:])


def _start(api: Api, plan: PlanOut, wanted: Wanted, variants: list[str], *, extended: bool) -> None:
    problem = _missing(wanted) or (_too_many(plan) if wanted.limit > _most(plan) else "")
    if problem:
        st.error(problem)
        return
    try:
        body = SearchCreate(
            **wanted.fields(variants, extended=extended), auto_save=wanted.auto_save, given=wanted.given
        )
    except ValidationError:
        st.error(_("Something you entered is not valid. Check it and try again."))
        return
    with feedback.telling(), st.spinner(_("Starting…")):
        search = api.searches.start(body)
        st.session_state.pop(_VARIANTS, None)
        st.query_params["search"] = str(search.id)
        st.rerun()


def _missing(wanted: Wanted) -> str:
    if not wanted.sources:
        return _("Choose at least one place to look.")
    if SourceName.LIST in wanted.sources and not wanted.given.strip():
        return _("Paste your list, or choose a file.")
    if not wanted.query and SourceName.LIST not in wanted.sources:
        return _("Write what you are looking for, and where.")
    return ""
