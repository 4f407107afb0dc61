"""What opens over the inbox, by a button, the menu or a single key; it stays open until it is done or put away.

A dialog is opened by the page and not by the part that lives: that one is drawn again every moment, and whatever it
had opened would close.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Final, Literal

import streamlit as st

from backend.conversations.enums import ConversationStatus
from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_acts, inbox_canned, inbox_notes, inbox_opened, inbox_templates, inbox_why
from streamlit_app.screens.inbox_dialog_names import (
    ASSIGN,
    CANNED,
    CLOSE,
    CORRECT,
    HELP,
    MERGE,
    NOTE,
    PAUSE,
    SNOOZE,
    TEMPLATE,
    WAKE,
    WHY,
)
from streamlit_app.viewer import Viewer

_KEYS: Final[Mapping[str, str]] = {"a": ASSIGN, "c": CANNED, "e": CLOSE, "n": NOTE, "p": PAUSE, "s": SNOOZE, "?": HELP}
_OF_NOBODY: Final = frozenset({HELP})


def keys(viewer: Viewer, chosen: uuid.UUID | None) -> frozenset[str]:
    """Those that do something now."""
    works = viewer.may_work and chosen is not None
    return frozenset(each for each, name in _KEYS.items() if works or name in _OF_NOBODY)


def press(key: str) -> None:
    inbox_opened.open_at(_KEYS[key])


def opener(
    name: str,
    label: str,
    icon: str,
    *,
    type: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    if st.button(label, icon=icon, type=type, key=f"open-{name}"):
        inbox_opened.open_at(name)
        st.rerun()


def menu(detail: ConversationDetail) -> None:
    """All that is done less often."""
    ended = detail.status is ConversationStatus.ENDED
    names = {
        ASSIGN: _("Assign…"),
        SNOOZE: _("Snooze…"),
        WAKE: _("Wake up now") if detail.snoozed_until else None,
        PAUSE: None if ended else _("Pause the assistant…"),
        MERGE: _("Merge with another lead…") if detail.lead_id else None,
        CLOSE: None if ended else _("Close…"),
    }
    shown = {name: label for name, label in names.items() if label}
    pressed = st.menu_button(
        _("More"), list(shown), format_func=lambda name: shown.get(name, ""), icon=":material/more_horiz:", key="more"
    )
    if pressed:
        inbox_opened.open_at(str(pressed))
        st.rerun()


def show(api: Api, viewer: Viewer, chosen: uuid.UUID | None) -> None:
    """Whatever is open, over the page."""
    opened = inbox_opened.current(chosen)
    if opened is None:
        return
    if opened.name == HELP:
        inbox_acts.explain_keys()
    elif chosen is not None and viewer.may_work:
        _of_one(api, api.conversations.get(chosen, latest=100), opened.name, opened.message)


def _of_one(api: Api, detail: ConversationDetail, name: str, message: str) -> None:
    simple: Mapping[str, Callable[[Api, ConversationDetail], None]] = {
        ASSIGN: inbox_acts.assign,
        CANNED: inbox_canned.choose,
        CLOSE: inbox_acts.close,
        MERGE: inbox_acts.merge,
        NOTE: inbox_notes.write,
        PAUSE: inbox_acts.pause,
        SNOOZE: inbox_acts.snooze,
        TEMPLATE: inbox_templates.write,
        WAKE: inbox_acts.wake,
    }
    if name in simple:
        simple[name](api, detail)
    elif name == WHY:
        inbox_why.explain(api, detail, message)
    elif name == CORRECT:
        inbox_why.correct(api, detail, message)
