"""Ways to reach somebody, each with the page that proves it and the words around (X30)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.assets import asset


@cache
def _reach() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_reach",
        html='<ul role="list"></ul>',
        css=asset("reach.css"),
        js=asset("proof.js") + asset("reach.js"),
    )


@dataclass(frozen=True)
class Proof:
    """Where a value was found; `place` is how the page is called, `note` how it was found and how sure."""

    url: str
    place: str
    text: str
    note: str


@dataclass(frozen=True)
class Way:
    """`href` opens it (http, mailto, tel; others are not linked); `actions` are keys and their names."""

    id: str
    kind: str
    value: str
    label: str = ""
    href: str = ""
    main: bool = False
    evidence: tuple[Proof, ...] = ()
    actions: tuple[tuple[str, str], ...] = ()


def reach(ways: Sequence[Way], *, label: str, key: str) -> tuple[str, str] | None:
    """The id and the action that were just pressed."""
    words = {"proof": _("Where from?"), "main": _("first"), "more": _("More")}
    data = {"items": [asdict(way) for way in ways], "label": label, "words": words}
    acted = _reach()(key=key, data=data, on_acted_change=_nothing).acted
    if not isinstance(acted, Mapping):
        return None
    found = str(acted.get("id")), str(acted.get("action"))
    return found if any(way.id == found[0] and found[1] in dict(way.actions) for way in ways) else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
