"""Search: asking, other wordings, planning, the list of who is never saved (PRO-01, X30)."""

import pytest

from backend.accounts.enums import Role
from backend.prospecting.enums import SearchState
from backend.prospecting.schemas import Counts
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, words
from tests.support.api_finding_rows import schedule, search
from tests.support.api_rows import metric
from tests.support.api_twin import ApiTwin


def test_the_plan_and_the_sources_are_told_before_anything_is_asked(twin: ApiTwin, open_page: Open) -> None:
    said = words(open_page("search"))
    assert "3 of 4 searches left" in said.replace("\\", "")
    assert "2 of 40 leads left" in said.replace("\\", "")
    assert "Google Places** needs" in said
    assert "GOOGLE" in said


def test_a_search_starts_with_what_the_form_says(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search")
    test.text_input(key="search-query").set_value("dentists in Girona")
    test.toggle(key="search-review").set_value(True)
    test.button(key="search-start").click().run()
    assert not test.exception
    (asked,) = twin.made("POST", "/v1/searches")
    assert asked.body["query"] == "dentists in Girona"
    assert asked.body["sources"] == ["overpass"]
    assert asked.body["country"] == "ES"
    assert asked.body["auto_save"] is False
    assert "".join(test.query_params["search"]) == str(twin.searches[0].id)
    assert "dentists in Girona" in test.title[0].value


def test_variants_are_edited_before_they_are_searched(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search")
    test.text_input(key="search-query").set_value("dentists in Girona")
    test.button(key="search-variants").click().run()
    assert "We look for **dentists** in **Girona**." in words(test)
    test.text_input(key="search-variant-0").set_value("orthodontists in Girona")
    test.text_input(key="search-variant-1").set_value("")
    test.checkbox(key="search-extended").set_value(True)
    test.button(key="search-start").click().run()
    body = twin.made("POST", "/v1/searches")[0].body
    assert (body["variants"], body["extended"]) == (["orthodontists in Girona"], True)


@pytest.mark.parametrize("button", ["search-start", "search-variants", "search-plan"])
def test_an_empty_question_is_not_sent(twin: ApiTwin, open_page: Open, button: str) -> None:
    test = open_page("search")
    test.button(key=button).click().run()
    assert "Write what you are looking for" in words(test)
    assert not twin.made("POST", "/v1/searches")


def test_a_pasted_list_is_searched(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search")
    test.pills(key="search-sources").set_value(["list"]).run()
    test.button(key="search-start").click().run()
    assert "Paste your list" in words(test)
    test.text_area(key="search-given").set_value("clinica-mar.example.com").run()
    test.button(key="search-start").click().run()
    body = twin.made("POST", "/v1/searches")[0].body
    assert (body["sources"], body["given"]) == (["list"], "clinica-mar.example.com")


def test_a_limit_says_what_is_left_and_when_it_renews(twin: ApiTwin, open_page: Open) -> None:
    details = {"metric": "searches", "limit": 4, "used": 4, "resets_at": "2026-12-01T00:00:00+00:00"}
    twin.fail("POST", "/v1/searches", 402, "quota_exceeded", **details)
    test = open_page("search")
    test.text_input(key="search-query").set_value("dentists in Girona")
    said = words(test.button(key="search-start").click().run())
    assert "Searches: 0 of 4 left" in said
    assert "1 Dec 2026" in said


def test_more_than_the_plan_allows_a_search_is_told_and_not_lowered_in_silence_bil_01(
    twin: ApiTwin, open_page: Open
) -> None:
    twin.limits = {"leads_cap_per_search": 10}
    test = open_page("search")
    assert test.number_input(key="search-limit").value == 10
    test.text_input(key="search-query").set_value("dentists in Girona")
    test.number_input(key="search-limit").set_value(25)
    said = words(test.button(key="search-start").click().run())
    assert "Your plan allows 10 leads a search: ask for fewer" in said
    assert twin.made("POST", "/v1/searches") == []
    test.number_input(key="search-limit").set_value(10)
    test.button(key="search-start").click().run()
    assert twin.made("POST", "/v1/searches")[0].body["limit"] == 10


def test_a_search_is_planned_for_mondays_at_eight(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search")
    test.text_input(key="search-query").set_value("dentists in Girona")
    answer(test, "search-plan", "plan-agree")
    body = twin.made("POST", "/v1/search-schedules")[0].body
    assert (body["query"], body["weekdays"], body["hour"]) == ("dentists in Girona", [0], 8)


def test_planned_searches_are_switched_off_changed_and_deleted(twin: ApiTwin, open_page: Open) -> None:
    twin.schedules = [schedule()]
    known = twin.schedules[0].id
    test = open_page("search")
    assert "Monday at 08:00" in words(test).replace("\\", "")
    test.toggle(key=f"plan-active-{known}").set_value(False).run()
    assert twin.schedules[0].active is False
    answer(test, f"plan-edit-{known}", "plan-save")
    assert twin.made("PATCH", f"/v1/search-schedules/{known}")[-1].body["hour"] == 8
    answer(test, f"plan-delete-{known}", "confirm-agree")
    assert not twin.schedules


def test_who_asked_not_to_be_written_to_is_added_and_taken_away(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search")
    field = next(each for each in test.text_input if each.label == "Website or email")
    field.set_value("clinica.example.com")
    next(each for each in test.button if each.label == "Never save").click().run()
    assert twin.suppressions[0].value == "clinica.example.com"
    test.button(key=f"allow-{twin.suppressions[0].id}").click().run()
    assert not twin.suppressions


def test_past_searches_are_listed_and_opened(twin: ApiTwin, open_page: Open) -> None:
    twin.searches = [search(counts=Counts(found=7, saved=6))]
    test = open_page("search")
    assert "6 leads saved" in words(test)
    test.button(key=f"search-all-{twin.searches[0].id}").click().run()
    assert "".join(test.query_params["search"]) == str(twin.searches[0].id)


def test_nothing_yet_says_what_will_stand_there(twin: ApiTwin, open_page: Open) -> None:
    said = words(open_page("search"))
    assert "No searches yet" in said
    assert "Nothing is planned" in said
    assert "Nobody yet" in said


def test_who_may_only_look_finds_no_form(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    twin.searches = [search()]
    twin.schedules = [schedule()]
    test = open_page("search")
    assert not test.exception
    assert not {"Search", "Plan it", "Delete"} & labels(test)
    assert "your role does not start them" in words(test)


def test_sources_that_cannot_be_had_are_a_sentence(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("GET", "/v1/searches/sources", 503, "unavailable")
    test = open_page("search")
    assert not test.exception
    assert "The service is restarting" in words(test)


def test_a_plan_without_limits_says_nothing_of_them(twin: ApiTwin, open_page: Open) -> None:
    twin.metrics = [metric("searches", None, 1), metric("leads", None, 1)]
    assert "searches left" not in words(open_page("search"))


@pytest.mark.parametrize("state", list(SearchState))
def test_every_state_of_a_search_has_words(twin: ApiTwin, open_page: Open, state: SearchState) -> None:
    twin.searches = [search(state=state, reason="quota" if state is SearchState.DONE else "")]
    test = open_page("search", search=str(twin.searches[0].id))
    assert not test.exception
    assert "dentists in Girona" in test.title[0].value
