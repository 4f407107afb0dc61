"""Taking leads out: what, in which shape, and the history of who did when (CRM-10)."""

import uuid

import streamlit as st
from pydantic import ValidationError

from backend.exports.enums import Format, Scope, State
from backend.exports.schemas import ExportCreate, ExportOut
from backend.leads.saved_filter_schemas import FiltersIn
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import data_words
from streamlit_app.viewer import Viewer

REFRESH_SECONDS = 2


def show(api: Api, viewer: Viewer) -> None:
    if viewer.may_work:
        _ask(api)
    _history(api, viewer)


def _ask(api: Api) -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="medium")
        with left:
            scopes: list[Scope] = list(Scope)
            scope = st.selectbox(_("What"), scopes, format_func=data_words.scope, key="export-scope")
            chosen = _whom(api, scope)
        with right:
            shapes: list[Format] = list(Format)
            shape = st.segmented_control(
                _("File"),
                shapes,
                default=Format.CSV,
                required=True,
                format_func=data_words.format_name,
                key="export-format",
            )
            why = _("Adds a mark by which Excel knows UTF-8.")
            bom = shape is Format.CSV and st.checkbox(_("Opens well in Excel"), value=True, key="export-bom", help=why)
        headers = {each.name: each.header for each in api.exports.columns()}
        columns = st.multiselect(
            _("Columns"),
            list(headers),
            format_func=headers.__getitem__,
            placeholder=_("All of them"),
            key="export-columns",
        )
        st.caption(plain(_left(api)))
        ready = scope is Scope.ALL or bool(chosen)
        if st.button(
            _("Export leads"), icon=":material/download:", type="primary", key="export-start", disabled=not ready
        ):
            _start(api, scope, chosen, shape=shape, bom=bom, columns=columns)


def _whom(api: Api, scope: Scope) -> dict[str, object]:
    if scope is Scope.NICHE:
        niches = {each.id: each.name for each in api.niches.list()}
        niche: uuid.UUID | None = st.selectbox(
            _("Niche"), list(niches), format_func=niches.__getitem__, key="export-niche"
        )
        return {} if niche is None else {"niche_id": niche}
    if scope is Scope.FILTER:
        saved = {each.id: each for each in api.saved_filters.list()}
        name: uuid.UUID | None = st.selectbox(
            _("Saved filter"),
            list(saved),
            format_func=lambda each: saved[each].name,
            key="export-filter",
            help=_("Save filters in Leads: they appear here."),
        )
        if name is None:
            return {}
        return {"filters": FiltersIn.model_validate(LeadFilters.read(saved[name].filters).query())}
    return {}


def _left(api: Api) -> str:
    """What the plan still allows."""
    plan = api.plans.own()
    found = next((each for each in plan.metrics if each.metric == "csv_exports"), None)
    rows = plan.limits.csv_rows_cap_free
    parts = []
    if found is not None and found.limit is not None:
        parts.append(
            _("{count} of {limit} exports left").format(
                count=formatting.number(found.remaining or 0, 0), limit=formatting.number(found.limit, 0)
            )
        )
    if rows is not None:
        words = ngettext("your plan: {count} row each", "your plan: {count} rows each", int(rows))
        parts.append(words.format(count=formatting.number(rows, 0)))
    if found is not None and found.limit is not None and found.resets_at:
        parts.append(_("renews {when}").format(when=formatting.moment_in_full(found.resets_at)))
    return " · ".join(parts) or _("Your plan has no limit on exports.")


def _start(api: Api, scope: Scope, chosen: dict[str, object], *, shape: Format, bom: bool, columns: list[str]) -> None:
    fields = {"format": shape, "scope": scope, "bom": bom, "columns": columns or None, **chosen}
    try:
        body = ExportCreate.model_validate(fields)
    except ValidationError:
        st.error(_("Something you entered is not valid. Check it and try again."))
        return
    with feedback.telling():
        api.exports.create(body)
        feedback.done(_("The file is being made: it appears below."))
        st.rerun()


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _history(api: Api, viewer: Viewer) -> None:
    found = api.exports.list().items
    if not found:
        feedback.empty(
            _("No exports yet"),
            _("Every file that somebody takes out stands here, with who and when, to be downloaded again for 30 days."),
            icon=":material/download:",
        )
        return
    st.markdown(f"##### {_('History')}", anchors=False)
    for each in found:
        _row(viewer, each)


def _row(viewer: Viewer, each: ExportOut) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    ):
        colour = data_words.EXPORT_COLOURS[each.state]
        badge = f":{colour}-badge[{data_words.export_state(each.state)}]"
        st.markdown(f"**{plain(_name(each))}** {badge}  \n:gray[{plain(_about(each))}]", width="content")
        if each.state is State.READY and viewer.may_work:
            st.link_button(_("Download"), f"/download/exports/{each.id}", icon=":material/download:")
    if each.limited and each.row_limit is not None:
        words = ngettext(
            "Your plan lets out {count} row: choose a larger one for all of them.",
            "Your plan lets out {count} rows: choose a larger one for all of them.",
            each.row_limit,
        )
        st.caption(f":orange[{plain(words.format(count=formatting.number(each.row_limit, 0)))}]")


def _name(each: ExportOut) -> str:
    return each.filename or f"{data_words.scope(each.scope)} · {data_words.format_name(each.format)}"


def _about(each: ExportOut) -> str:
    rows = ngettext("{count} row", "{count} rows", each.rows).format(count=formatting.number(each.rows, 0))
    kept = _("until {when}").format(when=formatting.moment(each.expires_at)) if each.expires_at else ""
    parts = [
        each.by or _("Former member"),
        formatting.moment(each.created_at),
        data_words.scope(each.scope),
        rows if each.state is not State.QUEUED else "",
        formatting.size(each.bytes) if each.bytes else "",
        kept if each.state is State.READY else "",
    ]
    return " · ".join(part for part in parts if part)
