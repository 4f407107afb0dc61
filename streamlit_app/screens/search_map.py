"""Results on a map that needs nobody's tiles: a quiet grid of longitudes and latitudes, and a table beside it."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from backend.prospecting.enums import ResultState
from backend.prospecting.schemas import ResultOut
from streamlit_app import navigation
from streamlit_app.kit import charts, feedback
from streamlit_app.kit.charts import Spot
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.panel import doorway
from streamlit_app.screens import search_words

_COLOURS: Final = {
    ResultState.SAVED: "#12a594",
    ResultState.READY: "#3e8ede",
    ResultState.DUPLICATE: "#6e6ade",
    ResultState.BLOCKED: "#e08a1e",
    ResultState.FAILED: "#e5484d",
}


def show(results: Sequence[ResultOut]) -> None:
    placed = [each for each in results if each.lat is not None and each.lon is not None]
    if not placed:
        feedback.empty(
            _("Nothing to show on the map"), _("None of these results says where it is."), icon=":material/map:"
        )
        return
    settings = doorway().settings
    # Above the map, where it is seen.
    place = st.container()
    picked = charts.places(
        [_spot(each) for each in placed],
        key="results-map",
        alt=_("Where the businesses are; the table below says the same"),
        tiles=settings.map_tiles_url,
        credit=settings.map_credit,
    )
    chosen = next((each for each in placed if str(each.id) == picked), None)
    if chosen is not None:
        with place:
            _opened(chosen)
    left = len(results) - len(placed)
    if left:
        said = ngettext("{count} result does not say where it is.", "{count} results do not say where they are.", left)
        st.caption(said.format(count=left))
    with st.expander(_("As a table")):
        st.dataframe(
            _table(placed), hide_index=True, height="content" if len(placed) <= 12 else 460, column_config=_columns()
        )


def _spot(each: ResultOut) -> Spot:
    return Spot(
        id=str(each.id),
        lon=each.lon or 0.0,
        lat=each.lat or 0.0,
        name=each.name or each.domain or each.url,
        group=search_words.result(each.state),
        colour=_COLOURS.get(each.state, "#8b8d98"),
    )


def _opened(each: ResultOut) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    ):
        about = " · ".join(part for part in (each.domain, each.phone, each.email, each.address) if part)
        state = search_words.result(each.state)
        st.markdown(f"**{plain(each.name)}** :gray-badge[{state}]  \n:gray[{plain(about)}]", width="content")
        with st.container(horizontal=True, width="content"):
            if each.lead_id and st.button(_("Open lead"), key="map-open", type="primary"):
                navigation.go("leads", lead=str(each.lead_id))
            if each.url.startswith(("http://", "https://")):
                st.link_button(_("Open website"), each.url, icon=":material/open_in_new:")


def _table(results: Sequence[ResultOut]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": each.name or each.domain or each.url,
            "city": each.city,
            "address": each.address,
            "state": search_words.result(each.state),
            "lat": each.lat,
            "lon": each.lon,
        }
        for each in results
    )


def _columns() -> dict[str, ColumnConfig]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "name": text(_("Name")),
        "city": text(_("Town")),
        "address": text(_("Address")),
        "state": text(_("State")),
        "lat": number(_("Latitude"), format="%.4f"),
        "lon": number(_("Longitude"), format="%.4f"),
    }
