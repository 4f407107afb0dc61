"""Signed-in browsers: tokens stay in this process, the browser holds one encrypted cookie (IDN-17, F14).

The cookie names a session of this process and carries its newest refresh token, sealed. While the process
lives, the name is enough: two tabs that load at once share one session, one lock and one rotation. After a
restart the sealed token opens the session again. A token that was rotated reaches the cookie through a
one-time code that the page spends at `POST /session`; tokens never stand in a page or in an address.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from backend.accounts.schemas import TokenPair

IDLE_SECONDS: Final = 7 * 24 * 3600  # as long as a refresh token lives (IDN-03)
CODE_SECONDS: Final = 60


@dataclass(slots=True)
class Session:
    """One signed-in browser, shared by its tabs. `lock` guards rotation.

    `version` grows with each pair of tokens and `kept` is the one that the cookie holds; `epoch` grows when
    the company changes, so that every tab forgets what it showed.
    """

    id: str
    refresh_token: str
    access_token: str = ""
    version: int = 0
    kept: int = -1
    epoch: int = 0
    ended: bool = False
    used_at: float = field(default_factory=time.monotonic)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def adopt(self, pair: TokenPair) -> None:
        with self.lock:
            self.access_token = pair.access_token
            self.refresh_token = pair.refresh_token
            self.version += 1

    @property
    def must_be_kept(self) -> bool:
        return not self.ended and self.kept < self.version


class Sessions:
    """Every session of this process, and the cookie's seal."""

    def __init__(self, secret: str, *, now: Callable[[], float] = time.monotonic) -> None:
        key = hashlib.sha256(b"panel-session:" + secret.encode()).digest()
        self._seal = Fernet(base64.urlsafe_b64encode(key))
        self._now = now
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}
        self._ended: dict[str, float] = {}
        self._codes: dict[str, tuple[str, float]] = {}

    def begin(self, pair: TokenPair) -> Session:
        session = Session(id=secrets.token_urlsafe(32), refresh_token="", used_at=self._now())
        session.adopt(pair)
        with self._lock:
            self._tidy()
            self._open[session.id] = session
        return session

    def find(self, session_id: str) -> Session | None:
        with self._lock:
            session = self._open.get(session_id)
            if session is not None:
                session.used_at = self._now()
            return session

    def restore(self, cookie: str) -> Session | None:
        """The cookie's session; opened again from its sealed token when this process does not know it yet."""
        sealed = self._unseal(cookie)
        if sealed is None:
            return None
        session_id, refresh_token = sealed
        with self._lock:
            if session_id in self._ended:
                return None
            return self._open.setdefault(
                session_id, Session(id=session_id, refresh_token=refresh_token, kept=0, used_at=self._now())
            )

    def end(self, session: Session) -> None:
        session.ended = True
        with self._lock:
            self._open.pop(session.id, None)
            self._ended[session.id] = self._now()

    def code(self, session: Session) -> str:
        """A one-time code with which this browser may fetch its cookie."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._tidy()
            self._codes[code] = (session.id, self._now() + CODE_SECONDS)
        return code

    def exchange(self, code: str) -> str | None:
        """Spend a code for the cookie's value."""
        with self._lock:
            session_id, good_until = self._codes.pop(code, ("", 0.0))
            session = self._open.get(session_id) if good_until > self._now() else None
        if session is None:
            return None
        with session.lock:
            session.kept = session.version
            content = json.dumps([session.id, session.refresh_token])
        return self._seal.encrypt(content.encode()).decode()

    def _unseal(self, cookie: str) -> tuple[str, str] | None:
        try:
            session_id, refresh_token = json.loads(self._seal.decrypt(cookie.encode(), ttl=IDLE_SECONDS))
        except (InvalidToken, ValueError):
            return None
        return str(session_id), str(refresh_token)

    def _tidy(self) -> None:
        now = self._now()
        self._codes = {code: found for code, found in self._codes.items() if found[1] > now}
        self._ended = {name: at for name, at in self._ended.items() if at + IDLE_SECONDS > now}
        for idle in [each for each in self._open.values() if each.used_at + IDLE_SECONDS < now]:
            del self._open[idle.id]
