"""The inbox over all channels: tabs, clocks, sharing, notes, ready answers, templates, and the agent's reasons."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from backend.assistant.memory.schemas import Discussed, Memory
from backend.channels.enums import ChannelKind
from backend.conversations.agent_schemas import TraceStepOut
from backend.conversations.delivery_schemas import DeliveryOut
from backend.conversations.enums import ConversationStatus, Decision, DeliveryStatus, MessageRole
from backend.conversations.schemas import AttachmentOut, ConversationDetail, ConversationNoteOut
from backend.conversations.sending_schemas import SendingOut
from streamlit_app.screens.inbox_opened import Opened
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, facts, labels, words
from tests.support.api_inbox import account, canned, pressing, template
from tests.support.api_rows import NOW, conversation, lead, message
from tests.support.api_twin import ApiTwin

HUMAN = ConversationStatus.HUMAN


def on_whatsapp(name: str = "Rosa Cano", **given: Any) -> ConversationDetail:
    fields = {"channel": ChannelKind.WHATSAPP, "account_id": uuid.uuid4(), "status": HUMAN} | given
    return conversation(name, **fields)


def opened(twin: ApiTwin, open_page: Open, talk: ConversationDetail) -> AppTest:
    twin.conversations = [talk]
    test = open_page("conversations", conversation=str(talk.id))
    assert not test.exception
    return test


def said(test: AppTest) -> list[dict[str, Any]]:
    return [each for each in component_data(test)["transcript"]["messages"] if each["role"] != "day"]


def test_tabs_say_how_many_wait_behind_them(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa", waiting_since=NOW), conversation("Pau", assignee_id=twin.user_id)]
    twin.mentions = 1
    tabs = {each["id"]: each["count"] for each in component_data(open_page("conversations"))["tabs"]["tabs"]}
    assert tabs == {
        "all": "",
        "mine": "1",
        "unassigned": "",
        "waiting": "1",
        "closing": "",
        "snoozed": "",
        "mentions": "1",
    }


@pytest.mark.parametrize(("tab", "shown"), [("mine", ["Pau"]), ("waiting", ["Rosa"]), ("nonsense", ["Rosa", "Pau"])])
def test_a_tab_of_the_address_is_shown(twin: ApiTwin, open_page: Open, tab: str, shown: list[str]) -> None:
    twin.conversations = [conversation("Rosa", waiting_since=NOW), conversation("Pau", assignee_id=twin.user_id)]
    rows = component_data(open_page("conversations", tab=tab))["rows"]["rows"]
    assert [each["title"] for each in rows] == shown


def test_windows_that_close_are_ranked_by_what_they_are_worth(twin: ApiTwin, open_page: Open) -> None:
    """MSG: by score, value and minutes left; the first is the one to answer first."""
    twin.closing = [pressing("Rosa", 78, 25), pressing("Pau", 61, 200)]
    rows = component_data(open_page("conversations", tab="closing"))["rows"]["rows"]
    assert [(each["title"], each["aside"], each["tag"]) for each in rows] == [("Rosa", "78", "80"), ("Pau", "61", "80")]
    assert len(rows[0]["flags"]) == 2


def test_the_list_is_searched_and_filtered(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa Cano"), on_whatsapp("Pau Vidal")]
    test = open_page("conversations")
    test.text_input(key="inbox-q").set_value("pau").run()
    assert [each["title"] for each in component_data(test)["rows"]["rows"]] == ["Pau Vidal"]
    test.selectbox(key="inbox-channel").set_value(ChannelKind.WEB).run()
    assert "No conversation matches this filter" in words(test)


def test_a_line_says_its_channel_how_long_somebody_waits_and_when_the_window_closes(
    twin: ApiTwin, open_page: Open
) -> None:
    now = datetime.now(UTC)
    soon = now + timedelta(hours=2, minutes=30)
    twin.conversations = [on_whatsapp(waiting_since=now - timedelta(minutes=5), window_ends_at=soon)]
    (row,) = component_data(open_page("conversations"))["rows"]["rows"]
    assert (row["channel"], row["channel_name"]) == ("whatsapp", "WhatsApp")
    flags = [each["text"] for each in row["flags"]]
    assert flags[0].startswith("Waiting 5 min")
    assert flags[1].startswith("2 h ")
    assert flags[2] == "Nobody has it"


def test_what_became_of_each_message_stands_under_it(twin: ApiTwin, open_page: Open) -> None:
    failed = DeliveryOut(id=uuid.uuid4(), status=DeliveryStatus.FAILED, cause="The number is not on WhatsApp.", at=NOW)
    photo = AttachmentOut(id=uuid.uuid4(), name="cocina.jpg", content_type="image/jpeg", size=2048)
    told = [
        message(MessageRole.VISITOR, "Mira").model_copy(update={"attachments": [photo]}),
        message(MessageRole.VISITOR, "<b>x</b>").model_copy(update={"deleted_at": NOW}),
        message(MessageRole.BOT, "Hola").model_copy(
            update={"explained": True, "details": {"reaction": "❤️", "edited": ["Ola"], "quote": "Mira"}}
        ),
        message(MessageRole.AGENT, "Hola", author="Ana").model_copy(update={"delivery": failed}),
    ]
    seen = said(opened(twin, open_page, on_whatsapp(messages=told)))
    assert seen[0]["files"][0] == {
        "name": "cocina.jpg",
        "kind": "image",
        "url": f"/download/files/{photo.id}",
        "size": "2 KB",
    }
    assert (seen[1]["text"], seen[1]["gone"]) == ("This message was deleted.", True)
    assert (seen[2]["reaction"], seen[2]["marks"], seen[2]["quote"]) == ("❤️", ["edited"], "Mira")
    assert [each["id"] for each in seen[2]["acts"]] == ["why", "correct"]
    assert (seen[3]["ticks"], seen[3]["state"], seen[3]["cause"]) == ("failed", "Not delivered", failed.cause)
    assert [each["id"] for each in seen[3]["acts"]] == ["resend"]


def test_a_viewer_sees_all_of_it_and_may_press_nothing(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    talk = on_whatsapp(messages=[message(MessageRole.BOT, "Hola").model_copy(update={"explained": True})])
    test = opened(twin, open_page, talk)
    assert said(test)[0]["acts"] == []
    assert not {"Give back", "Note", "Ready answers"} & labels(test)


def test_a_note_stands_among_the_messages_and_is_marked_as_the_teams(twin: ApiTwin, open_page: Open) -> None:
    talk = conversation("Rosa")
    talk.notes = [
        ConversationNoteOut(id=uuid.uuid4(), author_id=None, author_name="Pau", body="Ojo", at=NOW - timedelta(hours=1))
    ]
    test = opened(twin, open_page, talk)
    assert [each["role"] for each in said(test)] == ["note", "bot", "visitor"]
    assert "only for the team" in said(test)[0]["who"]
    test.button(key="open-note").click().run()
    test.text_area(key="note-words").set_value("@Pau mira").run()
    test.button(key="note-agree").click().run()
    assert talk.notes[-1].body == "@Pau mira"


def choose(test: AppTest, twin: ApiTwin, name: str, message_id: str = "") -> AppTest:
    """Opens what the menu, a key or a message opens."""
    test.session_state["inbox_dialog"] = Opened(name, message_id, str(twin.conversations[0].id))
    return test.run()


def test_it_is_assigned_to_a_colleague(twin: ApiTwin, open_page: Open) -> None:
    test = choose(opened(twin, open_page, conversation("Rosa")), twin, "assign")
    test.radio(key="assign-who").set_value(twin.members[1].user_id).run()
    test.button(key="assign-agree").click().run()
    assert twin.conversations[0].assignee_name == "Pau Vidal"
    assert "It is assigned." in words(test)


@pytest.mark.parametrize(("name", "key"), [("snooze", "snooze-0"), ("pause", "pause-1")])
def test_it_is_put_off_or_the_assistant_is_paused(twin: ApiTwin, open_page: Open, name: str, key: str) -> None:
    test = choose(opened(twin, open_page, conversation("Rosa")), twin, name)
    test.button(key=key).click().run()
    talk = twin.conversations[0]
    until = talk.snoozed_until if name == "snooze" else talk.returns_at
    assert until is not None
    assert timedelta(minutes=59) < until - datetime.now(UTC) <= timedelta(hours=1)


def test_closing_is_asked_first(twin: ApiTwin, open_page: Open) -> None:
    test = choose(opened(twin, open_page, conversation("Rosa", status=HUMAN)), twin, "close")
    assert twin.conversations[0].status is HUMAN
    test.button(key="close-agree").click().run()
    assert twin.conversations[0].status == "ended"


def test_who_answers_and_until_when_is_said(twin: ApiTwin, open_page: Open) -> None:
    test = opened(twin, open_page, on_whatsapp(returns_at=NOW + timedelta(days=2), window_ends_at=NOW))
    seen = words(test)
    assert "With a person, the assistant is back on" in seen
    assert "Window closed" in seen


def test_a_ready_answer_is_filled_in_and_waits_to_be_sent(twin: ApiTwin, open_page: Open) -> None:
    twin.canned = [canned("Saludo", "¡Hola {name}!")]
    test = opened(twin, open_page, conversation("Rosa", status=HUMAN))
    test.button(key="open-canned").click().run()
    assert "Saludo" in words(test)
    test.button(key=f"canned-{twin.canned[0].id}").click().run()
    assert test.chat_input[0].proto.value == "¡Hola Rosa!"
    assert len(twin.conversations[0].messages) == 2


def test_ready_answers_are_written_and_deleted_by_the_team(twin: ApiTwin, open_page: Open) -> None:
    test = choose(opened(twin, open_page, conversation("Rosa", status=HUMAN)), twin, "canned")
    key = "canned-edit-opening"
    test.text_input(key=f"{key}-title").set_value("Gracias")
    test.text_area(key=f"{key}-es").set_value("Gracias, {name}.")
    test.button(key=f"{key}-save").click().run()
    (made,) = twin.canned
    assert (made.title, made.texts) == ("Gracias", {"es": "Gracias, {name}."})
    test.button(key=f"canned-edit-{made.id}-delete").click().run()
    assert twin.canned == []


def test_a_closed_window_offers_a_template_with_its_gaps_filled(twin: ApiTwin, open_page: Open) -> None:
    twin.sending = SendingOut(
        channel=ChannelKind.WHATSAPP,
        decision=Decision.NEEDS_TEMPLATE,
        sentence="The day is over.",
        takes_templates=True,
    )
    twin.templates = [template("oferta", "Hola {{1}}, sobre {{2}}…", "1", "2")]
    test = opened(twin, open_page, on_whatsapp())
    assert "The day is over. An approved template may still be sent." in words(test)
    assert not test.chat_input
    test.button(key="open-template").click().run()
    key = f"template-{twin.templates[0].id}"
    assert test.text_input(key=f"{key}-0").value == "Rosa"
    assert test.button(key="template-send").disabled
    test.text_input(key=f"{key}-1").set_value("la cocina").run()
    assert "sobre la cocina" in words(test)
    test.button(key="template-send").click().run()
    assert twin.conversations[0].messages[-1].text == "Rosa la cocina"


def explained(twin: ApiTwin, open_page: Open, name: str) -> AppTest:
    told = [message(MessageRole.VISITOR, "¿Hacéis armarios?"), message(MessageRole.BOT, "No lo sé.")]
    test = opened(twin, open_page, on_whatsapp(messages=told))
    twin.traces[told[1].id] = [
        TraceStepOut(step="intent", what="question_product", why=["0.93", "armarios"]),
        TraceStepOut(step="something_new", what="odd_word"),
    ]
    return choose(test, twin, name, told[1].id)


def test_why_it_said_that_is_told_step_by_step(twin: ApiTwin, open_page: Open) -> None:
    test = explained(twin, open_page, "why")
    seen = words(test)
    assert "**What the person wants**" in seen
    assert "Asks about a product" in seen
    assert "odd word" in seen
    test.button(key="why-correct").click().run()
    assert test.text_input(key="correct-question").value == "¿Hacéis armarios?"


def test_it_is_corrected_for_next_time(twin: ApiTwin, open_page: Open) -> None:
    test = explained(twin, open_page, "correct")
    test.text_area(key="correct-answer").set_value("Sí, a medida.")
    test.button(key="correct-agree").click().run()
    assert twin.taught == [{"question": "¿Hacéis armarios?", "answer": "Sí, a medida."}]
    assert "Learned." in words(test)


def test_who_it_is_and_what_is_remembered_stands_beside(twin: ApiTwin, open_page: Open) -> None:
    rosa = lead("Rosa Cano", company="Cuines Roca")
    twin.leads = [rosa]
    talk = on_whatsapp(lead_id=rosa.id)
    product = Discussed(item_id=uuid.uuid4(), name="Cocina en L", at=NOW)
    known = {"total_messages": 3, "purchase_intent": 0.72, "last_intent": "objection_price", "products": [product]}
    twin.memories[talk.id] = Memory(conversation_id=talk.id, **known)
    test = opened(twin, open_page, talk)
    known_facts = dict(facts(test))
    assert known_facts["Company"] == "Cuines Roca"
    assert (known_facts["Last wish"], known_facts["Talked about"]) == ("Finds it expensive", "Cocina en L")
    assert "Open lead" in labels(test)


def test_a_lead_with_a_number_is_written_to_first(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    twin.accounts = [account(ChannelKind.TELEGRAM)]
    test = open_page("leads", lead=str(twin.leads[0].id))
    test.button(key="write-lead").click().run()
    assert "Connect a WhatsApp number" in words(test)
    twin.accounts.append(account(ChannelKind.WHATSAPP))
    twin.templates = [template("hola", "Hola {{1}}", "1")]
    test.button(key="write-lead").click().run()
    assert "Hola Rosa" in words(test)


def test_keys_are_explained(twin: ApiTwin, open_page: Open) -> None:
    twin.conversations = [conversation("Rosa")]
    test = open_page("conversations")
    assert component_data(test)["keys"]["keys"] == ["?"]
    test.button(key="open-help").click().run()
    assert "Next conversation" in words(test)
    test = open_page("conversations", conversation=str(twin.conversations[0].id))
    assert component_data(test)["keys"]["keys"] == sorted("?acenps")
