"""The pipeline: leads as cards in columns that people move by hand (CRM-03, X18)."""

import uuid
from dataclasses import replace
from typing import Final

import streamlit as st

from backend.leads.board_schemas import BoardOut, CardOut, ColumnOut, PipelineOut
from backend.leads.enums import BoardSort, Stage
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, undoing
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.board import Column, Move, board
from streamlit_app.kit.transport import ApiError, SignedOut
from streamlit_app.screens import (
    lead_detail,
    lead_filtering,
    lead_forms,
    lost_reasons,
    people,
    pipeline_cards,
    pipeline_settings,
)
from streamlit_app.viewer import Viewer

REFRESH_SECONDS: Final = 8
PAGE: Final = 25
MOST_PAGES: Final = 8
_ANSWERED: Final = "board_answered"
_REFUSED: Final = "board_refused"
_PROBLEM: Final = "board_problem"
_LOST: Final = "board_lost"
_PAGES: Final = "board_pages"
_SHOWN: Final = "board_shown"


def show(api: Api, viewer: Viewer) -> None:
    lead_id = lead_detail.chosen()
    if lead_id is not None:
        lead_detail.show(api, viewer, lead_id, back=_("Pipeline"))
        return
    pipelines = api.pipelines.list()
    pipeline = _pipeline(pipelines)
    if "settings" in st.query_params and viewer.may_set_up:
        pipeline_settings.show(api, pipeline, pipelines)
        return
    _head(api, viewer, pipelines, pipeline)
    undoing.show()
    filters, sort = _filters(api, viewer)
    _ask_why(api)
    _board(api, viewer, pipeline, filters, sort)


def _pipeline(pipelines: list[PipelineOut]) -> PipelineOut:
    chosen = st.query_params.get("pipeline", "")
    default = next((each for each in pipelines if each.is_default), pipelines[0])
    return next((each for each in pipelines if str(each.id) == chosen), default)


def _head(api: Api, viewer: Viewer, pipelines: list[PipelineOut], pipeline: PipelineOut) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.title(_("Pipeline"), anchor=False, width="content")
            if len(pipelines) > 1:
                _choose(pipelines, pipeline)
        with st.container(horizontal=True, width="content"):
            if viewer.may_set_up and st.button(_("Columns"), icon=":material/view_column:", key="board-settings"):
                st.query_params["settings"] = "1"
                st.rerun()
            if viewer.may_work and st.button(_("Add lead"), icon=":material/add:", type="primary", key="add-lead"):
                lead_forms.create(api)


def _choose(pipelines: list[PipelineOut], pipeline: PipelineOut) -> None:
    ids = [each.id for each in pipelines]
    names = {each.id: each.name for each in pipelines}
    chosen = st.selectbox(
        _("Pipeline"),
        ids,
        index=ids.index(pipeline.id),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        key="board-pipeline",
        width=220,
    )
    if chosen != pipeline.id:
        st.query_params["pipeline"] = str(chosen)
        st.rerun()


def _filters(api: Api, viewer: Viewer) -> tuple[LeadFilters, BoardSort]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        q = lead_filtering.search(key="board")
        found = lead_filtering.for_board(api, viewer)
        orders = {
            BoardSort.NEWEST: _("Newest in the column"),
            BoardSort.OLDEST: _("Longest in the column"),
            BoardSort.SCORE: _("Best score first"),
        }
        sort: BoardSort = st.selectbox(
            _("Sort by"),
            list(orders),
            format_func=orders.__getitem__,
            label_visibility="collapsed",
            key="board-sort",
            width=260,
        )
    return replace(found, q=q), sort


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _board(api: Api, viewer: Viewer, pipeline: PipelineOut, filters: LeadFilters, sort: BoardSort) -> None:
    columns = _columns(api, pipeline, filters, sort)
    if columns is None:
        return
    if problem := st.session_state.pop(_PROBLEM, None):
        st.toast(problem, icon=":material/error:")
    pressed = board(
        pipeline_cards.held(columns, st.session_state.get(_LOST)),
        label=pipeline.name,
        key=f"board-{pipeline.id}",
        movable=viewer.may_work,
        on_move=lambda move: _moved(api, pipeline, move),
        answered=st.session_state.get(_ANSWERED, 0),
        refused=st.session_state.get(_REFUSED, 0),
    )
    if pressed.opened:
        st.query_params["lead"] = pressed.opened
        st.rerun()
    if pressed.more:
        pages = st.session_state.setdefault(_PAGES, {})
        pages[pressed.more] = pages.get(pressed.more, 1) + 1
        st.rerun(scope="fragment")
    if st.session_state.get(_LOST) and not st.session_state.get("board_asking"):
        st.rerun()


