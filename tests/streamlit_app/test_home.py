"""The first page: figures when there are some, steps when there are none (PAN-01)."""

from streamlit.testing.v1 import AppTest

from backend.prospecting.schemas import Counts
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, labels, words
from tests.support.api_finding_rows import search
from tests.support.api_rows import conversation, lead
from tests.support.api_twin import ApiTwin


def test_a_new_company_sees_its_first_steps(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("home")
    assert not test.exception
    assert "Paste one line into your website" in words(test)
    assert "Open" in labels(test)


def test_figures_plots_and_the_hottest_leads(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano", score=95)]
    twin.conversations = [conversation("Rosa Cano"), conversation()]
    test = open_page("home")
    assert not test.exception
    assert {metric.label: metric.value for metric in test.metric} == {
        "Conversations today": "2",
        "New leads today": "1",
        "Waiting for a person": "0",
        "Become leads, 30 days": "50%",
    }
    assert component_data(test)["rows"]["rows"][0]["title"] == "Rosa Cano"
    assert len(test.get("plotly_chart")) == 2


def test_figures_that_cannot_be_had_leave_a_sentence_and_a_way_on(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("GET", "/v1/conversations/stats", 503, "unavailable")
    test = open_page("home")
    assert not test.exception
    assert "The service is restarting" in words(test)
    assert "Try again" in labels(test)


def test_what_is_due_what_was_searched_and_who_came_stand_together(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    twin.searches = [search(counts=Counts(found=7, saved=6))]
    test = open_page("home")
    said = words(test)
    assert "Nothing is due today." in said
    assert "Last searches" in said
    assert "New leads" in said
    assert {"Assistant", "Find businesses", "Niches", "Tasks", "Imports and exports", "Account"} <= labels(test)


def test_one_box_searches_everything_in_leads(twin: ApiTwin, signed_in: AppTest) -> None:
    test = signed_in.run()
    test.text_input(key="home-q").set_value("rosa")
    next(each for each in test.button if each.label == "Search leads").click().run()
    assert not test.exception
    assert twin.made("GET", "/v1/leads")[-1].query.get("q") == "rosa"
