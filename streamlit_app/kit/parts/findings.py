"""Businesses that a search found: each datum with the page that proves it, and what became of each (PRO-03, X30)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.assets import asset
from streamlit_app.kit.parts.reach import Way


@cache
def _findings() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_findings",
        html='<ul role="list"></ul>',
        css=asset("findings.css"),
        js=asset("proof.js") + asset("findings.js"),
    )


@dataclass(frozen=True)
class Finding:
    """`tone` is good, waiting, known, closed, bad or plain; `links` are keys of what can be opened and their names."""

    id: str
    name: str
    state: str
    tone: str
    url: str = ""
    domain: str = ""
    place: str = ""
    summary: str = ""
    reason: str = ""
    ready: bool = False
    ways: tuple[Way, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Pressed:
    """What was pressed in this run: a tick set or taken away, or a link."""

    ticked: tuple[str, bool] | None = None
    followed: tuple[str, str] | None = None


def findings(items: Sequence[Finding], *, label: str, key: str, picking: bool, picked: Sequence[str] = ()) -> Pressed:
    """With ticks beside those that are ready where `picking`."""
    data = {
        "items": [asdict(item) for item in items],
        "label": label,
        "picking": picking,
        "picked": list(picked),
        "words": {"proof": _("Where from?"), "pick": _("Choose")},
    }
    found = _findings()(key=key, data=data, on_picked_change=_nothing, on_followed_change=_nothing)
    ready = {item.id for item in items if item.ready}
    links = {(item.id, target) for item in items for target, _name in item.links}
    ticked, followed = _sent(found.picked), _sent(found.followed)
    return Pressed(
        ticked=(ticked[0], ticked[1] is True) if ticked and ticked[0] in ready else None,
        followed=(followed[0], str(followed[1])) if followed and followed in links else None,
    )


def _sent(value: object) -> tuple[str, object] | None:
    return (str(value.get("id")), value.get("value")) if isinstance(value, Mapping) else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
