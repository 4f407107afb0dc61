"""A list of people or conversations to choose from, as in a mail program."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _rows() -> ComponentRenderer:
    scripts = ("channels.js", "rows.js")
    return st.components.v2.component(
        "opensells_rows",
        html="<ul></ul>",
        css=asset("channels.css") + asset("rows.css"),
        js="\n".join(asset(name) for name in scripts),
    )


@dataclass(frozen=True)
class Flag:
    """A word under a line; `tone` is a colour of the theme."""

    text: str
    tone: str = "gray"


@dataclass(frozen=True)
class Row:
    """`tone` is a temperature, "good" or "plain"; `unread` replaces the tag; `channel` is drawn beside the face."""

    id: str
    title: str
    note: str = ""
    aside: str = ""
    tag: str = ""
    tone: str = "plain"
    unread: int = 0
    channel: str = ""
    channel_name: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def initials(self) -> str:
        words = [word for word in self.title.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper() or "·"


def rows(items: Sequence[Row], *, label: str, key: str, chosen: str | None = None, height: str = "") -> str | None:
    """The id that was just chosen, by mouse, finger, arrows, or j and k wherever the page has `keys`.

    Without a height it is as high as its rows.
    """
    data = {
        "rows": [asdict(item) | {"initials": item.initials} for item in items],
        "label": label,
        "chosen": chosen,
        "height": height,
    }
    opened = _rows()(key=key, data=data, on_opened_change=_nothing).opened
    return str(opened) if opened else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
