"""Follow-ups: totals, funnel, switches, steps, trying, and who is in them (NUR-05)."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from backend.conversations.enums import Decision, Refusal
from backend.nurturing.enums import SequenceKind
from backend.nurturing.schemas import Counts
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, press, words
from tests.support.api_nurturing import enrolment
from tests.support.api_rows import lead
from tests.support.api_twin import ApiTwin

ABANDONED = SequenceKind.ABANDONED
_ABANDONED = "/v1/nurturing/sequences/abandoned"


def _opened(open_page: Open) -> AppTest:
    test = open_page("nurturing")
    assert not test.exception
    return test


def test_eight_cards_say_when_they_write(twin: ApiTwin, open_page: Open) -> None:
    test = _opened(open_page)
    assert len(test.toggle) == 8
    said = words(test)
    assert ":blue-badge[24 h] :blue-badge[72 h] :blue-badge[7 days]" in said
    assert "After 30 days." in said
    assert "Nobody has been enrolled in this time." in said


def test_totals_stand_on_top_and_the_funnel_below(twin: ApiTwin, open_page: Open) -> None:
    twin.sequences[0].active = True
    twin.sequences[0].counts = Counts(enrolled=12, sent=20, delivered=18, replied=5, converted=2)
    test = _opened(open_page)
    assert [each.value for each in test.metric] == ["1 of 8", "12", "20", "5"]
    drawn = json.loads(test.get("plotly_chart")[0].proto.spec)["data"][0]
    assert len(drawn["y"]) == 5 if isinstance(drawn["y"], list) else True
    assert drawn["customdata"] is not None


def test_the_funnel_narrows_to_a_sequence_and_a_step(twin: ApiTwin, open_page: Open) -> None:
    test = _opened(open_page)
    test.selectbox(key="funnel-sequence").set_value(ABANDONED.value).run()
    test.selectbox(key="funnel-step-abandoned").set_value(1).run()
    assert not test.exception
    assert test.get("plotly_chart")


def test_a_sequence_is_switched_on(twin: ApiTwin, open_page: Open) -> None:
    test = _opened(open_page)
    test.toggle(key="sequence-abandoned").set_value(True).run()
    assert twin.made("POST", f"{_ABANDONED}/toggle")[0].body == {"active": True}
    assert test.metric[0].value == "1 of 8"


def test_steps_are_written_and_saved_together(twin: ApiTwin, open_page: Open) -> None:
    test = _opened(open_page)
    test.button(key="edit-abandoned").click().run()
    assert not test.exception
    test.text_area(key="step-abandoned-0-text-en").set_value("Hi {name}")
    test.number_input(key="step-abandoned-1-hours").set_value(48)
    press(test, "edit-abandoned", "steps-save").run()
    sent = twin.made("PUT", _ABANDONED)[0].body["steps"]
    assert [each["delay_hours"] for each in sent] == [24, 48, 168]
    assert sent[0]["texts"] == {"es": "Hola {name}, a las 24", "en": "Hi {name}"}


@pytest.mark.parametrize(
    ("hours", "text", "said"),
    [
        (500, "Hi", "Each step must come later than the one before it."),
        (24, "Hi {price}", "only these are filled in"),
    ],
)
def test_what_cannot_be_saved_is_said_before(twin: ApiTwin, open_page: Open, hours: int, text: str, said: str) -> None:
    test = _opened(open_page)
    test.button(key="edit-abandoned").click().run()
    test.number_input(key="step-abandoned-0-hours").set_value(hours)
    test.text_area(key="step-abandoned-0-text-en").set_value(text)
    press(test, "edit-abandoned", "steps-save").run()
    assert said in words(test)
    assert not twin.made("PUT", _ABANDONED)


def test_own_steps_go_back_to_the_original(twin: ApiTwin, open_page: Open) -> None:
    next(each for each in twin.sequences if each.type is ABANDONED).is_default = False
    answer(_opened(open_page), "reset-abandoned", "confirm-agree")
    assert twin.made("POST", f"{_ABANDONED}/reset")


@pytest.mark.parametrize(
    ("decision", "refusal", "said"),
    [
        (Decision.ALLOWED, None, "It would go out now."),
        (Decision.REFUSED, Refusal.QUIET_HOURS, "it is night where this person is"),
    ],
)
def test_a_step_is_read_as_a_lead_would(
    twin: ApiTwin, open_page: Open, decision: Decision, refusal: Refusal | None, said: str
) -> None:
    twin.leads = [lead("Rosa")]
    twin.step_preview = twin.step_preview.model_copy(update={"decision": decision, "refusal": refusal})
    test = _opened(open_page)
    test.button(key="try-abandoned").click().run()
    test.radio(key="try-lead").set_value(twin.leads[0].id)
    press(test, "try-abandoned").run()
    assert r"Hola Rosa, \*hoy\*" in words(test)
    assert said in "\n".join([words(test), *(str(each.value) for each in test.success)])


def test_somebody_is_added_by_hand_and_taken_out(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    next(each for each in twin.sequences if each.type is ABANDONED).active = True
    test = _opened(open_page)
    test.button(key="enrol-abandoned").click().run()
    test.radio(key="enrol-lead").set_value(twin.leads[0].id)
    press(test, "enrol-abandoned").run()
    press(test, "enrol-abandoned", "enrol-agree").run()
    assert [each.lead_id for each in twin.enrolled] == [twin.leads[0].id]


def test_who_is_in_it_is_listed_and_goes(twin: ApiTwin, open_page: Open) -> None:
    twin.enrolled = [enrolment("Rosa *Cano*")]
    test = open_page("nurturing")
    test.session_state["people-abandoned"] = True
    test.run()
    assert r"Rosa \*Cano\*" in words(test)
    answer(test, f"enrolment-out-{twin.enrolled[0].id}", "confirm-agree")
    assert not twin.enrolled


@pytest.mark.parametrize(
    ("role", "hidden"),
    [(Role.VIEWER, {"Edit steps", "Try it", "Add somebody"}), (Role.AGENT, {"Edit steps"}), (Role.ADMIN, set())],
)
def test_each_role_sees_only_what_it_may_do(twin: ApiTwin, open_page: Open, role: Role, hidden: set[str]) -> None:
    twin.role = role
    test = _opened(open_page)
    assert {"Edit steps", "Try it", "Add somebody"} - labels(test) == hidden
    assert test.toggle(key="sequence-abandoned").proto.disabled is (role is not Role.ADMIN)
