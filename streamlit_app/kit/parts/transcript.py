"""A conversation as bubbles, like in a messenger."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _transcript() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_transcript",
        html='<ol role="log" aria-live="polite" tabindex="0"></ol>',
        css=asset("transcript.css"),
        js=asset("transcript.js"),
    )


@dataclass(frozen=True)
class Bubble:
    """`role` is the message's, or "day" for a line with a date; `first` of its writer shows who and when."""

    role: str
    text: str
    who: str = ""
    at: str = ""
    first: bool = False
    files: tuple[str, ...] = ()


def transcript(messages: Sequence[Bubble], *, of: str, label: str, key: str, height: int = 0) -> None:
    """`of` names the conversation; another one begins at its end. Height 0 is as high as its words."""
    shown = [asdict(message) for message in messages]
    _transcript()(key=key, data={"messages": shown, "of": of, "label": label, "height": height})
