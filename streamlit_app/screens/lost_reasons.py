"""Asks why a lead is lost: one of the usual reasons, or words of one's own."""

from dataclasses import dataclass

import streamlit as st

from streamlit_app.kit.i18n import _


@dataclass(frozen=True)
class Answer:
    """Neither is so while the question is open."""

    reason: str | None = None
    cancelled: bool = False


def usual() -> list[str]:
    return [
        _("Too expensive"),
        _("Chose somebody else"),
        _("Does not answer"),
        _("Not now"),
        _("Not a fit for us"),
        _("Wrong contact"),
    ]


def choose(*, key: str) -> Answer:
    chosen = st.pills(_("Reason"), usual(), key=f"{key}-usual")
    more = st.text_input(_("In other words"), max_chars=150, key=f"{key}-words", placeholder=_("What they told you"))
    said = ": ".join(each for each in (chosen or "", (more or "").strip()) if each)
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Cancel"), key=f"{key}-cancel"):
            return Answer(cancelled=True)
        agreed = st.button(_("Mark as lost"), type="primary", key=f"{key}-agree")
    if agreed and not said:
        st.warning(_("Choose a reason or write one: it tells you later what to do better."))
        return Answer()
    return Answer(reason=said) if agreed else Answer()
