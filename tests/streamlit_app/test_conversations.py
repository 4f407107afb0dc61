"""The inbox: reading along, taking over, answering, giving back (PAN-03)."""

import pytest

from backend.accounts.enums import Role
from backend.conversations.enums import ConversationStatus
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, labels, words
from tests.support.api_rows import conversation
from tests.support.api_twin import ApiTwin


def test_an_empty_inbox_says_what_will_stand_here(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("conversations")
    assert not test.exception
    assert "No conversations yet" in words(test)


def test_the_inbox_lists_who_talks_and_what_was_said_last(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa Cano", unread=3), conversation()]
    rows = component_data(open_page("conversations"))["rows"]["rows"]
    assert [row["title"] for row in rows] == ["Rosa Cano", "Visitor"]
    assert (rows[0]["unread"], rows[0]["note"]) == (3, "12 m2")


def test_opening_a_conversation_marks_it_read(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa Cano")]
    test = open_page("conversations", conversation=str(twin.conversations[0].id))
    assert not test.exception
    assert twin.conversations[0].unread == 0


def test_a_viewer_reads_along_and_leaves_no_trace(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    twin.conversations = [conversation("Rosa Cano")]
    test = open_page("conversations", conversation=str(twin.conversations[0].id))
    assert "Take over" not in labels(test)
    assert not test.chat_input
    assert twin.conversations[0].unread == 1


def test_taking_over_answering_and_giving_back(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa Cano")]
    test = open_page("conversations", conversation=str(twin.conversations[0].id))
    assert test.chat_input[0].proto.disabled
    test.button(key="take-over").click().run()
    assert twin.conversations[0].status == "human"
    test.chat_input[0].set_value("Hello, I am Ana").run()
    assert twin.conversations[0].messages[-1].text == "Hello, I am Ana"
    assert component_data(test)["transcript"]["messages"][-1]["role"] == "agent"
    test.button(key="give-back").click().run()
    assert twin.conversations[0].status == "open"


def test_an_answer_to_somebody_who_left_is_refused_in_words(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa Cano", status=ConversationStatus.HUMAN)]
    path = f"/v1/conversations/{twin.conversations[0].id}"
    twin.fail("POST", f"{path}/reply", 409, "conversation_over")
    test = open_page("conversations", conversation=path.rsplit("/", 1)[1])
    test.chat_input[0].set_value("Hello").run()
    assert "nobody would read your message" in words(test)


@pytest.mark.parametrize("address", ["not-an-id", "00000000-0000-4000-8000-000000000000"])
def test_an_address_without_a_conversation_is_harmless(twin: ApiTwin, open_page: Open, address: str) -> None:
    test = open_page("conversations", conversation=address)
    assert not test.exception
    assert {"Choose a conversation", "This conversation no longer exists"} & set(
        words(test).replace("#### ", "").split("\n")
    )
