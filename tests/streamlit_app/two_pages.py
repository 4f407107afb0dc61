"""A small panel of two pages, each of which draws a fragment that ticks, waits at a gate, and ends."""

import threading

import streamlit as st

GATE = threading.Event()


def _page(name: str) -> None:
    @st.fragment(run_every=600)
    def tick() -> None:
        st.write(f"{name} ticks")

    tick()
    assert GATE.wait(120)
    st.write(f"{name} ends")


def show() -> None:
    first = st.Page(lambda: _page("first"), title="first", url_path="first", default=True)
    second = st.Page(lambda: _page("second"), title="second", url_path="second")
    st.navigation([first, second]).run()
