"""Pipelines and their columns, as administrators set them up."""

import uuid
from typing import Any

import streamlit as st
from pydantic import ValidationError

from backend.leads.board_schemas import PipelineOut, StageCreate, StageOut, StageUpdate
from backend.leads.enums import Stage
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _

MOST_DAYS = 3_650


def show(api: Api, pipeline: PipelineOut, pipelines: list[PipelineOut]) -> None:
    st.button(_("Pipeline"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_back)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Pipelines and columns"), anchor=False, width="content")
        if st.button(_("New pipeline"), icon=":material/add:", key="new-pipeline"):
            _create(api)
    if len(pipelines) > 1:
        _choose(pipelines, pipeline)
    _name(api, pipeline)
    st.markdown(f"##### {_('Columns')}", anchors=False)
    st.caption(
        _(
            "What a column means decides the statistics. A card that stays longer than its days is marked on the "
            "board; without days it never is."
        )
    )
    for position, stage in enumerate(pipeline.stages):
        _stage(api, pipeline, stage, position)
    _add(api, pipeline)


def _back() -> None:
    st.query_params.pop("settings", None)


def _choose(pipelines: list[PipelineOut], pipeline: PipelineOut) -> None:
    chosen = st.segmented_control(
        _("Pipeline"),
        [each.id for each in pipelines],
        default=pipeline.id,
        required=True,
        format_func={each.id: each.name for each in pipelines}.__getitem__,
        label_visibility="collapsed",
        key="settings-pipeline",
    )
    if chosen != pipeline.id:
        st.query_params["pipeline"] = str(chosen)
        st.rerun()


def _name(api: Api, pipeline: PipelineOut) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name"), pipeline.name, max_chars=80, key=f"pipeline-name-{pipeline.id}", width=320)
        if not pipeline.is_default and st.button(_("Delete pipeline"), icon=":material/delete:", key="delete-pipeline"):
            feedback.confirm(
                _("Delete this pipeline?"),
                _("Its leads go to your main pipeline, each to the column of its meaning."),
                lambda: api.pipelines.delete(pipeline.id),
                label=_("Delete pipeline"),
                success=_("The pipeline was deleted."),
                then=_forget,
            )
    wanted = (name or "").strip()
    if wanted and wanted != pipeline.name:
        with feedback.telling():
            api.pipelines.rename(pipeline.id, wanted)
            _saved()


def _forget() -> None:
    st.query_params.pop("pipeline", None)


def _stage(api: Api, pipeline: PipelineOut, stage: StageOut, position: int) -> None:
    kinds: list[Stage] = list(Stage)
    key = f"{stage.id}-{stage.name}-{stage.kind}-{stage.rot_days}"
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name"), stage.name, max_chars=80, key=f"stage-name-{key}", width=210)
        kind = st.selectbox(
            _("Means"),
            kinds,
            index=kinds.index(stage.kind),
            format_func=words.stage,
            disabled=not stage.deletable,
            key=f"stage-kind-{key}",
            width=140,
        )
        days = st.number_input(
            _("Mark after days"),
            1,
            MOST_DAYS,
            stage.rot_days,
            placeholder=_("never"),
            key=f"stage-days-{key}",
            width=150,
        )
        _order(api, pipeline, position)
        if stage.deletable and st.button(
            _("Delete"), icon=":material/delete:", type="tertiary", key=f"stage-delete-{stage.id}"
        ):
            _delete(api, pipeline, stage)
    _save(api, pipeline, stage, (name or "").strip(), kind, days)


def _save(api: Api, pipeline: PipelineOut, stage: StageOut, name: str, kind: Stage, days: int | None) -> None:
    # Any: fields by name; the shape checks them.
    changes: dict[str, Any] = {}
    if name != stage.name:
        changes["name"] = name or None
    if kind is not stage.kind:
        changes["kind"] = kind
    if days != stage.rot_days:
        changes["rot_days"] = days
    if not changes:
        return
    with feedback.telling():
        api.pipelines.change_stage(pipeline.id, stage.id, StageUpdate(**changes))
        _saved()


def _order(api: Api, pipeline: PipelineOut, position: int) -> None:
    ids = [each.id for each in pipeline.stages]
    left = st.button(
        "", icon=":material/arrow_upward:", key=f"stage-up-{ids[position]}", help=_("Move up"), disabled=position == 0
    )
    right = st.button(
        "",
        icon=":material/arrow_downward:",
        key=f"stage-down-{ids[position]}",
        help=_("Move down"),
        disabled=position == len(ids) - 1,
    )
    if left or right:
        other = position - 1 if left else position + 1
        ids[position], ids[other] = ids[other], ids[position]
        with feedback.telling():
            api.pipelines.reorder(pipeline.id, ids)
            st.rerun()


def _delete(api: Api, pipeline: PipelineOut, stage: StageOut) -> None:
    others = {each.id: each.name for each in pipeline.stages if each.id != stage.id}

    @st.dialog(_("Delete this column?"))
    def ask() -> None:
        st.write(_("The leads of “{name}” go to another column.").format(name=plain(stage.name)))
        target: uuid.UUID = st.selectbox(_("Move them to"), list(others), format_func=others.__getitem__, key="move-to")
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Cancel"), key="confirm-cancel"):
                st.rerun()
            agreed = st.button(_("Delete column"), type="primary", key="confirm-agree")
        if agreed:
            with feedback.telling():
                api.pipelines.delete_stage(pipeline.id, stage.id, target)
                feedback.done(_("The column was deleted."))
                st.rerun()

    ask()


def _add(api: Api, pipeline: PipelineOut) -> None:
    with (
        st.form("add-stage", clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(_("New column"), max_chars=80, key="new-stage-name", width=210)
        kind = st.selectbox(_("Means"), list(Stage), index=1, format_func=words.stage, key="new-stage-kind", width=140)
        sent = st.form_submit_button(_("Add column"), icon=":material/add:")
    if sent:
        try:
            stage = StageCreate(name=name or "", kind=kind)
        except ValidationError:
            st.error(_("Give it a name."))
            return
        with feedback.telling():
            api.pipelines.add_stage(pipeline.id, stage)
            _saved()


def _create(api: Api) -> None:
    @st.dialog(_("New pipeline"))
    def ask() -> None:
        with st.form("new-pipeline-form", border=False):
            name = st.text_input(_("Name"), max_chars=80, placeholder=_("After-sales, tenders, partners…"))
            st.caption(_("It begins with the five usual columns; change them afterwards."))
            sent = st.form_submit_button(_("Create"), type="primary")
        if sent and not (name or "").strip():
            st.error(_("Give it a name."))
        elif sent:
            with feedback.telling():
                made = api.pipelines.create((name or "").strip())
                st.query_params["pipeline"] = str(made.id)
                feedback.done(_("The pipeline is there."))
                st.rerun()

    ask()


def _saved() -> None:
    feedback.done(_("Saved."))
    st.rerun()
