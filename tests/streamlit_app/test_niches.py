"""Niches: listing, adding, renaming, merging, deleting (PRO-06)."""

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, press, words
from tests.support import api_crm_rows as rows
from tests.support.api_twin import ApiTwin


def test_without_niches_the_page_says_what_one_is(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("niches")
    assert not test.exception
    assert "No niches yet" in words(test)


def test_niches_show_how_many_leads_they_have_the_largest_first(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Architects", 1), rows.niche("Dentists *in* Girona", 1200)]
    said = words(open_page("niches"))
    assert said.index("Dentists") < said.index("Architects")
    assert r"\*in\*" in said
    assert r"1,200 leads" in said
    assert r"1 lead" in said


def _name(test: AppTest, opener: str, value: str, label: str) -> None:
    """Into the dialog that `opener` opens."""
    test.button(key=opener).click().run()
    next(each for each in test.text_input if each.label == "Name").set_value(value)
    test.button(key=opener).click()
    [each for each in test.button if each.label == label][-1].click().run()


def test_a_niche_is_added_and_renamed(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("niches")
    _name(test, "add-niche", " Dentists ", "Add niche")
    assert [each.name for each in twin.niches] == ["Dentists"]
    _name(test, f"niche-rename-{twin.niches[0].id}", "Clinics", "Save")
    assert [each.name for each in twin.niches] == ["Clinics"]


def test_an_empty_name_never_leaves_the_panel(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("niches")
    _name(test, "add-niche", "  ", "Add niche")
    assert "Give it a name." in words(test)
    assert not twin.made("POST", "/v1/niches")


def test_a_name_that_is_taken_is_said_in_words(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("POST", "/v1/niches", 409, "niche_exists")
    test = open_page("niches")
    _name(test, "add-niche", "Dentists", "Add niche")
    assert "There is already a niche of this name." in words(test)


def test_two_niches_become_one(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists", 3), rows.niche("Dental", 2)]
    gone, kept = twin.niches[1], twin.niches[0]
    answer(open_page("niches"), f"niche-merge-{gone.id}", "niche-merge-agree")
    assert twin.niches == [kept]
    assert twin.made("POST", f"/v1/niches/{gone.id}/merge")[0].body == {"into_id": str(kept.id)}


@pytest.mark.parametrize(("with_leads", "sent"), [(False, "keep"), (True, "bin")])
def test_deleting_asks_what_becomes_of_the_leads(twin: ApiTwin, open_page: Open, with_leads: bool, sent: str) -> None:
    twin.niches = [rows.niche("Dentists", 3)]
    delete = f"niche-delete-{twin.niches[0].id}"
    test = open_page("niches")
    test.button(key=delete).click().run()
    assert twin.niches
    test.radio(key="niche-leads").set_value(with_leads)
    press(test, delete, "confirm-agree").run()
    assert not twin.niches
    assert next(call for call in twin.calls if call.method == "DELETE").query == {"leads": sent}


@pytest.mark.parametrize(
    ("role", "hidden"),
    [(Role.VIEWER, {"Add niche", "Rename", "Merge", "Delete"}), (Role.AGENT, {"Delete"}), (Role.ADMIN, set())],
)
def test_each_role_sees_only_what_it_may_do(twin: ApiTwin, open_page: Open, role: Role, hidden: set[str]) -> None:
    twin.role = role
    twin.niches = [rows.niche("Dentists"), rows.niche("Architects")]
    found = labels(open_page("niches"))
    assert "Open leads" in found
    assert {"Add niche", "Rename", "Merge", "Delete"} - found == hidden


def test_a_link_to_a_niche_filters_the_leads(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists")]
    test = open_page("leads", niche=str(twin.niches[0].id))
    assert not test.exception
    assert twin.made("GET", "/v1/leads")[-1].query["niche_id"] == str(twin.niches[0].id)
    assert "niche" not in test.query_params


def test_an_api_that_is_away_is_a_sentence(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("niches")
    twin.down = True
    assert "We cannot reach the server right now" in words(test.run())