def _columns(api: Api, pipeline: PipelineOut, filters: LeadFilters, sort: BoardSort) -> list[Column] | None:
    """The last board that was seen stays while the API is away."""
    place = (pipeline.id, filters, sort)
    try:
        columns = _read(api, pipeline, filters, sort)
    except SignedOut:
        raise
    except ApiError as error:
        st.warning(feedback.sentence(error), icon=":material/cloud_off:")
        kept: tuple[object, list[Column]] | None = st.session_state.get(_SHOWN)
        return kept[1] if kept and kept[0] == place else None
    st.session_state[_SHOWN] = (place, columns)
    return columns


def _read(api: Api, pipeline: PipelineOut, filters: LeadFilters, sort: BoardSort) -> list[Column]:
    found: BoardOut = api.pipelines.board(pipeline.id, filters, sort=sort, limit=PAGE)
    filled = [(column, *_cards(api, pipeline, column, filters, sort)) for column in found.columns]
    tasks = api.tasks.next([card.id for _column, cards, _more in filled for card in cards])
    team = people.names(api)
    return [pipeline_cards.column(each, cards, more=more, tasks=tasks, team=team) for each, cards, more in filled]


def _cards(
    api: Api, pipeline: PipelineOut, column: ColumnOut, filters: LeadFilters, sort: BoardSort
) -> tuple[list[CardOut], bool]:
    """The first cards, and those of every time that "show more" was pressed."""
    cards, cursor = list(column.cards), column.next_cursor
    pages: int = st.session_state.get(_PAGES, {}).get(str(column.stage.id), 1)
    for _page in range(min(pages, MOST_PAGES) - 1):
        if cursor is None:
            break
        page = api.pipelines.cards(pipeline.id, column.stage.id, filters, sort=sort, cursor=cursor)
        cards, cursor = [*cards, *page.items], page.next_cursor
    return cards, cursor is not None and pages < MOST_PAGES


def _moved(api: Api, pipeline: PipelineOut, move: Move) -> None:
    """Runs before the page. Whatever goes wrong, the move counts as answered and the board as it stands is shown."""
    st.session_state[_ANSWERED] = move.number
    stage = next((each for each in pipeline.stages if str(each.id) == move.column), None)
    if stage is not None and stage.kind is Stage.LOST:
        st.session_state[_LOST] = move
    else:
        _carry_out(api, move)


def _carry_out(api: Api, move: Move, reason: str | None = None) -> None:
    try:
        api.pipelines.move(uuid.UUID(move.card), uuid.UUID(move.column), reason)
    except SignedOut:
        # The page's own next call says so to the frame.
        st.session_state[_REFUSED] = move.number
    except (ApiError, ValueError) as error:
        st.session_state[_REFUSED] = move.number
        known = error if isinstance(error, ApiError) else ApiError("lead_not_found", status=404)
        st.session_state[_PROBLEM] = feedback.sentence(known)


def _ask_why(api: Api) -> None:
    """Outside of the board's fragment, whose next look would close the question."""
    move: Move | None = st.session_state.get(_LOST)
    st.session_state["board_asking"] = move is not None
    if move is None:
        return

    @st.dialog(_("Why is it lost?"), on_dismiss=_keep)
    def ask() -> None:
        agreed = lost_reasons.choose(key=f"lost-{move.number}")
        if agreed.cancelled:
            _keep()
            st.rerun()
        if agreed.reason is not None:
            _keep()
            _carry_out(api, move, agreed.reason)
            st.rerun()

    ask()


def _keep() -> None:
    """The card goes back, or where the API says."""
    st.session_state.pop(_LOST, None)
    st.session_state["board_asking"] = False
