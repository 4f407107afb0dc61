"""One lead in full: where it stands, notes, contacts, own fields, merging, the bin (CRM-05, CRM-09, CRM-10)."""

import uuid
from typing import Any

import pytest

from backend.accounts.enums import Role
from backend.leads.contact_schemas import ContactOut, EvidenceOut
from backend.leads.enums import ContactKind, FieldKind, Stage
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, component_data, facts, labels, press, words
from tests.support import api_crm_rows as rows
from tests.support.api_rows import STAGES, lead
from tests.support.api_twin import ApiTwin


def opened(twin: ApiTwin, open_page: Open, **given: Any) -> Any:
    twin.leads = [lead("Rosa Cano", **given)]
    return open_page("leads", lead=str(twin.leads[0].id))


def select(test: Any, label: str) -> Any:
    return next(each for each in test.selectbox if each.label == label)


def test_opening_is_told_once(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    test.run()
    assert len(twin.made("POST", f"/v1/leads/{twin.leads[0].id}/opened")) == 1


def test_what_happened_and_what_was_said_stand_in_one_list(twin: ApiTwin, open_page: Open) -> None:
    lines = component_data(opened(twin, open_page))["history"]["lines"]
    assert [line["what"] for line in lines if line["what"]] == [
        "Visitor",
        "Left contact details",
        "Added: Import",
    ]
    assert lines[1]["said"] == "<b>Hi"


def test_a_lead_moves_to_another_column_and_shows_its_chance(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    assert "chance by column: 25 of 100" in words(test)
    select(test, "Column").set_value(STAGES[Stage.HOT]).run()
    assert twin.leads[0].stage is Stage.HOT
    assert twin.leads[0].score == 72


def test_a_lost_lead_is_asked_why_and_nothing_moves_without_an_answer(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    lead_id = twin.leads[0].id
    select(test, "Column").set_value(STAGES[Stage.LOST]).run()
    press(test, f"deal-{lead_id}-agree").run()
    assert twin.leads[0].stage is Stage.NEW
    select(test, "Column").set_value(STAGES[Stage.LOST])
    test.session_state["deal_lost"] = (lead_id, STAGES[Stage.LOST])
    test.run()
    test.session_state["deal_lost"] = (lead_id, STAGES[Stage.LOST])
    test.text_input(key=f"deal-{lead_id}-words").set_value("Went to Madrid")
    press(test, f"deal-{lead_id}-agree").run()
    assert twin.made("POST", f"/v1/leads/{lead_id}/move")[-1].body["lost_reason"] == "Went to Madrid"
    assert "Went to Madrid" in words(test)


def test_owner_niche_value_and_tags_are_saved_where_they_stand(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists")]
    test = opened(twin, open_page)
    path = f"/v1/leads/{twin.leads[0].id}"
    select(test, "Owner").set_value(twin.user_id).run()
    select(test, "Niche").set_value("Dentists").run()
    next(each for each in test.number_input if each.label == "Value in EUR").set_value(1250.5).run()
    next(each for each in test.multiselect if each.label == "Tags").set_value(["vip"]).run()
    sent = [
        {name: value for name, value in call.body.items() if name != "updated_at"} for call in twin.made("PATCH", path)
    ]
    assert sent == [
        {"assignee_id": str(twin.user_id)},
        {"niche_id": str(twin.niches[0].id)},
        {"value_minor": 125_050, "currency": "EUR"},
        {"tags": ["vip"]},
    ]


def test_notes_are_shown_without_pictures_and_html(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    body = "**Call** ![x](https://evil.example/p.png) <img src=x> :material/home: $5"
    twin.notes = [rows.note(twin.leads[0].id, body, twin.user_id)]
    test = open_page("leads", lead=str(twin.leads[0].id))
    shown = next(each.value for each in test.markdown if "Call" in each.value)
    assert shown == r"**Call** !\[x](https://evil.example/p.png) <img src=x> \:material/home: \$5"
    assert not any(each.proto.allow_html for each in test.markdown)


def test_a_note_is_written_changed_and_deleted(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    test.text_area(key="note-body").set_value("Likes oak")
    next(each for each in test.button if each.label == "Add note").click().run()
    assert [each.body for each in twin.notes] == ["Likes oak"]
    note = twin.notes[0]
    test.button(key=f"edit-note-{note.id}").click().run()
    next(each for each in test.text_area if each.label == "Note").set_value("Likes walnut")
    test.button(key=f"edit-note-{note.id}").click()
    [each for each in test.button if each.label == "Save"][-1].click().run()
    assert twin.notes[0].body == "Likes walnut"
    answer(test, f"delete-note-{note.id}", "confirm-agree")
    assert not twin.notes


def contact(value: str = "desk@example.com", **given: Any) -> ContactOut:
    fields: dict[str, Any] = {"id": uuid.uuid4(), "kind": ContactKind.EMAIL, "label": "Desk", "value": value}
    return ContactOut(**(fields | given))


def test_contacts_stand_with_the_page_that_proves_them(twin: ApiTwin, open_page: Open) -> None:
    proof = EvidenceOut(
        url="https://www.example.com/contact/", text="Write to desk@example.com", how="mailto", confidence=0.9
    )
    test = opened(twin, open_page, contacts=[contact(evidence=[proof])], website="https://example.com")
    ways = {way["value"]: way for way in component_data(test)["reach"]["items"]}
    assert ways["rosa@example.com"]["main"] is True
    assert ways["https://example.com"]["href"] == "https://example.com"
    page = ways["desk@example.com"]["evidence"][0]
    assert (page["place"], page["text"], page["note"]) == ("example.com/contact", "Write to desk@example.com", "90%")
    assert [key for key, _ in ways["desk@example.com"]["actions"]] == ["main", "edit", "delete"]


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        (ContactKind.SOCIAL, "javascript:alert(1)", "https://javascript:alert(1)"),
        (ContactKind.WHATSAPP, "+34 600 000 000", "https://wa.me/34600000000"),
        (ContactKind.TAX_ID, "B12345678", ""),
    ],
)
def test_a_strangers_address_never_becomes_a_script(
    twin: ApiTwin, open_page: Open, kind: ContactKind, value: str, href: str
) -> None:
    test = opened(twin, open_page, contacts=[contact(value, kind=kind)])
    ways = {way["value"]: way for way in component_data(test)["reach"]["items"]}
    assert ways[value]["href"] == href


def test_a_contact_is_added(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    test.button(key="add-contact").click().run()
    next(each for each in test.text_input if each.label == "Value").set_value("desk@example.com")
    test.button(key="add-contact").click()
    [each for each in test.button if each.label == "Add"][-1].click().run()
    assert [each.value for each in twin.leads[0].contacts] == ["desk@example.com"]


def test_own_fields_are_shown_and_edited(twin: ApiTwin, open_page: Open) -> None:
    twin.custom_fields = [
        rows.custom_field("Delivery", FieldKind.DATE),
        rows.custom_field("Signed", FieldKind.BOOLEAN),
        rows.custom_field("Contract", FieldKind.CHOICE, "Work", "Supply"),
        rows.custom_field("Rooms", FieldKind.NUMBER),
    ]
    test = opened(twin, open_page, custom={"delivery": "2026-12-24", "signed": True, "rooms": 3})
    shown = facts(test)
    assert ["Signed", "Yes"] in shown
    assert ["Delivery", "24 Dec 2026"] in shown
    test.button(key="edit-lead").click().run()
    test.selectbox(key=f"custom-{twin.custom_fields[2].id}").set_value("Supply")
    test.number_input(key=f"custom-{twin.custom_fields[3].id}").set_value(4.0)
    test.button(key="edit-lead").click()
    [each for each in test.button if each.label == "Save"][-1].click().run()
    sent = twin.made("PATCH", f"/v1/leads/{twin.leads[0].id}")[0].body
    assert sent["custom"] == {"contract": "Supply", "rooms": 4}


def test_two_leads_are_merged_and_parted(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano"), lead("R. Cano")]
    test = open_page("leads", lead=str(twin.leads[0].id))
    test.button(key="merge-lead").click().run()
    test.text_input(key="merge-q").set_value("cano")
    press(test, "merge-lead").run()
    test.text_input(key="merge-q").set_value("cano")
    press(test, "merge-lead", "merge-agree").run()
    assert [each.name for each in twin.leads] == ["Rosa Cano"]
    assert "was merged into this lead" in words(test)
    merge_id = next(iter(twin.merged))
    test.button(key=f"part-{merge_id}").click().run()
    assert len(twin.leads) == 2


def test_a_deleted_lead_comes_back_by_undo_or_from_the_bin(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    answer(test, "delete-lead", "confirm-agree")
    assert "is in the bin" in words(test)
    test.button(key="undo").click().run()
    assert [each.name for each in twin.leads] == ["Rosa Cano"]
    twin.bin, twin.leads = twin.leads, []
    test = open_page("leads", bin="1")
    test.button(key=f"restore-{twin.bin[0].id}").click().run()
    assert [each.name for each in twin.leads] == ["Rosa Cano"]
    assert "The bin is empty" in words(test)


def test_a_task_is_added_here_for_this_lead(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page)
    assert "Nothing to do for this lead." in words(test)
    test.text_input(key="quick-title-lead").set_value("Call")
    [each for each in test.button if each.label == "Add"][-1].click().run()
    assert twin.made("POST", "/v1/tasks")[0].body["lead_id"] == str(twin.leads[0].id)
    assert component_data(test)["todo"]["items"][0]["title"] == "Call"


def test_a_viewer_changes_nothing(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    test = opened(twin, open_page, contacts=[contact()])
    assert not test.exception
    assert not {"Edit", "Merge", "Delete", "Add note", "Add"} & labels(test)
    assert all(each.disabled for each in test.selectbox)
    assert not any(way["actions"] for way in component_data(test)["reach"]["items"])
    assert not twin.made("POST", f"/v1/leads/{twin.leads[0].id}/opened")
