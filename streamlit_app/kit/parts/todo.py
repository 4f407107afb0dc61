"""A list of things to do: ticked, put off or opened where they stand (CRM-07)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.assets import asset


@cache
def _todo() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_todo", html='<ul role="list"></ul>', css=asset("todo.css"), js=asset("todo.js")
    )


@dataclass(frozen=True)
class Item:
    """`priority` is low, normal or high; `target` names the lead or niche that it is about."""

    id: str
    title: str
    priority: str
    due: str = ""
    overdue: bool = False
    flag: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()
    done: bool = False
    movable: bool = True


@dataclass(frozen=True)
class Pressed:
    """What was pressed in this run, by the item's id; `snoozed` with the key of the chosen moment."""

    checked: str | None = None
    opened: str | None = None
    followed: str | None = None
    snoozed: tuple[str, str] | None = None


def todo(items: Sequence[Item], *, label: str, key: str, choices: Mapping[str, str]) -> Pressed:
    """`choices` are the moments until which an item may be put off."""
    data = {
        "items": [asdict(item) for item in items],
        "label": label,
        "choices": list(choices.items()),
        "words": {"complete": _("Complete"), "reopen": _("Open again"), "snooze": _("Snooze")},
    }
    found = _todo()(
        key=key,
        data=data,
        on_checked_change=_nothing,
        on_opened_change=_nothing,
        on_followed_change=_nothing,
        on_snoozed_change=_nothing,
    )
    snoozed = found.snoozed
    later = (str(snoozed["id"]), str(snoozed["until"])) if _is_choice(snoozed, choices) else None
    return Pressed(_text(found.checked), _text(found.opened), _text(found.followed), later)


def _is_choice(sent: object, choices: Mapping[str, str]) -> bool:
    return isinstance(sent, Mapping) and isinstance(sent.get("id"), str) and sent.get("until") in choices


def _text(sent: object) -> str | None:
    return sent if isinstance(sent, str) and sent else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
