"""Asking: buttons, inputs, ranges, dates, files and consent, each right and wrong (FLW-01, FLW-04, SEC-01)."""

from dataclasses import replace

import pytest
from pydantic import JsonValue

from backend.flows.engine.state import FlowState, Reply
from backend.flows.engine.turn import (
    ConsentGiven,
    ConsentRefused,
    FlowEnded,
    VariableSaved,
)
from backend.flows.engine.walk import walk
from backend.flows.enums import Outcome, VariableRole
from tests.support.flows import CONSENT, CONTEXT, Talk, asking, buttons, end, flow

# Buttons


def test_option_leads_its_own_way_before_the_blocks() -> None:
    options: list[JsonValue] = [
        {"id": "a", "label": {"es": "A"}, "next": "other"},
        {"id": "b", "label": {"es": "B"}},
    ]
    definition = flow(asking("buttons", options=options), end(), end("other"))
    for option, place in (("a", "other"), ("b", "end")):
        turn = Talk(definition).hear(Reply(option=option))
        assert turn.visited == (place,)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(option="c"),
        Reply(text="z"),
        Reply(value=["a", "b"]),
        Reply(value=["a", 1]),
        Reply(value={"a": 1}),
    ],
)
def test_a_choice_that_is_none_is_refused_with_the_options(reply: Reply) -> None:
    talk = Talk(flow(buttons("a", "b", saves="v"), end(), v="option"))
    talk.hear(reply)
    assert not talk.turn.accepted
    assert "A, B" in talk.texts[0]


@pytest.mark.parametrize(
    "reply", [Reply(option="b"), Reply(text="2"), Reply(value="b"), Reply(value=["b"]), Reply(value=2)]
)
def test_one_choice_in_any_form(reply: Reply) -> None:
    talk = Talk(flow(buttons("a", "b", saves="v"), end(), v="option"))
    talk.hear(reply)
    assert talk.state.variables == {"v": "b"}


@pytest.mark.parametrize(
    ("reply", "chosen"),
    [
        (Reply(value=["b", "a", "b"]), ["b", "a"]),
        (Reply(text="1, 3"), ["a", "c"]),
        (Reply(option="c"), ["c"]),
    ],
)
def test_several_choices(reply: Reply, chosen: list[JsonValue]) -> None:
    talk = Talk(flow(buttons("a", "b", "c", saves="v", multiple=True), end(), v="options"))
    assert talk.turn.ask is not None
    assert talk.turn.ask.as_wire()["multiple"] is True
    talk.hear(reply)
    assert talk.state.variables == {"v": chosen}


# Inputs


@pytest.mark.parametrize(
    ("block", "reply", "hint"),
    [
        ({}, Reply(text="   "), "No me ha llegado"),
        ({"min_length": 3}, Reply(text="ab"), "al menos 3"),
        ({}, Reply(text="a" * 1_001), "menos de 1000"),
        ({"max_length": 5}, Reply(text="abcdef"), "menos de 5"),
        ({"pattern": "[0-9]{5}"}, Reply(text="123456"), "formato"),
        ({"format": "number", "min": 1, "max": 9}, Reply(text="10"), "entre 1 y 9"),
        ({"format": "number", "min": 1}, Reply(value=0), "como mínimo 1"),
        ({"format": "number", "max": 900, "unit": "m2"}, Reply(text="1.000"), "como máximo 900 m²"),
        ({"format": "number"}, Reply(value=10**400), "ningún número"),
        ({"format": "number"}, Reply(value=True), "ningún número"),
        ({"format": "phone"}, Reply(text="123"), "teléfono"),
        ({"format": "email"}, Reply(text="ana"), "correo"),
        ({"format": "money"}, Reply(text="poco"), "cantidad"),
        ({"format": "money"}, Reply(value={"min": None}), "cantidad"),
        ({"format": "money", "min": 1000}, Reply(text="500 €"), "como mínimo 1.000\xa0€"),
        ({"format": "money", "min": 1000}, Reply(text="hasta 500 €"), "como mínimo"),
    ],
)
def test_wrong_input_gets_its_own_sentence(block: dict[str, JsonValue], reply: Reply, hint: str) -> None:
    talk = Talk(flow(asking("input", **block), end()))
    assert not talk.hear(reply).accepted
    assert hint in talk.texts[0]


