"""A conversation as bubbles, like in a messenger."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _transcript() -> ComponentRenderer:
    scripts = ("transcript_media.js", "transcript.js")
    return st.components.v2.component(
        "opensells_transcript",
        html='<ol role="log" aria-live="polite" tabindex="0"></ol>',
        css=asset("transcript.css"),
        js="\n".join(asset(name) for name in scripts),
    )


@dataclass(frozen=True)
class Media:
    """A file of a message; `kind` is image, audio, video or document, and `url` leads to it by this panel's session."""

    name: str
    kind: str = "document"
    url: str = ""
    size: str = ""


@dataclass(frozen=True)
class Act:
    """Something to do with one message; its id comes back with the message's."""

    id: str
    label: str


@dataclass(frozen=True)
class Bubble:
    """`role` is the message's, "note" for the team's own words, or "day" for a line with a date.

    `first` of its writer shows who and when. `ticks` is the state of a delivery and `state` its words; `marks` are
    words under the bubble, `quote` what it answers.
    """

    role: str
    text: str
    who: str = ""
    at: str = ""
    first: bool = False
    files: tuple[Media, ...] = ()
    id: str = ""
    ticks: str = ""
    state: str = ""
    cause: str = ""
    marks: tuple[str, ...] = ()
    reaction: str = ""
    quote: str = ""
    gone: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What was pressed at a message."""

    act: str
    message: str


def transcript(messages: Sequence[Bubble], *, of: str, label: str, key: str, height: str = "") -> Asked | None:
    """`of` names the conversation; another one begins at its end. Without a height it is as high as its words."""
    shown = [asdict(message) for message in messages]
    data = {"messages": shown, "of": of, "label": label, "height": height}
    return _asked(_transcript()(key=key, data=data, on_asked_change=_nothing).asked)


def _asked(sent: object) -> Asked | None:
    """The browser is not believed."""
    if not isinstance(sent, Mapping):
        return None
    act, message = sent.get("act"), sent.get("message")
    return Asked(act, message) if isinstance(act, str) and isinstance(message, str) else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
