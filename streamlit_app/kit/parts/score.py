"""A lead's score as a ring, with what each part gave and why (SCO-01)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _score() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_score", html=asset("score.html"), css=asset("score.css"), js=asset("score.js")
    )


@dataclass(frozen=True)
class Part:
    name: str
    points: int
    max: int
    why: str


def score(total: int, tone: str, parts: Sequence[Part], *, label: str, key: str) -> None:
    data = {"total": total, "tone": tone, "parts": [asdict(each) for each in parts], "label": label}
    _score()(key=key, data=data)
