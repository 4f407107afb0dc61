"""Who sits at this page: finds the browser's session, opens one, ends it."""

import time
from dataclasses import dataclass
from typing import Final

import requests
import streamlit as st

from backend.accounts.schemas import TokenPair
from streamlit_app.kit import i18n, keeper
from streamlit_app.kit.session import Session, Sessions
from streamlit_app.kit.settings import Settings
from streamlit_app.kit.transport import Transport

_SESSION: Final = "session_id"
_EPOCH: Final = "session_epoch"
_LEFT: Final = "signed_out"
HEARTBEAT_SECONDS: Final = 5
# Two heartbeats: a slow browser has fetched its cookie by then.
ASK_AGAIN_SECONDS: Final = 9
# What a page may still know when the person or the company behind it changes.
_SURVIVORS: Final = frozenset({_SESSION, _EPOCH, _LEFT, i18n.STATE})


@dataclass(frozen=True)
class Doorway:
    """One for each panel process; what it finds belongs to the browser that asks."""

    settings: Settings
    sessions: Sessions
    http: requests.Session
    cookie: str

    def transport(self, session: Session | None) -> Transport:
        return Transport(
            http=self.http,
            base_url=self.settings.backend_url,
            session=session,
            language=i18n.language(),
            address=_sent(st.context.ip_address),
            agent=_sent(st.context.headers.get("User-Agent")),
        )

    def current(self) -> Session | None:
        """The page's session; after a reload the cookie's (IDN-17). A session that ended elsewhere is gone here."""
        known = st.session_state.get(_SESSION)
        if known:
            session = self.sessions.find(known)
            if session is None:
                self._forget(left=True)
            elif session.epoch != st.session_state.get(_EPOCH):
                self._remember(session)
            return session
        if st.session_state.get(_LEFT):
            return None
        session = self.sessions.restore(_sent(st.context.cookies.get(self.cookie)))
        if session is not None:
            self._remember(session)
        return session

    def enter(self, pair: TokenPair) -> None:
        self._remember(self.sessions.begin(pair))
        st.session_state.pop(_LEFT, None)

    def moved(self, session: Session, pair: TokenPair) -> None:
        """Another company: every tab of this browser forgets what it showed (F14)."""
        session.adopt(pair)
        session.epoch += 1
        self._remember(session)

    def leave(self, session: Session) -> None:
        """The cookie goes too, as soon as the page that follows is shown."""
        self.sessions.end(session)
        self._forget(left=True)

    def tend(self, session: Session) -> None:
        """Keeps the cookie up to date, and notices within seconds that the session ended in another tab."""

        @st.fragment(run_every=HEARTBEAT_SECONDS)
        def heartbeat() -> None:
            if session.ended or session.epoch != st.session_state.get(_EPOCH):
                st.rerun()
            if session.must_be_kept:
                keeper.keep(self._code(session))

        heartbeat()

    def drop_cookie(self) -> None:
        """On the page after signing out; a browser whose cookie is gone already is not bothered."""
        if st.session_state.get(_LEFT):
            keeper.drop()

    def _code(self, session: Session) -> str:
        """One code for each version: another run of the same page must not ask the browser twice.

        What the browser never heard of (a run that was cut short) is asked for anew, or its session would not
        survive a reload.
        """
        version, code, asked_at = st.session_state.get("cookie_code", (-1, "", 0.0))
        if version != session.version or time.monotonic() - asked_at > ASK_AGAIN_SECONDS:
            code = self.sessions.code(session)
            st.session_state["cookie_code"] = (session.version, code, time.monotonic())
        return str(code)

    def _remember(self, session: Session) -> None:
        self._forget(left=False)
        st.session_state[_SESSION] = session.id
        st.session_state[_EPOCH] = session.epoch

    def _forget(self, *, left: bool) -> None:
        for name in [str(name) for name in st.session_state if name not in _SURVIVORS]:
            del st.session_state[name]
        st.session_state.pop(_SESSION, None)
        if left:
            st.session_state[_LEFT] = True


def _sent(value: object) -> str:
    """What a browser sent, fit for a header: our own HTTP client refuses anything else."""
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value if sign.isascii() and sign.isprintable()).strip()[:2_000]
