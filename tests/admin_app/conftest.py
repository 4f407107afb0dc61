"""The platform's panel over the API's twin, and a superadmin who sits at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from admin_app.panel import doorway
from streamlit_app.kit import i18n
from streamlit_app.kit.session import Session
from tests.streamlit_app.conftest import PATIENCE_SECONDS
from tests.support import components
from tests.support.api_twin import URL
from tests.support.platform_twin import PlatformTwin

HOME = Path(__file__).parents[2] / "admin_app" / "Home.py"
Open = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def _components() -> Iterator[None]:
    with components.sought_once():
        yield


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlatformTwin]:
    monkeypatch.setenv("BACKEND_URL", URL)
    monkeypatch.setenv("SECRET_KEY", "a-test-secret-key-that-is-long-enough-0123456789")
    # AppTest formats options outside the page, where no session says its language.
    monkeypatch.setattr(i18n, "FALLBACK", "en")
    doorway.cache_clear()
    made = PlatformTwin()
    doorway().http.mount(URL, made)
    yield made
    doorway.cache_clear()


@pytest.fixture
def session(twin: PlatformTwin) -> Session:
    return doorway().sessions.begin(twin.pair())


def _sit_down(test: AppTest, session: Session | None) -> AppTest:
    test.session_state["language"] = "en"
    if session is not None:
        test.session_state["session_id"] = session.id
        test.session_state["session_epoch"] = session.epoch
    return test


@pytest.fixture
def panel(twin: PlatformTwin) -> AppTest:
    """The whole panel with nobody signed in."""
    return _sit_down(AppTest.from_file(HOME, default_timeout=PATIENCE_SECONDS), None)


@pytest.fixture
def signed_in(session: Session) -> AppTest:
    """The whole panel with somebody signed in."""
    return _sit_down(AppTest.from_file(HOME, default_timeout=PATIENCE_SECONDS), session)


@pytest.fixture
def open_page(session: Session) -> Open:
    """One screen, by the name of its module, at an address."""

    def opened(page: str, **query: str) -> AppTest:
        def script() -> None:
            from tests.support import admin_page

            admin_page.show()

        test = _sit_down(AppTest.from_function(script, default_timeout=PATIENCE_SECONDS), session)
        test.session_state["page"] = page
        for name, value in query.items():
            test.query_params[name] = value
        return test.run()

    return opened