@pytest.mark.parametrize(
    ("fmt", "kind", "reply", "saved"),
    [
        ("text", "text", Reply(text="Hola\x00 \u202emundo"), "Hola mundo"),
        ("number", "number", Reply(text="unos 12,5 m2"), 12.5),
        ("number", "number", Reply(value=12.0), 12),
        ("email", "email", Reply(text="Ana@Example.com"), "ana@example.com"),
        ("phone", "phone", Reply(text="612 34 56 78"), "+34612345678"),
        ("phone", "phone", Reply(value=612345678), "+34612345678"),
        ("money", "money", Reply(text="entre 5 y 8 mil"), {"min": 5000, "max": 8000, "currency": "EUR"}),
        ("money", "money", Reply(value=8000), {"min": 8000, "max": 8000, "currency": "EUR"}),
        ("money", "money", Reply(value={"min": 9, "max": 5}), {"min": 5, "max": 9, "currency": "EUR"}),
        ("money", "money", Reply(value={"max": 5}), {"min": None, "max": 5, "currency": "EUR"}),
    ],
)
def test_input_is_normalised(fmt: str, kind: str, reply: Reply, saved: JsonValue) -> None:
    talk = Talk(flow(asking("input", format=fmt, saves="v"), end(), v=kind))
    talk.hear(reply)
    assert talk.state.variables == {"v": saved}


def test_a_long_pattern_attack_is_answered_in_linear_time() -> None:
    talk = Talk(flow(asking("input", pattern="(a+)+", max_length=2000), end()))
    assert not talk.say("a" * 1_900 + "!").accepted


@pytest.mark.parametrize(("country", "currency"), [("CL", "CLP"), ("GB", "GBP"), ("XX", "EUR")])
def test_money_without_a_currency_takes_the_countrys(country: str, currency: str) -> None:
    definition = flow(asking("input", format="money", saves="v"), end(), v="money")
    context = replace(CONTEXT, country=country)
    opening = walk(definition, FlowState.fresh("es"), None, context)
    assert opening.ask is not None
    assert opening.ask.unit == currency
    turn = walk(definition, opening.state, Reply(text="5000"), context)
    assert turn.state.variables["v"] == {"min": 5000, "max": 5000, "currency": currency}


# Range, date, media


@pytest.mark.parametrize(
    ("kind", "reply", "saved"),
    [
        ("number", Reply(value=12), 12),
        ("number", Reply(value={"min": 10, "max": 14}), 12),
        ("number", Reply(text="unos 12,5"), 12.5),
        ("money", Reply(text="entre 10 y 20 euros"), {"min": 10, "max": 20, "currency": "EUR"}),
        ("money", Reply(value={"min": 10}), {"min": 10, "max": None, "currency": "EUR"}),
        ("money", Reply(value=10), {"min": 10, "max": 10, "currency": "EUR"}),
    ],
)
def test_range_takes_a_number_or_a_span(kind: str, reply: Reply, saved: JsonValue) -> None:
    talk = Talk(flow(asking("range", min=0, max=100, step=5, unit="m2", saves="v"), end(), v=kind))
    talk.hear(reply)
    assert talk.state.variables == {"v": saved}


