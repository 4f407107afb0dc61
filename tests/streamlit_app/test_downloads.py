"""Files past the pages: only for the browser whose session it is, and a refusal leads back to a page."""

import uuid
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from streamlit_app.kit import downloads
from streamlit_app.kit.session import Session
from streamlit_app.panel import doorway
from tests.support.api_twin import ApiTwin

FILE = f"/download/exports/{uuid.UUID(int=7)}"
SOURCE = f"/v1/exports/{uuid.UUID(int=7)}/file"


@pytest.fixture
def client(twin: ApiTwin) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=downloads.routes(doorway(), page="/data")), follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def mine(client: TestClient, session: Session) -> TestClient:
    sessions = doorway().sessions
    cookie = sessions.exchange(sessions.code(session))
    assert cookie is not None
    client.cookies.set(doorway().cookie, cookie)
    return client


def test_a_file_comes_with_the_sessions_own_token(twin: ApiTwin, mine: TestClient) -> None:
    answer = mine.get(FILE)
    assert (answer.status_code, answer.content) == (200, b"Name\r\nRosa\r\n")
    assert answer.headers["content-type"] == "text/csv"
    assert twin.made("GET", SOURCE)[0].headers["Authorization"][7:] in twin.good_access


def test_nobody_gets_a_file_without_a_session(twin: ApiTwin, client: TestClient) -> None:
    answer = client.get(FILE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert not twin.calls


def test_a_refusal_leads_back_to_the_page_that_says_why(twin: ApiTwin, mine: TestClient) -> None:
    twin.fail("GET", SOURCE, 409, "export_expired")
    answer = mine.get(FILE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/data?refused=export_expired")


def test_nothing_else_of_the_api_is_handed_out(mine: TestClient) -> None:
    assert mine.get("/download/exports/../../v1/leads").status_code == 404
    assert mine.get("/download/leads").status_code == 404
