"""The list of leads: filters that combine and can be kept, many leads at once, adding one (CRM-05, CRM-11)."""

from typing import Any

import pytest

from backend.accounts.enums import Role
from backend.leads.enums import BulkKind, ContactState, FieldKind, Reach, Stage
from streamlit_app.api.lead_filters import LeadFilters
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, press, words
from tests.support import api_crm_rows as rows
from tests.support.api_rows import STAGES, lead
from tests.support.api_twin import ApiTwin


def asked(twin: ApiTwin) -> dict[str, str]:
    return twin.made("GET", "/v1/leads")[-1].query


def test_filters_combine(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa", tags=["vip"])]
    test = open_page("leads")
    test.selectbox(key="leads-niche_id").set_value("none")
    test.selectbox(key="leads-stage_id").set_value(STAGES[Stage.HOT])
    test.selectbox(key="leads-assignee_id").set_value(twin.user_id)
    test.multiselect(key="leads-tags").set_value(["vip"])
    test.run()
    found = asked(twin)
    assert (found["niche_id"], found["stage_id"], found["tag"]) == ("none", str(STAGES[Stage.HOT]), "vip")
    assert found["assignee_id"] == str(twin.user_id)
    test.button(key="filters-clear").click().run()
    assert not {"niche_id", "stage_id", "tag", "assignee_id"} & asked(twin).keys()


def test_columns_niche_owner_and_value_stand_in_the_table(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists")]
    twin.leads = [
        lead("Rosa", niche_id=twin.niches[0].id, assignee_id=twin.user_id, value_minor=99_000, currency="EUR")
    ]
    row = open_page("leads").dataframe[0].value.iloc[0]
    assert (row["stage"], row["niche"], row["owner"], row["value"]) == ("New", "Dentists", "Ana Puig", "€990")


def test_a_filter_is_kept_under_a_name_and_comes_back(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("leads")
    test.selectbox(key="leads-niche_id").set_value("none").run()
    test.button(key="filter-save").click().run()
    next(each for each in test.text_input if each.label == "Name").set_value("Homeless")
    test.button(key="filter-save").click()
    next(each for each in test.button if each.label == "Save").click().run()
    assert twin.saved_filters[0].filters == {"niche_id": "none", "sort": "-created_at"}
    kept = twin.saved_filters[0].id
    test.button(key="filters-clear").click().run()
    assert "niche_id" not in asked(twin)
    test.button_group(key="saved-filter").set_value(kept).run()
    assert asked(twin)["niche_id"] == "none"
    answer(test, "filter-delete", "confirm-agree")
    assert not twin.saved_filters


@pytest.mark.parametrize(
    ("saved", "read"),
    [
        ({"tag": ["a"], "has": ["email"], "q": "x"}, LeadFilters(tags=("a",), has=(Reach.EMAIL,), q="x")),
        ({"contact_state": "replied", "unknown": 1}, LeadFilters(contact_state=ContactState.REPLIED)),
        ({"stage": "no such stage"}, LeadFilters()),
    ],
)
def test_saved_filters_are_read_as_far_as_they_are_known(saved: dict[str, Any], read: LeadFilters) -> None:
    assert LeadFilters.read(saved) == read


def choose(test: Any, kind: BulkKind, *leads: Any) -> None:
    """As the bar above the table does; AppTest cannot choose rows."""
    test.session_state["bulk_asked"] = (kind, tuple(each.id for each in leads))


def test_many_leads_move_at_once_and_back(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa"), lead("Marc"), lead("Pau")]
    test = open_page("leads")
    choose(test, BulkKind.MOVE_STAGE, *twin.leads[:2])
    test.run()
    assert "Change 2 leads" in labels(test)
    choose(test, BulkKind.MOVE_STAGE, *twin.leads[:2])
    test.selectbox(key="bulk-column").set_value(STAGES[Stage.HOT])
    test.button(key="bulk-agree").click().run()
    sent = twin.made("POST", "/v1/leads/bulk")[0].body
    assert sent["action"] == "move_stage"
    assert sent["lead_ids"] == [str(each.id) for each in twin.leads[:2]]
    assert sent["parameters"]["stage_id"] == str(STAGES[Stage.HOT])
    assert "2 leads were changed." in words(test)
    test.button(key="undo").click().run()
    assert "Undone, except for 1 lead that was changed since." in words(test)


def test_all_that_the_filters_show_may_be_changed(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa", tags=["Fair"]), lead("Marc")]
    test = open_page("leads")
    test.selectbox(key="leads-niche_id").set_value("none")
    choose(test, BulkKind.ADD_TAG, twin.leads[0])
    test.run()
    for _ in range(2):
        choose(test, BulkKind.ADD_TAG, twin.leads[0])
        test.checkbox(key="bulk-everybody").set_value(True)
        test.selectbox(key="bulk-tag").set_value("Fair")
        test.run()
    choose(test, BulkKind.ADD_TAG, twin.leads[0])
    test.checkbox(key="bulk-everybody").set_value(True)
    test.selectbox(key="bulk-tag").set_value("Fair")
    test.button(key="bulk-agree").click().run()
    sent = twin.made("POST", "/v1/leads/bulk")[0].body
    assert (sent["filters"]["niche_id"], sent["parameters"]) == ("none", {"tag": "Fair"})
    assert "lead_ids" not in sent


def test_what_was_so_already_offers_no_undo(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    test = open_page("leads")
    choose(test, BulkKind.SET_CONTACT_STATE, twin.leads[0])
    test.run()
    choose(test, BulkKind.SET_CONTACT_STATE, twin.leads[0])
    test.button(key="bulk-agree").click().run()
    assert "they were so already" in words(test)
    assert "Undo" not in labels(test)


def test_more_than_can_be_changed_at_once_are_not_offered(
    twin: ApiTwin, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit_app.screens.lead_bulk.MOST_LEADS", 2)
    twin.leads = [lead("Rosa"), lead("Marc")]
    test = open_page("leads")
    choose(test, BulkKind.DELETE, twin.leads[0])
    test.run()
    assert "more than the 2 leads that can be changed at once" in words(test)
    assert all(each.key != "bulk-everybody" for each in test.checkbox)
    assert "Change 1 lead" in labels(test)


def test_too_many_is_said_in_words(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    twin.fail("POST", "/v1/leads/bulk", 422, "too_many_leads")
    test = open_page("leads")
    choose(test, BulkKind.DELETE, twin.leads[0])
    test.run()
    choose(test, BulkKind.DELETE, twin.leads[0])
    test.button(key="bulk-agree").click().run()
    assert "narrow the filters" in words(test)


def test_a_known_website_names_the_lead_and_its_niche(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists")]
    twin.leads = [lead("Clínica Mar", domain="mar.example", niche_id=twin.niches[0].id)]
    test = open_page("leads")
    test.button(key="add-lead").click().run()
    test.text_input(key="new-lead-website").set_value("mar.example")
    press(test, "add-lead").run()
    assert "already a lead: Clínica Mar, in the niche “Dentists”" in words(test)


def test_the_api_refuses_a_known_website_in_the_same_words(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("POST", "/v1/leads", 409, "domain_known", name="Clínica Mar", niche="Dentists", lead_id="x")
    test = open_page("leads")
    test.button(key="add-lead").click().run()
    next(each for each in test.text_input if each.label == "Name").set_value("Mar")
    test.button(key="add-lead").click()
    [each for each in test.button if each.label == "Add lead"][-1].click().run()
    assert "in the niche “Dentists”" in words(test)


def test_a_lead_is_added_with_its_website(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("leads")
    test.button(key="add-lead").click().run()
    test.text_input(key="new-lead-website").set_value("mar.example")
    next(each for each in test.text_input if each.label == "Name").set_value("Clínica Mar")
    test.button(key="add-lead").click()
    [each for each in test.button if each.label == "Add lead"][-1].click().run()
    sent = twin.made("POST", "/v1/leads")[0].body
    assert (sent["name"], sent["website"]) == ("Clínica Mar", "mar.example")


@pytest.mark.parametrize(("role", "shown"), [(Role.AGENT, False), (Role.ADMIN, True)])
def test_the_bin_is_for_administrators(twin: ApiTwin, open_page: Open, role: Role, shown: bool) -> None:
    twin.role = role
    assert ("Bin" in labels(open_page("leads"))) is shown


def test_own_fields_are_added_changed_ordered_and_deleted(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("fields")
    assert "No own fields yet" in words(test)
    test.button(key="add-field").click().run()
    test.text_input(key="field-name").set_value("Delivery")
    press(test, "add-field", "field-create").run()
    twin.custom_fields.append(rows.custom_field("Contract", FieldKind.CHOICE, "Work"))
    test.run()
    assert [each.name for each in twin.custom_fields] == ["Delivery", "Contract"]
    second = twin.custom_fields[1]
    test.button(key=f"field-edit-{second.id}").click().run()
    test.text_area(key="field-options").set_value("Work\n\n Supply ")
    press(test, f"field-edit-{second.id}", "field-save").run()
    assert second.options == ["Work", "Supply"]
    test.button(key=f"field-up-{second.id}").click().run()
    assert twin.custom_fields[0].position == 1
    answer(test, f"field-delete-{second.id}", "confirm-agree")
    assert [each.name for each in twin.custom_fields] == ["Delivery"]
