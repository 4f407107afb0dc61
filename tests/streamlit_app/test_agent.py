"""The agent: what it knows, how it behaves, and a question to try it (DMA-01, FLW-10)."""

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from backend.assistant.enums import SkillName, Tone
from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.settings_schemas import Conduct
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, press, words
from tests.support.api_agent import item
from tests.support.api_twin import ApiTwin


def _opened(open_page: Open) -> AppTest:
    test = open_page("agent")
    assert not test.exception
    return test


def _behaving(open_page: Open) -> AppTest:
    test = _opened(open_page)
    test.session_state["agent-tabs"] = "How it behaves"
    test.run()
    assert not test.exception
    return test


def test_without_knowledge_the_page_says_what_to_teach(twin: ApiTwin, open_page: Open) -> None:
    assert "Teach it your business" in words(_opened(open_page))


def test_what_it_knows_is_listed_with_price_and_language(twin: ApiTwin, open_page: Open) -> None:
    twin.known = [item("Visit *3D*", kind=ItemKind.PRODUCT, price_minor=12_050, currency="EUR", active=False)]
    said = words(_opened(open_page))
    assert r"Visit \*3D\*" in said
    assert r"€120\.50" in said
    assert ":gray-badge[EN]" in said
    assert "not used" in said


def test_a_product_is_taught(twin: ApiTwin, open_page: Open) -> None:
    test = _opened(open_page)
    test.button(key="knowledge-add").click().run()
    test.segmented_control(key="item-new-kind").set_value(ItemKind.PRODUCT)
    test.text_input(key="item-new-name").set_value("Visit")
    test.number_input(key="item-new-price").set_value(120.5)
    test.text_input(key="item-new-link").set_value("https://www.example.com/3d")
    test.text_input(key="item-new-keywords").set_value("render, drawing")
    press(test, "knowledge-add", "item-save").run()
    sent = twin.made("POST", "/v1/knowledge")[0].body
    assert (sent["kind"], sent["price_minor"], sent["currency"]) == ("product", 12_050, "EUR")
    assert (sent["keywords"], sent["link"]) == (["render", "drawing"], "https://www.example.com/3d")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "Saturdays?", "A question needs its answer."),
        ("link", "http:/x y", "A link must begin with https://"),
    ],
)
def test_what_cannot_be_saved_is_said_before(twin: ApiTwin, open_page: Open, field: str, value: str, said: str) -> None:
    test = _opened(open_page)
    test.button(key="knowledge-add").click().run()
    test.text_input(key=f"item-new-{field}").set_value(value)
    press(test, "knowledge-add", "item-save").run()
    assert said in words(test)
    assert not twin.made("POST", "/v1/knowledge")


def test_an_entry_is_changed_and_deleted(twin: ApiTwin, open_page: Open) -> None:
    twin.known = [item("Saturdays?", price_minor=500, currency="EUR")]
    key = twin.known[0].id
    test = _opened(open_page)
    test.button(key=f"item-edit-{key}").click().run()
    test.text_area(key=f"item-{key}-answer").set_value("No.")
    press(test, f"item-edit-{key}", "item-save").run()
    assert (twin.known[0].answer, twin.known[0].price_minor) == ("No.", 500)
    answer(test, f"item-delete-{key}", "confirm-agree")
    assert not twin.known


def test_pasted_lines_say_what_is_wrong_with_each(twin: ApiTwin, open_page: Open) -> None:
    twin.line_errors = [{"line": 2, "code": "price_unreadable", "message": "“cheap” is not a price"}]
    test = _opened(open_page)
    test.button(key="knowledge-import").click().run()
    test.text_area(key="lines-text").set_value("One;Yes\nTwo;No;cheap")
    press(test, "knowledge-import", "lines-go").run()
    assert "Line 2: “cheap” is not a price." in words(test)
    assert "1 new, 0 replaced." in "".join(str(each.value) for each in test.success)


@pytest.mark.parametrize(("known", "said"), [(["Saturdays?"], "Saturdays?"), ([], "It finds no answer here")])
def test_a_question_shows_what_would_be_found(twin: ApiTwin, open_page: Open, known: list[str], said: str) -> None:
    twin.known = [item(each, "Until two.") for each in known]
    test = _opened(open_page)
    test.text_input(key="try-question").set_value("saturdays")
    test.button(key="try-ask").click().run()
    assert not test.exception
    assert twin.made("POST", "/v1/knowledge/try")[0].body == {"question": "saturdays", "language": "en"}
    assert said in words(test)


def test_filters_narrow_the_list(twin: ApiTwin, open_page: Open) -> None:
    twin.known = [item("Saturdays?"), item("Visit", kind=ItemKind.PRODUCT)]
    test = _opened(open_page)
    test.segmented_control(key="knowledge-kind").set_value(ItemKind.PRODUCT).run()
    assert "Saturdays" not in words(test)
    test.text_input(key="knowledge-q").set_value("zzz").run()
    assert "Nothing matches" in words(test)


def test_conduct_is_saved_whole(twin: ApiTwin, open_page: Open) -> None:
    twin.behaviour = Conduct(escalation_words=["lawyer"])
    test = _behaving(open_page)
    test.segmented_control(key="conduct-tone").set_value(Tone.FORMAL)
    test.number_input(key="conduct-cap").set_value(1)
    test.toggle(key="conduct-skill-recycling").set_value(True)
    test.button(key="conduct-save").click().run()
    wanted = Conduct(tone=Tone.FORMAL, weekly_cap=1, skills=[SkillName.RECYCLING], escalation_words=["lawyer"])
    assert twin.behaviour == wanted


def test_the_agent_is_switched_off_and_keeps_its_conduct(twin: ApiTwin, open_page: Open) -> None:
    twin.behaviour = Conduct(tone=Tone.EXPERT)
    test = _opened(open_page)
    test.toggle(key="agent-on").set_value(False).run()
    assert twin.behaviour == Conduct(tone=Tone.EXPERT, ai_on=False)
    assert "The agent is off" in words(test)


@pytest.mark.parametrize(
    ("role", "hidden"), [(Role.VIEWER, {"Add", "Paste lines", "Change", "Delete", "Ask"}), (Role.AGENT, set())]
)
def test_a_viewer_only_looks(twin: ApiTwin, open_page: Open, role: Role, hidden: set[str]) -> None:
    twin.role, twin.known = role, [item("Saturdays?")]
    test = _opened(open_page)
    assert {"Add", "Paste lines", "Change", "Delete", "Ask"} - labels(test) == hidden
    assert test.toggle(key="agent-on").proto.disabled


def test_only_administrators_change_the_conduct(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.AGENT
    test = _behaving(open_page)
    assert "an administrator makes changes" in words(test)
    assert test.button(key="conduct-save").disabled
