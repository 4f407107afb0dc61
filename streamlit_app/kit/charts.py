"""Plots in one quiet style; colours and type follow the panel's theme, dark or light."""

from collections.abc import Sequence
from typing import Final

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
