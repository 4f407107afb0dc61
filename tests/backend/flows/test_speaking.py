"""Speaking: the language of a question, and its shape on the wire (FLW-01, WID-06)."""

import json

from pydantic import JsonValue

from backend.flows.engine.walk import ask_again, prompt_again
from tests.support.flows import CONSENT, CONTEXT, FOUR, Talk, asking, buttons, end, flow, speaking

# Languages


def test_resumed_question_speaks_the_changed_language() -> None:
    definition = speaking(flow(asking("input", prompt=FOUR), end()), "es", "ca", "pt", "en")
    state = Talk(definition).state.speaking("en")
    prompt = prompt_again(definition, state, CONTEXT)
    assert prompt is not None
    assert prompt.text == "Hello"
    assert ask_again(definition, state, CONTEXT) is not None


def test_text_falls_back_to_the_flows_language_then_to_any() -> None:
    definition = flow(
        {"type": "message", "id": "a", "text": {"es": "uno", "pt": "um"}, "next": "b"},
        {"type": "message", "id": "b", "text": {"pt": "dois", "es": ""}, "next": "end"},
        end(),
    )
    assert Talk(definition, "en").texts == ["uno", "dois"]


def test_an_answer_in_another_language_is_matched_exactly() -> None:
    options: list[JsonValue] = [
        {
            "id": "new",
            "label": {"es": "Cocina nueva", "en": "New kitchen"},
            "synonyms": {"en": ["brand new"]},
        },
        {"id": "old", "label": {"es": "Reforma", "en": "Renovation"}},
    ]
    definition = flow(asking("buttons", options=options, saves="v"), end(), v="option")
    for text in ("new kitchen", "Brand new!"):
        talk = Talk(definition)
        talk.say(text)
        assert talk.state.variables == {"v": "new"}


# The wire


def test_ask_as_the_widget_sees_it() -> None:
    talk = Talk(flow(buttons("a", "b", optional=True), end()))
    assert talk.turn.ask is not None
    assert talk.turn.ask.as_wire() == {
        "block_id": "ask",
        "type": "buttons",
        "format": None,
        "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
        "optional": True,
        "min": None,
        "max": None,
    }


def test_ask_carries_what_its_kind_needs() -> None:
    ranged = Talk(flow(asking("range", min=0, max=9, step=3, unit="m2"), end())).turn.ask
    media = Talk(flow(asking("media", max_files=3), end())).turn.ask
    consent = Talk(flow(CONSENT, end(), ok="boolean")).turn.ask
    assert ranged is not None
    assert media is not None
    assert consent is not None
    assert ranged.as_wire().items() >= {"type": "range", "min": 0, "max": 9, "step": 3, "unit": "m2"}.items()
    assert media.as_wire()["max_files"] == 3
    assert consent.options == (("accept", "Acepto"), ("refuse", "No, gracias"))
    json.dumps([ranged.as_wire(), media.as_wire(), consent.as_wire()])
