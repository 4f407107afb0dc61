"""The widget as a visitor will see it, redrawn while its colours and words change (PAN-02)."""

from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _preview() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_widget_preview", html=asset("preview.html"), css=asset("preview.css"), js=asset("preview.js")
    )


@dataclass(frozen=True)
class Preview:
    """Branding and words, already with their defaults."""

    primary: str
    on_primary: str
    background: str
    text: str
    position: str
    radius: int
    logo_url: str | None
    launcher_text: str
    title: str
    subtitle: str
    placeholder: str
    hello: str
    question: str
    options: tuple[str, ...]


def preview(shown: Preview, *, key: str) -> None:
    _preview()(key=key, data=asdict(shown))
