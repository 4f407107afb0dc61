"""One search: progress, evidence, the map, saving some or all (PRO-03)."""

import uuid
from importlib import resources

import pytest

from backend.accounts.enums import Role
from backend.prospecting.enums import ResultState, SearchState
from backend.prospecting.schemas import Counts, NicheName
from streamlit_app.screens import sector_words
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, labels, words
from tests.support.api_finding_rows import PAGE, result, search
from tests.support.api_twin import ApiTwin


def ready(twin: ApiTwin, **given: object) -> str:
    """A search with one of each kind; its id."""
    twin.found = [
        result("Clínica Mar", ResultState.READY),
        result("Dental Sol", ResultState.READY),
        result("Somriures", ResultState.DUPLICATE, niche=NicheName(id=uuid.uuid4(), name="Old customers")),
        result("Dental Europa", ResultState.BLOCKED, reason="challenge", contacts=[], phone="+34972000585"),
    ]
    counts = Counts(found=4, fetched=4, ready=2, duplicate=1, blocked=1)
    twin.searches = [search(counts=counts, auto_save=False, **given)]
    return str(twin.searches[0].id)


def test_every_datum_shows_the_page_that_proves_it(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search", search=ready(twin))
    assert not test.exception
    first, _second, known, blocked = component_data(test)["findings"]["items"]
    (email,) = first["ways"]
    assert email["value"] == "info@clinica-mar.example.com"
    assert email["evidence"] == [
        {
            "url": PAGE,
            "place": "clinica-mar.example.com/contact",
            "text": "Write to info@clinica-mar.example.com",
            "note": "a link · 97%",
        }
    ]
    assert (blocked["state"], blocked["reason"]) == ("Blocked", "It asks visitors to prove that they are people")
    assert ["niche", "in “Old customers”"] in known["links"]


def test_a_sector_is_a_word_of_the_reader_and_a_models_own_words_stay(twin: ApiTwin, open_page: Open) -> None:
    twin.found = [
        result("A", ResultState.SAVED, sector="real_estate"),
        result("B", ResultState.SAVED, sector="harp makers"),
    ]
    twin.searches = [search(counts=Counts(found=2, fetched=2, saved=2))]
    test = open_page("search", search=str(twin.searches[0].id))
    items = component_data(test)["findings"]["items"]
    assert [each["place"] for each in items] == ["Girona · Real estate", "Girona · harp makers"]


def test_every_sector_of_the_scraper_has_words() -> None:
    lines = (resources.files("scraper") / "data/sectors.txt").read_text("utf-8").splitlines()
    keys = {line.partition(":")[0] for line in lines if line and not line.startswith("#")}
    assert keys == sector_words.known().keys()


def test_progress_is_a_bar_and_numbers(twin: ApiTwin, open_page: Open) -> None:
    said = words(open_page("search", search=ready(twin, state=SearchState.RUNNING, reserved=20)))
    for number in ("Found **4**", "To review **2**", "Already yours **1**", "Blocked **1**"):
        assert number in said
    assert "20 leads of your plan are set aside" in said


@pytest.mark.parametrize(
    ("before", "button", "after"),
    [
        (SearchState.RUNNING, "search-pause", SearchState.PAUSED),
        (SearchState.PAUSED, "search-resume", SearchState.RUNNING),
        (SearchState.RUNNING, "search-cancel", SearchState.CANCELLED),
    ],
)
def test_a_search_is_paused_resumed_and_ended(
    twin: ApiTwin, open_page: Open, before: SearchState, button: str, after: SearchState
) -> None:
    test = open_page("search", search=ready(twin, state=before))
    test.button(key=button).click().run()
    assert twin.searches[0].state is after


def test_all_that_waits_is_saved_at_once(twin: ApiTwin, open_page: Open) -> None:
    known = ready(twin)
    test = open_page("search", search=known)
    test.button(key="save-all").click().run()
    assert twin.made("POST", f"/v1/searches/{known}/save")[0].body == {"all": True}
    assert "2 leads were saved." in words(test)


def test_only_the_chosen_are_saved(twin: ApiTwin, open_page: Open) -> None:
    known = ready(twin)
    test = open_page("search", search=known)
    chosen = str(twin.found[1].id)
    test.session_state["results_picked"] = (uuid.UUID(known), {chosen})
    test.run()
    test.button(key="save-some").click().run()
    assert twin.made("POST", f"/v1/searches/{known}/save")[0].body == {"result_ids": [chosen]}


def test_saving_beyond_the_plan_is_said(twin: ApiTwin, open_page: Open) -> None:
    known = ready(twin)
    twin.fail("POST", f"/v1/searches/{known}/save", 402, "quota_exceeded", metric="leads", limit=40, used=39)
    test = open_page("search", search=known)
    assert "Monthly leads: 1 of 40 left" in words(test.button(key="save-all").click().run())


def test_results_are_asked_for_by_state(twin: ApiTwin, open_page: Open) -> None:
    known = ready(twin)
    test = open_page("search", search=known)
    test.pills(key="results-state").set_value(ResultState.BLOCKED).run()
    assert twin.made("GET", f"/v1/searches/{known}/results")[-1].query["state"] == "blocked"
    assert [each["name"] for each in component_data(test)["findings"]["items"]] == ["Dental Europa"]


def test_the_map_has_a_table_for_who_cannot_see_it(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search", search=ready(twin))
    test.segmented_control(key="results-view").set_value("map").run()
    assert not test.exception
    assert len(test.get("plotly_chart")) == 1
    assert test.dataframe[0].value["name"].iloc[0] == "Clínica Mar"


def test_a_map_of_nowhere_says_so(twin: ApiTwin, open_page: Open) -> None:
    known = ready(twin)
    for each in twin.found:
        each.lat = each.lon = None
    test = open_page("search", search=known)
    assert "Nothing to show on the map" in words(test.segmented_control(key="results-view").set_value("map").run())


def test_nothing_found_says_what_to_try(twin: ApiTwin, open_page: Open) -> None:
    twin.searches = [search()]
    assert "Nothing was found" in words(open_page("search", search=str(twin.searches[0].id)))


def test_a_source_that_gave_nothing_is_named(twin: ApiTwin, open_page: Open) -> None:
    twin.searches = [search(state=SearchState.FAILED, reason="source_blocked", problems={"overpass": "source_blocked"})]
    assert "The source is not answering us now" in words(open_page("search", search=str(twin.searches[0].id)))


def test_deleting_a_search_asks_first(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search", search=ready(twin))
    test.button(key="search-delete").click().run()
    assert twin.searches
    test.session_state["search_to_delete"] = twin.searches[0].id
    test.button(key="confirm-agree").click().run()
    assert not twin.searches


def test_who_may_only_look_sees_results_and_no_buttons(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    test = open_page("search", search=ready(twin, state=SearchState.RUNNING))
    assert not {"Pause", "End it", "Save all 2"} & labels(test)
    assert component_data(test)["findings"]["picking"] is False


def test_a_search_that_is_gone_is_said_kindly(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("search", search=str(uuid.uuid4()))
    assert "This search no longer exists" in words(test)