@pytest.mark.parametrize(
    ("kind", "reply", "hint"),
    [
        ("number", Reply(value=101), "entre 0 m² y 100 m²"),
        ("number", Reply(value={"min": 50, "max": 101}), "entre"),
        ("number", Reply(value={}), "número"),
        ("number", Reply(text="x"), "número"),
        ("money", Reply(text="x"), "cantidad"),
    ],
)
def test_range_refuses_what_lies_outside(kind: str, reply: Reply, hint: str) -> None:
    talk = Talk(flow(asking("range", min=0, max=100, unit="m2", saves="v"), end(), v=kind))
    assert not talk.hear(reply).accepted
    assert hint in talk.texts[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("nunca", "No he entendido"),
        ("ayer", "a partir del 21 de noviembre de 2026"),
        ("2027-06-01", "como muy tarde"),
    ],
)
def test_date_stays_within_moving_bounds(text: str, hint: str) -> None:
    talk = Talk(flow(asking("date", min="today", max="today+30d", saves="v"), end(), v="date"))
    assert talk.turn.ask is not None
    assert (talk.turn.ask.min, talk.turn.ask.max) == ("2026-11-21", "2026-12-21")
    talk.say(text)
    assert hint in talk.texts[0]
    talk.say("mañana")
    assert talk.state.variables == {"v": "2026-11-22"}


JPG, PDF = ("f1", "image/jpeg"), ("f2", "application/pdf")


@pytest.mark.parametrize(
    ("reply", "hint"),
    [
        (Reply(text="luego"), "ningún archivo"),
        (Reply(file_ids=("f9",), files=(JPG,)), "ningún archivo"),
        (Reply(file_ids=("f2",), files=(PDF,)), "jpg, png"),
        (
            Reply(file_ids=("a", "b", "c"), files=(("a", "image/png"), ("b", "image/png"), ("c", "image/png"))),
            "hasta 2",
        ),
    ],
)
def test_files_must_be_known_few_and_of_the_right_kind(reply: Reply, hint: str) -> None:
    talk = Talk(flow(asking("media", max_files=2, kinds=["jpg", "png"], saves="v"), end(), v="files"))
    assert not talk.hear(reply).accepted
    assert hint in talk.texts[0]


def test_files_are_saved_once_each() -> None:
    talk = Talk(flow(asking("media", saves="v"), end(), v="files:photos"))
    turn = talk.hear(Reply(file_ids=("f1", "f2", "f1"), files=(JPG, PDF)))
    assert turn.effects[0] == VariableSaved("v", VariableRole.PHOTOS, ["f1", "f2"])


# Consent (SEC-01)


@pytest.mark.parametrize("reply", [Reply(option="accept"), Reply(text="sí"), Reply(value=True), Reply(value="accept")])
def test_accepted_consent_keeps_word_for_word_what_was_read(reply: Reply) -> None:
    talk = Talk(flow(CONSENT, end(), ok="boolean"))
    read = talk.texts[-1]
    assert read == "Guardamos tus datos.\n\nhttps://example.com/p\n\n¿Qué?"
    turn = talk.hear(reply)
    assert talk.state.variables == {"ok": True}
    assert ConsentGiven("contact", read, "es") in turn.effects


@pytest.mark.parametrize("reply", [Reply(option="refuse"), Reply(text="no, gracias"), Reply(value=False)])
def test_refused_consent_ends_kindly(reply: Reply) -> None:
    talk = Talk(flow(CONSENT, end(), ok="boolean"))
    turn = talk.hear(reply)
    assert turn.effects[1:] == (ConsentRefused("contact"), FlowEnded("ask", Outcome.REFUSED))
    assert talk.state.variables == {"ok": False}
    assert "hasta pronto" in talk.texts[0]


def test_refused_consent_goes_where_the_flow_says() -> None:
    talk = Talk(flow({**CONSENT, "refused": "bye"}, end(), end("bye", outcome="refused"), ok="boolean"))
    assert talk.say("no").visited == ("bye",)


def test_refused_optional_consent_goes_on() -> None:
    talk = Talk(flow({**CONSENT, "optional": True}, end(), ok="boolean"))
    turn = talk.say("no")
    assert turn.visited == ("end",)
    assert ConsentRefused("contact") in turn.effects


def test_a_doubtful_consent_is_asked_again() -> None:
    talk = Talk(flow(CONSENT, end(), ok="boolean"))
    assert not talk.hear(Reply(option="maybe")).accepted
    assert not talk.say("sí, pero no me llaméis").accepted
