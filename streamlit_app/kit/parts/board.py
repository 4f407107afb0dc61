"""The pipeline as columns of cards that a mouse, a finger or the keyboard moves (CRM-03)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.i18n import _, language
from streamlit_app.kit.parts.assets import asset

_SCRIPTS = ("board_cards.js", "board_drag.js", "board.js")


@cache
def _board() -> ComponentRenderer:
    return st.components.v2.component(
        "opensells_board",
        html=asset("board.html"),
        css=asset("board.css"),
        js="\n".join(asset(name) for name in _SCRIPTS),
    )


@dataclass(frozen=True)
class Card:
    """One lead; every word is ready to be read, and shown as text. `tone` is its temperature."""

    id: str
    title: str
    score: int
    score_name: str
    tone: str
    channel: str
    channel_name: str
    days: str
    days_name: str
    note: str = ""
    value: str = ""
    rotting: bool = False
    task: str = ""
    overdue: bool = False
    tags: tuple[str, ...] = ()
    owner: str = ""
    owner_name: str = ""


@dataclass(frozen=True)
class Column:
    """`tone` is the stage's kind, `empty` the words of a column without cards, `more` whether others wait."""

    id: str
    name: str
    tone: str
    count: int
    total: str
    cards: tuple[Card, ...]
    more: bool = False
    empty: str = ""


@dataclass(frozen=True)
class Move:
    """A card that was dropped in another column; `number` tells the page that it was answered."""

    card: str
    column: str
    start: str
    number: int


@dataclass(frozen=True)
class Pressed:
    """What was pressed in this run: a card to open, a column that should show more."""

    opened: str | None
    more: str | None


def board(
    columns: Sequence[Column],
    *,
    label: str,
    key: str,
    movable: bool,
    on_move: Callable[[Move], None],
    answered: int = 0,
    refused: int = 0,
    height: str = "max(420px, calc(100dvh - 215px))",
) -> Pressed:
    """`on_move` runs before the page; the card stays where it was dropped until `answered` says its number.

    `refused` is the number of the last move that was not made.
    """

    def moved() -> None:
        found = read_move(st.session_state[key].get("moved"))
        if found is not None:
            on_move(found)

    data = {
        "columns": [asdict(column) for column in columns],
        "label": label,
        "movable": movable,
        "answered": answered,
        "refused": refused,
        "height": height,
        "words": _words(),
        "language": language(),
    }
    result = _board()(key=key, data=data, on_moved_change=moved, on_opened_change=_nothing, on_more_change=_nothing)
    return Pressed(opened=_text(result.opened), more=_text(result.more))


# Any: what the browser sent.
def read_move(sent: Any) -> Move | None:
    """None where it is not a move: the browser is not believed."""
    if not isinstance(sent, Mapping):
        return None
    card, column, start, number = (sent.get(name) for name in ("card", "column", "from", "number"))
    if not (isinstance(card, str) and isinstance(column, str) and isinstance(start, str)):
        return None
    return Move(card, column, start, int(number)) if isinstance(number, int | float) else None


def _text(sent: object) -> str | None:
    return sent if isinstance(sent, str) and sent else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""


def _words() -> dict[str, str]:
    """What the board says to whoever does not see it, and on its own buttons."""
    return {
        "how": _(
            "Enter opens the lead. Space lifts the card, the left and right arrows carry it to another column, "
            "Space drops it and Escape puts it back."
        ),
        "how_to_read": _("Enter opens the lead. The arrows go from card to card."),
        "lifted": _("{name} lifted from {column}."),
        "over": _("{name} is over {column}, {count} cards."),
        "dropped": _("{name} dropped in {column}."),
        "cancelled": _("{name} is back in {column}."),
        "refused": _("The card could not be moved and is back where it was."),
        "more": _("Show more"),
    }
