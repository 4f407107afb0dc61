"""Makes the browser fetch or drop its cookie: the page posts, so that only a response ever sets it.

The browser does not report back: a report that crosses a click on the menu would name the page before, and
Streamlit would take the new one away.
"""

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_JS = """
export default function ({ data }) {
  if (!data || !data.path) return;
  fetch(data.path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code: data.code }),
  }).catch(() => {});
}
"""


@cache
def _keeper() -> ComponentRenderer:
    return st.components.v2.component("opensells_session_keeper", js=_JS)


def keep(code: str) -> None:
    """Ask the page to spend `code` at `POST /session`."""
    _keeper()(key=f"keep-{code[:8]}", data={"path": "/session", "code": code}, height=1)


def drop() -> None:
    """Ask the page to clear its cookie."""
    _keeper()(key="drop-cookie", data={"path": "/session/end", "code": ""}, height=1)
