"""A fragment that ticks never costs a page that is shown (PAN-04): the server and the browser's messages, no twin."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime

from streamlit_app.kit.serving import serve
from streamlit_app.panel import doorway
from tests.streamlit_app import two_pages
from tests.streamlit_app.conftest import HOME
from tests.support.api_twin import ApiTwin


class Browser:
    """One tab: what it asks for, and what it is told."""

    def __init__(self, client: TestClient, socket: WebSocketTestSession) -> None:
        self._client = client
        self._socket = socket
        self.told: list[ForwardMsg] = []

    def ask(self, state: ClientState) -> None:
        self._socket.send_bytes(BackMsg(rerun_script=state).SerializeToString())

    def hears(self, wanted: Callable[[ForwardMsg], bool]) -> ForwardMsg:
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.receive_bytes())
            self.told.append(message)
            if wanted(message):
                return message

    def hears_all(self) -> None:
        """Everything that the server has to say so far: it answers in turn."""
        self._socket.send_bytes(BackMsg(app_heartbeat=True).SerializeToString())
        self.hears(lambda message: message.HasField("heartbeat_ack"))

    def opens(self, page: str = "") -> ClientState:
        """Draws a page to its end; what its tick asks for."""
        two_pages.GATE.set()
        self.ask(ClientState(page_script_hash=page))
        self.hears(lambda message: message.HasField("script_finished"))
        timer = next(message.auto_rerun for message in self.told if message.HasField("auto_rerun"))
        return ClientState(fragment_id=timer.fragment_id, page_script_hash=self.pages["first"], is_auto_rerun=True)

    @property
    def pages(self) -> dict[str, str]:
        menu = next(message.navigation for message in self.told if message.HasField("navigation"))
        return {page.page_name: page.page_script_hash for page in menu.app_pages}

    @property
    def announced(self) -> list[str]:
        """The page that each run said it draws; another one than the last empties the screen."""
        return [message.new_session.page_script_hash for message in self.told if message.HasField("new_session")]

    @property
    def read(self) -> list[str]:
        bodies = [message.delta.new_element.markdown.body for message in self.told if message.HasField("delta")]
        return [body for body in bodies if body]

    def on_server(self, call: Callable[[], None]) -> None:
        assert self._client.portal is not None
        self._client.portal.call(call)


def rest() -> None:
    """Until no page runs any more."""
    for thread in threading.enumerate():
        if thread.name == "ScriptRunner.scriptThread":
            thread.join(20)


@pytest.fixture
def browser(twin: ApiTwin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Browser]:
    del twin  # it stands for the settings only
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "a-test-secret")
    monkeypatch.setattr(config, "_main_script_path", str(HOME))
    monkeypatch.setattr(Runtime, "_instance", None)
    script = tmp_path / "Home.py"
    script.write_text("from tests.streamlit_app import two_pages\n\ntwo_pages.show()\n")
    app = serve(str(script), doorway())
    with (
        TestClient(app, base_url="http://panel.example.com") as client,
        client.websocket_connect("/_stcore/stream", subprotocols=["streamlit"]) as socket,
    ):
        yield Browser(client, socket)
        two_pages.GATE.set()


def test_a_tick_of_the_page_before_does_not_take_the_new_page_away(browser: Browser) -> None:
    tick = browser.opens()
    two_pages.GATE.clear()
    browser.ask(ClientState(page_script_hash=browser.pages["second"]))
    browser.hears(lambda message: message.HasField("navigation"))
    browser.ask(tick)
    browser.hears_all()
    two_pages.GATE.set()
    rest()
    browser.hears_all()
    assert "second ends" in browser.read
    assert browser.announced[-1] == browser.pages["second"]


def test_a_tick_at_the_end_of_a_run_does_not_lose_the_end_of_the_page(browser: Browser) -> None:
    tick = browser.opens()
    browser.told = [message for message in browser.told if message.HasField("navigation")]
    two_pages.GATE.clear()
    browser.ask(ClientState(page_script_hash=browser.pages["first"]))
    browser.hears(lambda message: message.HasField("auto_rerun"))

    def tick_at_the_end() -> None:
        """The server hears it before it has told the browser what the run, which is over, had to say."""
        two_pages.GATE.set()
        rest()
        session = Runtime.instance()._session_mgr.list_active_sessions()[0].session
        session.handle_backmsg(BackMsg(rerun_script=tick))

    browser.on_server(tick_at_the_end)
    rest()
    browser.hears_all()
    assert "first ends" in browser.read


def test_a_tick_of_the_page_that_is_shown_runs(browser: Browser) -> None:
    tick = browser.opens()
    rest()
    browser.hears_all()
    browser.told.clear()
    browser.ask(tick)
    browser.hears(lambda message: message.HasField("script_finished"))
    assert browser.read == ["first ticks"]
