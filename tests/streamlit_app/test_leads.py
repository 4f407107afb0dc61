"""Leads: the list, one lead, and what each role may do (CRM-01, CRM-05, PAN-02)."""

import pytest

from backend.accounts.enums import Role
from backend.leads.enums import ContactState
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, facts, labels, press, words
from tests.support.api_rows import conversation, lead
from tests.support.api_twin import ApiTwin


def test_a_list_without_leads_says_how_the_first_one_comes(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("leads")
    assert not test.exception
    assert "No leads yet" in words(test)


def test_the_list_shows_name_score_and_temperature(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano", score=88)]
    table = open_page("leads").dataframe[0].value
    assert table.iloc[0]["lead"] == "Rosa Cano"
    assert table.iloc[0]["score"] == 88
    assert list(table.iloc[0]["temperature"]) == ["Hot lead"]


def test_a_lead_that_arrives_meanwhile_shows_at_the_next_look(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    test = open_page("leads")
    twin.leads.insert(0, lead("Marc Riera"))
    assert list(test.run().dataframe[0].value["lead"]) == ["Marc Riera", "Rosa Cano"]


def test_the_search_goes_to_the_api(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano"), lead("Marc Riera")]
    test = open_page("leads")
    test.text_input(key="leads-q").set_value("marc").run()
    assert twin.made("GET", "/v1/leads")[-1].query["q"] == "marc"
    assert list(test.dataframe[0].value["lead"]) == ["Marc Riera"]


def test_a_search_without_result_says_so(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    test = open_page("leads")
    assert "No lead matches" in words(test.text_input(key="leads-q").set_value("zzz").run())


def test_a_lead_shows_score_wishes_and_actions(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    twin.conversations = [conversation("Rosa Cano", lead_id=twin.leads[0].id)]
    test = open_page("leads", lead=str(twin.leads[0].id))
    assert not test.exception
    assert "Rosa Cano" in test.title[0].value
    data = component_data(test)
    assert data["score"]["total"] == 72
    assert data["score"]["parts"][0]["why"] == "The budget reaches your target."
    assert ["Budget", "5,000 – €8,000"] in facts(test)
    assert data["transcript"]["messages"][-1]["text"] == "12 m2 <b>& more</b>"
    assert {"Edit", "Delete"} <= labels(test)


def test_a_strangers_words_are_never_formatted(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("![x](https://evil.example/p.png) **Rosa**")]
    title = open_page("leads", lead=str(twin.leads[0].id)).title[0].value
    assert r"\!\[x\]\(" in title
    assert r"\*\*Rosa\*\*" in title


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (Role.VIEWER, set(), {"Edit", "Delete"}),
        (Role.AGENT, {"Edit"}, {"Delete"}),
        (Role.ADMIN, {"Edit", "Delete"}, set()),
    ],
)
def test_each_role_sees_only_what_it_may_do(
    twin: ApiTwin, open_page: Open, role: Role, shown: set[str], hidden: set[str]
) -> None:
    twin.role = role
    twin.leads = [lead("Rosa Cano")]
    found = labels(open_page("leads", lead=str(twin.leads[0].id)))
    assert shown <= found
    assert not hidden & found


def test_deleting_asks_first(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    test = open_page("leads", lead=str(twin.leads[0].id))
    test.button(key="delete-lead").click().run()
    assert len(twin.leads) == 1
    press(test, "delete-lead", "confirm-agree").run()
    assert not twin.leads
    assert "The lead was deleted." in words(test)


def test_a_lead_that_is_gone_is_said_kindly(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("leads", lead="00000000-0000-4000-8000-000000000000")
    assert "This lead no longer exists" in words(test)


def test_moving_a_stage_is_refused_in_words_when_somebody_was_faster(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    path = f"/v1/leads/{twin.leads[0].id}"
    twin.fail("PATCH", path, 409, "lead_changed_meanwhile")
    test = open_page("leads", lead=str(twin.leads[0].id))
    contact = next(each for each in test.selectbox if each.label == "Contact")
    contact.set_value(ContactState.CONTACTED).run()
    assert "Somebody changed this lead meanwhile" in words(test)
    assert twin.made("PATCH", path)[0].body["contact_state"] == "contacted"


def test_an_api_that_is_away_is_a_sentence_and_not_a_trace(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("leads")
    twin.down = True
    test.run()
    assert not test.exception
    assert "We cannot reach the server right now" in words(test)
