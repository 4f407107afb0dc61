"""A row of tabs with a number on each; it scrolls sideways where it does not fit."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _tabs() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_tabs", html='<div role="tablist"></div>', css=asset("tabs.css"), js=asset("tabs.js")
    )


@dataclass(frozen=True)
class Tab:
    """`count` is ready to be read, and empty for none; an `urgent` one wants to be seen."""

    id: str
    name: str
    count: str = ""
    urgent: bool = False


def tabs(items: Sequence[Tab], *, label: str, key: str, chosen: str) -> str | None:
    """The id that was just chosen."""
    data = {"tabs": [asdict(item) for item in items], "label": label, "chosen": chosen}
    found = _tabs()(key=key, data=data, on_opened_change=_nothing).opened
    return found if isinstance(found, str) and found in {item.id for item in items} else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
