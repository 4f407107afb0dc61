"""Plots in one quiet style; colours and type follow the panel's theme, dark or light."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st

_CONFIG: Final = {"displayModeBar": False, "scrollZoom": False, "responsive": True}
# Both themes are legible with these; grids and words take the theme's own colours.
PRIMARY: Final = "#6e6ade"
SECOND: Final = "#12a594"


def trend(
    days: Sequence[str],
    lines: Sequence[tuple[str, Sequence[int]]],
    *,
    key: str,
    alt: str,
    colours: Sequence[str] = (PRIMARY, SECOND),
    height: int = 404,
) -> None:
    """Counts a day; the first line is filled, for it is the larger one."""
    figure = go.Figure()
    for position, (name, counts) in enumerate(lines):
        colour = colours[position % len(colours)]
        figure.add_trace(
            go.Scatter(
                x=list(days),
                y=list(counts),
                name=name,
                mode="lines",
                line={"color": colour, "width": 2.5, "shape": "spline", "smoothing": 0.6},
                fill="tozeroy" if position == 0 else None,
                fillcolor=_pale(colour),
                hovertemplate="%{y}",
            )
        )
    figure.update_layout(
        hovermode="x unified",
        legend={"orientation": "h", "y": 1.14, "x": 0},
        yaxis={"rangemode": "tozero", "nticks": 5},
    )
    figure.update_xaxes(nticks=8, showgrid=False, tickangle=0, type="category")
    _show(figure, height=height, key=key, alt=alt)


def funnel(labels: Sequence[str], counts: Sequence[int], shares: Sequence[str], *, key: str, alt: str) -> None:
    """How many came to each step, the first on top; only the narrow end of a long label is cut."""
    figure = go.Figure(
        go.Bar(
            x=list(counts),
            y=list(range(len(counts))),
            orientation="h",
            marker={"color": PRIMARY, "opacity": 0.85, "cornerradius": 5},
            text=[f"<b>{count}</b>  {share}" for count, share in zip(counts, shares, strict=True)],
            textposition="auto",
            customdata=list(labels),
            hovertemplate="%{customdata}: %{x}<extra></extra>",
        )
    )
    ticks = {"tickvals": list(range(len(counts))), "ticktext": [_short(label) for label in labels]}
    figure.update_yaxes(autorange="reversed", showgrid=False, **ticks)
    figure.update_xaxes(visible=False)
    figure.update_layout(showlegend=False, bargap=0.28)
    _show(figure, height=max(220, 36 * len(counts) + 30), key=key, alt=alt)


# More names than these would lie over one another.
_NAMED: Final = 15


@dataclass(frozen=True)
class Spot:
    """A place on a map; those of one `group` share a colour and a line of the legend."""

    id: str
    lon: float
    lat: float
    name: str
    group: str
    colour: str


def places(spots: Sequence[Spot], *, key: str, alt: str, tiles: str = "", credit: str = "") -> str | None:
    """A map; the id of the place that was clicked. Without `tiles` nothing is fetched from anywhere."""
    figure = go.Figure()
    for group in dict.fromkeys(spot.group for spot in spots):
        figure.add_trace(_group([spot for spot in spots if spot.group == group], on_tiles=bool(tiles)))
    figure.update_layout(legend={"orientation": "h", "y": 1.08, "x": 0}, clickmode="event+select", dragmode="pan")
    figure.update_layout(height=520, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    _lay_tiles(figure, spots, tiles, credit) if tiles else _lay_grid(figure, spots)
    config = _CONFIG | {"scrollZoom": True}
    chosen = st.plotly_chart(figure, config=config, key=key, alt=alt, on_select="rerun", selection_mode="points")
    points = chosen["selection"]["points"]
    found: Any = points[0].get("customdata") if points else None  # a list or its only item
    return str(found[0] if isinstance(found, list) else found) if found else None


# Any: a trace of either kind of map.
def _group(spots: Sequence[Spot], *, on_tiles: bool) -> Any:
    few = len(spots) <= _NAMED
    common = {
        "name": spots[0].group,
        "mode": "markers+text" if few else "markers",
        "text": [_short(spot.name, 24) for spot in spots] if few else None,
        "textposition": "top center",
        "customdata": [[spot.id] for spot in spots],
        "hovertext": [_short(spot.name, 60) for spot in spots],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 13, "color": spots[0].colour, "opacity": 0.88},
    }
    lon, lat = [spot.lon for spot in spots], [spot.lat for spot in spots]
    return go.Scattermap(lon=lon, lat=lat, **common) if on_tiles else go.Scatter(x=lon, y=lat, **common)


def _lay_grid(figure: go.Figure, spots: Sequence[Spot]) -> None:
    """Longitudes and latitudes as lines; a degree of longitude is shorter the farther from the equator."""
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    middle = (max(lats) + min(lats)) / 2
    room = max(max(lats) - min(lats), (max(lons) - min(lons)) * math.cos(math.radians(middle)), 0.01) * 0.12
    grid = {"showgrid": True, "gridwidth": 1, "griddash": "dot", "zeroline": False, "ticksuffix": "°", "nticks": 7}
    figure.update_xaxes(**grid, range=[min(lons) - room, max(lons) + room])
    stretch = 1 / max(math.cos(math.radians(middle)), 0.05)
    figure.update_yaxes(**grid, range=[min(lats) - room, max(lats) + room], scaleanchor="x", scaleratio=stretch)


def _lay_tiles(figure: go.Figure, spots: Sequence[Spot], tiles: str, credit: str) -> None:
    source = {"type": "raster", "tiles": [tiles], "tileSize": 256, "attribution": credit}
    style = {
        "version": 8,
        "sources": {"tiles": source},
        "layers": [{"id": "tiles", "type": "raster", "source": "tiles"}],
    }
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    span = max(max(lats) - min(lats), max(lons) - min(lons), 0.005)
    centre = {"lat": (max(lats) + min(lats)) / 2, "lon": (max(lons) + min(lons)) / 2}
    figure.update_layout(map={"style": style, "center": centre, "zoom": max(1.0, math.log2(360 / span) - 0.8)})


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.10)"


def _short(label: str, length: int = 30) -> str:
    """Plotly reads tags in labels, so the signs that open them are taken away."""
    plain = label.replace("<", "‹").replace(">", "›").replace("&", "+")
    return plain if len(plain) <= length else plain[: length - 1] + "…"


def _show(figure: go.Figure, *, height: int, key: str, alt: str) -> None:
    figure.update_layout(height=height, margin={"l": 4, "r": 8, "t": 8, "b": 4}, dragmode=False)
    st.plotly_chart(figure, config=_CONFIG, key=key, alt=alt)
