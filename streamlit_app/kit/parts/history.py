"""What happened, newest first, day by day; a stranger's words stay words (CRM-12)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _history() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_history", html="<ol></ol>", css=asset("history.css"), js=asset("history.js")
    )


@dataclass(frozen=True)
class Line:
    """Either a `day` alone or something that happened; `tone` is a colour of the theme."""

    day: str = ""
    what: str = ""
    who: str = ""
    at: str = ""
    said: str = ""
    tone: str = "gray"
    mine: bool = False


def history(lines: Sequence[Line], *, label: str, key: str) -> None:
    _history()(key=key, data={"lines": [asdict(line) for line in lines], "label": label})
