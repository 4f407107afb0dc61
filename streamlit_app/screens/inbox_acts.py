"""The small dialogs of the inbox: whose it is, when it comes back, when the assistant may speak, the end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_opened, inbox_words, lead_merging, people

_MORNING: Final = 9


def done(message: str) -> None:
    inbox_opened.put_away()
    feedback.done(message)
    st.rerun()


def assign(api: Api, detail: ConversationDetail) -> None:
    names = people.names(api)

    @st.dialog(_("Whose conversation is this?"), on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        options = [None, *names]
        chosen = st.radio(
            _("Person"),
            options,
            index=options.index(detail.assignee_id) if detail.assignee_id in names else 0,
            format_func=lambda each: people.label(names, each),
            key="assign-who",
            label_visibility="collapsed",
        )
        if st.button(_("Assign"), type="primary", key="assign-agree"):
            with feedback.telling():
                api.conversations.assign(detail.id, chosen)
                done(_("It is assigned.") if chosen else _("Nobody has it now."))

    ask()


def snooze(api: Api, detail: ConversationDetail) -> None:
    @st.dialog(_("Snooze until"), on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        st.caption(_("It comes back by itself then, or as soon as this person writes."))
        _moments(_later_moments(), lambda until: _snoozed(api, detail, until), key="snooze")

    ask()


def _snoozed(api: Api, detail: ConversationDetail, until: datetime) -> None:
    api.conversations.snooze(detail.id, until)
    done(_("Snoozed, back {when}.").format(when=inbox_words.upcoming(until)))


def wake(api: Api, detail: ConversationDetail) -> None:
    with feedback.telling():
        api.conversations.wake(detail.id)
        done(_("It is back in your list."))


def pause(api: Api, detail: ConversationDetail) -> None:
    @st.dialog(_("Pause the assistant until"), on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        st.caption(_("Nobody answers by itself until then. You can take over at any time."))
        _moments(_pauses(), lambda until: _paused(api, detail, until), key="pause")

    ask()


def _paused(api: Api, detail: ConversationDetail, until: datetime) -> None:
    api.conversations.pause(detail.id, until)
    done(_("The assistant is back {when}.").format(when=inbox_words.upcoming(until)))


def _moments(choices: dict[str, datetime], act: Callable[[datetime], None], *, key: str) -> None:
    for number, (label, until) in enumerate(choices.items()):
        if st.button(f"{label} :gray[{inbox_words.upcoming(until)}]", key=f"{key}-{number}", width="stretch"):
            with feedback.telling():
                act(until)


def _pauses() -> dict[str, datetime]:
    now = formatting.now()
    return {
        _("30 minutes"): now + timedelta(minutes=30),
        _("1 hour"): now + timedelta(hours=1),
        _("4 hours"): now + timedelta(hours=4),
        _("Tomorrow morning"): _morning(1),
    }


def _later_moments() -> dict[str, datetime]:
    now = formatting.now()
    to_monday = 7 - now.astimezone(formatting.zone()).weekday()
    return {
        _("1 hour"): now + timedelta(hours=1),
        _("3 hours"): now + timedelta(hours=3),
        _("Tomorrow morning"): _morning(1),
        _("Next Monday"): _morning(to_monday),
    }


def _morning(days: int) -> datetime:
    here = formatting.now().astimezone(formatting.zone()) + timedelta(days=days)
    return here.replace(hour=_MORNING, minute=0, second=0, microsecond=0)


def close(api: Api, detail: ConversationDetail) -> None:
    @st.dialog(_("Close this conversation?"), on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        st.write(_("It ends for this person too. If they write again, it comes back to you."))
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Cancel"), key="close-cancel"):
                inbox_opened.put_away()
                st.rerun()
            if st.button(_("Close"), type="primary", key="close-agree"):
                with feedback.telling():
                    api.conversations.close(detail.id)
                    done(_("The conversation has ended."))

    ask()


def merge(api: Api, detail: ConversationDetail) -> None:
    """Another lead is chosen in a dialog that knows by itself when it is done."""
    inbox_opened.put_away()
    if detail.lead_id is not None:
        lead_merging.choose(api, api.leads.get(detail.lead_id))


def explain_keys() -> None:
    @st.dialog(_("Keys"), on_dismiss=inbox_opened.put_away)
    def tell() -> None:
        known = {
            "j": _("Next conversation"),
            "k": _("Previous conversation"),
            "r": _("Write an answer"),
            "c": _("Ready answers"),
            "n": _("Note for the team"),
            "a": _("Assign"),
            "s": _("Snooze"),
            "p": _("Pause the assistant"),
            "e": _("Close the conversation"),
            "/": _("Search"),
            "?": _("This list"),
        }
        st.markdown("\n".join(["| | |", "|:-:|---|", *(f"| **`{key}`** | {what} |" for key, what in known.items())]))

    tell()
