"""What we say, as each platform takes it: its buttons, its lengths, its files, its templates."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.channels import templates
from backend.channels.cutting import characters, cut, utf8_bytes, utf16_units
from backend.channels.enums import MediaKind
from backend.channels.errors import VariablesMissing
from backend.channels.rendering import render
from backend.channels.shapes import Option, Outgoing, OutgoingMedia, TemplateUse

MEASURES = {
    "whatsapp": (4_096, characters),
    "messenger": (2_000, characters),
    "instagram": (1_000, utf8_bytes),
    "telegram": (4_096, utf16_units),
}
PHOTO = OutgoingMedia(MediaKind.IMAGE, "f1", "image/jpeg", "kitchen.jpg")
PLAN = OutgoingMedia(MediaKind.DOCUMENT, "f2", "application/pdf", "plan.pdf")


def options(count: int, label: str = "Choice") -> list[Option]:
    return [Option(f"o{number}", f"{label} {number}") for number in range(1, count + 1)]


def text_of(body: Any) -> str:
    """Whatever stands where the platform takes the words. Any: JSON."""
    if "interactive" in body:
        return str(body["interactive"]["body"]["text"])
    found = body.get("text") or body.get("message", {}).get("text") or ""
    return str(found["body"] if isinstance(found, dict) else found)


@pytest.mark.parametrize("kind", MEASURES)
def test_a_long_text_is_cut_at_words_as_the_platform_counts(kind: str) -> None:
    limit, measure = MEASURES[kind]
    words = " ".join(f"paraula{number} 😀" for number in range(1_500))
    pieces = [text_of(call.body) for call in render(kind, Outgoing(words))]
    assert len(pieces) > 1
    assert all(measure(piece) <= limit for piece in pieces)
    assert " ".join(pieces).split() == words.split()


@pytest.mark.parametrize("kind", MEASURES)
def test_a_short_text_is_one_message(kind: str) -> None:
    (call,) = render(kind, Outgoing("Hola"))
    assert text_of(call.body) == "Hola"


@given(st.text(min_size=1, max_size=400), st.integers(4, 60), st.sampled_from([characters, utf8_bytes, utf16_units]))
def test_nothing_is_lost_where_a_text_is_cut(text: str, limit: int, measure: Any) -> None:
    pieces = cut(text, limit, measure)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(measure(piece) <= limit for piece in pieces)


@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦" * 3, "e\u0301" * 12, "👍🏽" * 6])
def test_a_letter_and_its_accent_stay_together(text: str) -> None:
    for piece in cut(text, 7 if "\u0301" not in text else 5):
        assert not piece.startswith(("\u200d", "\u0301", "\U0001f3fd"))


def test_paragraphs_are_kept_whole_where_they_fit() -> None:
    assert cut("one two\n\nthree four five", 12) == ["one two", "three four", "five"]


@pytest.mark.parametrize(("count", "kind"), [(3, "button"), (4, "list"), (10, "list")])
def test_whatsapp_has_buttons_and_lists(count: int, kind: str) -> None:
    (call,) = render("whatsapp", Outgoing("Which?", options(count)))
    interactive = call.body["interactive"]
    assert (interactive["type"], interactive["body"]["text"]) == (kind, "Which?")
    if kind == "button":
        assert interactive["action"]["buttons"][0] == {"type": "reply", "reply": {"id": "o1", "title": "Choice 1"}}
    else:
        assert len(interactive["action"]["sections"][0]["rows"]) == count


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("whatsapp", options(11)),
        ("whatsapp", options(2, "A label that is far too long for WhatsApp")),
        ("whatsapp", [Option("a", "Same"), Option("b", "Same")]),
        ("messenger", options(14)),
        ("instagram", options(2, "A label that is too long")),
        ("telegram", [Option("x" * 65, "Long id")]),
    ],
)
def test_choices_that_fit_nowhere_are_numbered(kind: str, given: list[Option]) -> None:
    (call,) = render(kind, Outgoing("Which?", given))
    assert text_of(call.body).startswith(f"Which?\n\n1. {given[0].label}")
    assert not {"interactive", "reply_markup"} & call.body.keys()


def test_labels_of_twenty_are_buttons_and_of_twenty_four_a_list() -> None:
    for length, kind in ((20, "button"), (21, "list"), (24, "list")):
        (call,) = render("whatsapp", Outgoing("Which?", [Option("a", "x" * length)]))
        assert call.body["interactive"]["type"] == kind


def test_words_too_long_for_buttons_come_before_them() -> None:
    *before, last = render("whatsapp", Outgoing("word " * 400, options(2)))
    assert [call.body["type"] for call in before] == ["text"]
    assert last.body["type"] == "interactive"
    assert len(text_of(last.body)) <= 1_024


@pytest.mark.parametrize("kind", ["messenger", "instagram"])
def test_meta_has_quick_replies(kind: str) -> None:
    (call,) = render(kind, Outgoing("Which?", options(13)))
    assert call.body["messaging_type"] == "RESPONSE"
    assert call.body["message"]["quick_replies"][0] == {
        "content_type": "text",
        "title": "Choice 1",
        "payload": "o1",
    }


def test_only_a_person_may_answer_after_a_day() -> None:
    """F3: under the tag that says so."""
    (call,) = render("instagram", Outgoing("Hola", human_agent_tag=True))
    assert (call.body["messaging_type"], call.body["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


def test_telegram_has_a_keyboard() -> None:
    (call,) = render("telegram", Outgoing("Which?", options(2)))
    assert call.verb == "sendMessage"
    assert call.body["reply_markup"]["inline_keyboard"] == [
        [{"text": "Choice 1", "callback_data": "o1"}],
        [{"text": "Choice 2", "callback_data": "o2"}],
    ]


def test_one_file_takes_the_words_as_its_caption() -> None:
    (whatsapp,) = render("whatsapp", Outgoing("The plan", media=[PLAN]))
    assert whatsapp.body["document"] == {"caption": "The plan", "filename": "plan.pdf"}
    assert whatsapp.upload == PLAN
    (telegram,) = render("telegram", Outgoing("Look", media=[PHOTO]))
    assert (telegram.verb, telegram.body) == ("sendPhoto", {"photo": "", "caption": "Look"})
    file, words = render("messenger", Outgoing("Look", media=[PHOTO]))
    assert file.body["message"] == {"attachment": {"type": "image", "payload": {}}}
    assert words.body["message"] == {"text": "Look"}


def test_several_files_go_before_the_words() -> None:
    calls = render("whatsapp", Outgoing("Both", media=[PHOTO, PLAN]))
    assert [call.body["type"] for call in calls] == ["image", "document", "text"]


def test_a_file_with_an_address_is_not_uploaded() -> None:
    linked = OutgoingMedia(MediaKind.IMAGE, "f", "image/png", "x.png", "https://files.example.com/x.png")
    (call,) = render("whatsapp", Outgoing(media=[linked]))
    assert (call.body["image"], call.upload) == ({"link": linked.url}, None)


def test_a_template_replaces_everything_else() -> None:
    (call,) = render("whatsapp", Outgoing("ignored", template=TemplateUse("order", "es", ("Ana", "12"))))
    assert call.body["template"] == {
        "name": "order",
        "language": {"code": "es"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "Ana"}, {"type": "text", "text": "12"}]}
        ],
    }


def test_a_templates_header_and_named_gaps_have_their_place() -> None:
    use = templates.use("order", "es", "Hola {{1}}", "Tu pedido {{number}} llega {{day}}", ("Ana", "12", "hoy"))
    (call,) = render("whatsapp", Outgoing(template=use))
    assert call.body["template"]["components"] == [
        {"type": "header", "parameters": [{"type": "text", "text": "Ana"}]},
        {
            "type": "body",
            "parameters": [
                {"type": "text", "parameter_name": "number", "text": "12"},
                {"type": "text", "parameter_name": "day", "text": "hoy"},
            ],
        },
    ]


def test_a_template_is_previewed_with_its_variables() -> None:
    shown = templates.preview("", "{{2}}, {{1}}, {{2}}", "Adéu", ("one", "two"))
    assert (shown.body, shown.footer) == ("two, one, two", "Adéu")
    for wrong in ((), ("one",), ("one", " "), ("one", "two", "three")):
        with pytest.raises(VariablesMissing):
            templates.preview("", "{{1}} {{2}}", "", wrong)


@pytest.mark.parametrize("kind", [*MEASURES, "web"])
def test_nothing_said_is_no_call(kind: str) -> None:
    assert render(kind, Outgoing()) == []
