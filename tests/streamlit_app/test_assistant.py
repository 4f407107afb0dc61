"""The assistant's page: what it says, what it asks, what it remembers."""

from backend.assistant.enums import Mode
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, words
from tests.support.api_twin import ApiTwin


def test_without_a_key_the_commands_are_offered(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("assistant")
    assert not test.exception
    assert "Without a language model" in words(test)
    assert "hottest leads" in words(test)
    test.button(key="assistant-example-0").click().run()
    assert twin.made("POST", "/v1/assistant/messages")[0].body["text"] == "hottest leads"


def test_with_a_key_the_page_says_that_messages_count(twin: ApiTwin, open_page: Open) -> None:
    twin.mode = Mode.MODEL
    assert "each message counts in your plan" in words(open_page("assistant"))


def test_a_message_is_answered_and_leads_to_what_it_touched(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("assistant")
    test.chat_input(key="assistant-input").set_value("note for **Rosa**").run()
    assert [each.name for each in test.chat_message] == ["person", "assistant"]
    assert r"note for \*\*Rosa\*\*" in words(test)
    assert "Done." in words(test)
    assert "Open lead" in labels(test)


def test_what_is_destructive_waits_for_a_yes(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("assistant")
    test.chat_input(key="assistant-input").set_value("delete Rosa").run()
    assert "Delete Rosa" in words(test)
    test.button(key="assistant-yes").click().run()
    last = twin.made("POST", "/v1/assistant/messages")[-1].body
    assert set(last) == {"confirm"}
    assert "Yes, do it" not in labels(test)


def test_a_no_does_nothing(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("assistant")
    test.chat_input(key="assistant-input").set_value("delete Rosa").run()
    test.button(key="assistant-no").click().run()
    assert len(twin.made("POST", "/v1/assistant/messages")) == 1
    assert "Yes, do it" not in labels(test)


def test_the_memory_is_read_and_written(twin: ApiTwin, open_page: Open) -> None:
    twin.memory = "We sell kitchens."
    test = open_page("assistant")
    test.button(key="assistant-memory").click().run()
    assert test.text_area(key="memory-text").value == "We sell kitchens."
    test.text_area(key="memory-text").set_value("We sell doors.")
    test.button(key="assistant-memory").click()
    test.button(key="memory-save").click().run()
    assert twin.memory == "We sell doors."


def test_the_talk_is_forgotten_after_a_question(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("assistant")
    test.chat_input(key="assistant-input").set_value("hello").run()
    answer(test, "assistant-forget", "confirm-agree")
    assert not twin.talk


def test_a_limit_of_messages_is_said(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("POST", "/v1/assistant/messages", 402, "quota_exceeded", metric="ia_msgs", limit=5, used=5)
    test = open_page("assistant")
    assert "AI messages: 0 of 5 left" in words(test.chat_input(key="assistant-input").set_value("hello").run())


def test_an_assistant_that_is_away_is_a_sentence(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("GET", "/v1/assistant/commands", 503, "unavailable")
    assert "The service is restarting" in words(open_page("assistant"))
