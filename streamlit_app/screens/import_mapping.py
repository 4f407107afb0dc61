"""Which column of a file is what: guessed, corrected by a person, and shown as it would come in."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st
from pydantic import ValidationError

from backend.imports.enums import OnDuplicate, State
from backend.imports.schemas import ColumnOut, ImportOut, ImportPlan, ImportPreview, PreviewRow, ProblemOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import countries, data_words

_PREVIEW: Final = "import_preview"
_FEW: Final = 24
_SAMPLE: Final = 44


def show(api: Api, found: ImportOut) -> None:
    names = data_words.fields({each.key: each.name for each in api.custom_fields.list()})
    niches = {each.id: each.name for each in api.niches.list()}
    with st.container(border=True):
        st.markdown(f"##### {_('What each column is')}", anchors=False)
        mapping = _mapping(found, names)
    plan = _plan(api, found, mapping, niches)
    if plan is None:
        missing = _("Say at least which column is the name, the company, the email or the phone.")
        st.warning(missing, icon=":material/info:")
        return
    if found.dry_run and found.state is State.DONE and _is_kept(plan, found.plan, niches):
        # Planning it again would forget what the trial told.
        _start(api, found, good=found.counts.refused < found.position)
        return
    preview = _preview(api, found, plan)
    if preview is not None:
        _shown(preview, names, plan)
        _start(api, found, good=preview.counts.good > 0)


def _is_kept(plan: ImportPlan, kept: ImportPlan | None, niches: Mapping[uuid.UUID, str]) -> bool:
    """The plan names its niche, the kept one has its id."""
    if kept is None:
        return False
    niche = niches.get(kept.niche_id) if kept.niche_id else kept.niche
    return plan == kept.model_copy(update={"niche": niche, "niche_id": None})


def _mapping(found: ImportOut, names: Mapping[str, str]) -> dict[int, str]:
    given = {int(index): field for index, field in (found.plan.mapping if found.plan else {}).items()}
    columns = found.columns[:_FEW] if not st.session_state.get("import-all-columns") else found.columns
    chosen = {}
    for start in range(0, len(columns), 3):
        for place, column in zip(st.columns(3, gap="medium"), columns[start : start + 3], strict=False):
            with place, st.container(gap="xxsmall"):
                field = _column(column, names, given.get(column.index) if given else column.suggested, found)
            if field:
                chosen[column.index] = field
    if len(found.columns) > _FEW:
        st.toggle(_("All {count} columns").format(count=len(found.columns)), key="import-all-columns")
        if len(columns) < len(found.columns):
            rest = found.columns[_FEW:]
            chosen |= {each.index: each.suggested for each in rest if each.suggested}
    return chosen


def _column(column: ColumnOut, names: Mapping[str, str], field: str | None, found: ImportOut) -> str:
    options = ["", *names]
    header = column.header or _("Column {number}").format(number=column.index + 1)
    chosen = st.selectbox(
        formatting.plain(header[:60]),
        options,
        index=options.index(field) if field and field in names else 0,
        format_func=lambda each: names[each] if each else _("Leave out"),
        key=f"map-{found.id}-{column.index}",
    )
    sample = next((each for each in column.samples if each), "")
    st.caption(formatting.plain(_short(sample)) if sample else "—")
    return chosen


def _short(text: str) -> str:
    return text if len(text) <= _SAMPLE else text[: _SAMPLE - 1] + "…"


def _plan(api: Api, found: ImportOut, mapping: dict[int, str], niches: Mapping[uuid.UUID, str]) -> ImportPlan | None:
    kept = found.plan
    with st.container(border=True):
        st.markdown(f"##### {_('How they come in')}", anchors=False)
        left, right = st.columns(2, gap="medium")
        with left:
            ways: list[OnDuplicate] = list(OnDuplicate)
            duplicates = st.selectbox(
                _("If a lead is there already"),
                ways,
                index=ways.index(kept.on_duplicate) if kept else 0,
                format_func=data_words.on_duplicate,
                key="import-duplicates",
            )
            niche = st.selectbox(
                _("Niche"),
                list(niches.values()),
                index=list(niches).index(kept.niche_id) if kept and kept.niche_id and kept.niche_id in niches else None,
                accept_new_options=True,
                placeholder=_("None, or what the file says"),
                key="import-niche",
            )
        with right:
            tags = st.multiselect(
                _("Tags"),
                list(dict.fromkeys([*(kept.tags if kept else []), *(each.name for each in api.tags.list())])),
                default=kept.tags if kept else [],
                accept_new_options=True,
                placeholder=_("Choose or write one"),
                key="import-tags",
            )
            country = _country(api, kept)
        header = st.checkbox(_("The first row holds the names of the columns"), found.has_header, key="import-header")
    fields: dict[str, Any] = {  # Any: fields by name; the shape checks them
        "mapping": mapping,
        "has_header": header,
        "on_duplicate": duplicates,
        "niche": (niche or "").strip()[:80] or None,
        "tags": [each.strip()[:40] for each in tags],
        "country": country,
    }
    try:
        return ImportPlan(**fields)
    except ValidationError:
        return None


def _country(api: Api, kept: ImportPlan | None) -> str:
    named = countries.names()
    home = (kept.country if kept else None) or api.tenant.get().country
    return st.selectbox(
        _("Country of phones without a prefix"),
        list(named),
        index=list(named).index(home) if home in named else 0,
        format_func=named.__getitem__,
        key="import-country",
    )


def _preview(api: Api, found: ImportOut, plan: ImportPlan) -> ImportPreview | None:
    """Asked again only when the plan changes."""
    kept: tuple[object, ImportPreview] | None = st.session_state.get(_PREVIEW)
    asked = (found.id, plan.model_dump_json())
    if kept is not None and kept[0] == asked:
        return kept[1]
    with feedback.telling(), st.spinner(_("Looking at the first rows…")):
        preview = api.imports.plan(found.id, plan)
        st.session_state[_PREVIEW] = (asked, preview)
        return preview
    return None


def _shown(preview: ImportPreview, names: Mapping[str, str], plan: ImportPlan) -> None:
    counts = preview.counts
    with st.container(border=True):
        st.markdown(f"##### {_('This is how the first rows come in')}", anchors=False)
        good = ngettext("{count} row is good", "{count} rows are good", counts.good)
        parts = [f":green[{good.format(count=formatting.number(counts.good, 0))}]"]
        if counts.refused:
            bad = ngettext("{count} would be refused", "{count} would be refused", counts.refused)
            parts.append(f":red[{bad.format(count=formatting.number(counts.refused, 0))}]")
        looked = _("of the first {count} that we looked at").format(count=formatting.number(counts.rows, 0))
        st.markdown(f"{' · '.join(parts)} :gray[{looked}]")
        fields = list(dict.fromkeys(plan.mapping.values()))
        told = {"problem": st.column_config.TextColumn(_("Problem"), width=300)}
        st.dataframe(
            _rows(preview.rows, fields),
            column_order=["row", *(told if any(each.problems for each in preview.rows) else []), *fields],
            hide_index=True,
            height="content" if len(preview.rows) <= 10 else 400,
            column_config={
                "row": st.column_config.NumberColumn(_("Row"), width=64),
                **told,
                **{field: st.column_config.TextColumn(names.get(field, field)) for field in fields},
            },
            placeholder="—",
        )


def _rows(rows: Sequence[PreviewRow], fields: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": each.row,
            "problem": " ".join(_problem(one) for one in each.problems),
            **{field: each.values.get(field) for field in fields},
        }
        for each in rows
    )


def _problem(one: ProblemOut) -> str:
    return f"{'✗' if one.refuses else '!'} {one.sentence or one.reason}"


def _start(api: Api, found: ImportOut, *, good: bool) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        tried = st.button(
            _("Try it first"),
            icon=":material/science:",
            key="import-try",
            help=_("Goes through the whole file and counts; nothing is changed."),
        )
        begun = st.button(
            _("Import leads"), icon=":material/upload:", type="primary", key="import-start", disabled=not good
        )
    if tried or begun:
        with feedback.telling():
            api.imports.start(found.id, dry_run=tried)

            st.rerun()
