"""Variables inside texts: formatted as the language writes them, tidy where one is missing."""

import pytest
from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.formatting import spoken
from backend.flows.engine.interpolation import render
from backend.flows.engine.sentences import ACCEPT, FAREWELL, REFUSE, SENTENCES, Hint
from backend.flows.engine.state import Reply
from backend.flows.enums import VariableType
from tests.support.flows import Talk, asking, buttons, end, flow

WORDS = {"name": "Ana", "evil": "{name} <b>"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hola, {name}.", "Hola, Ana."),
        ("{name} {name}", "Ana Ana"),
        ("Hola {gone}, ¿qué tal?", "Hola, ¿qué tal?"),
        ("¡Gracias, {gone}!", "¡Gracias!"),
        ("¡{gone}, gracias!", "¡gracias!"),
        ("{gone}, gracias", "gracias"),
        ("Para {gone} y {name}", "Para y Ana"),
        ("Estilo: {gone}", "Estilo"),
        ("Uno {gone}\nDos", "Uno\nDos"),
        ("{evil}", "{name} <b>"),
        ("{Name} {} {a b} {{name}}", "{Name} {} {a b} {Ana}"),
        ("{name.__class__} {0}", "{name.__class__} {0}"),
    ],
)
def test_placeholders_are_filled_once_and_gaps_are_mended(text: str, expected: str) -> None:
    assert render(text, lambda name: WORDS.get(name, "")) == expected


def money(low: float | None, high: float | None) -> dict[str, JsonValue]:
    return {"min": low, "max": high, "currency": "EUR"}


@pytest.mark.parametrize(
    ("value", "kind", "language", "expected"),
    [
        (1234.5, VariableType.NUMBER, "es", "1.234,5"),
        (1234.5, VariableType.NUMBER, "en", "1,234.5"),
        (True, VariableType.BOOLEAN, "ca", "sí"),
        (False, VariableType.BOOLEAN, "pt", "não"),
        (money(8000, 8000), VariableType.MONEY, "es", "8.000 €"),
        (money(8000, 8000), VariableType.MONEY, "en", "€8,000"),
        (money(8000.5, 8000.5), VariableType.MONEY, "es", "8.000,50 €"),
        (money(5000, 8000), VariableType.MONEY, "ca", "5.000–8.000 €"),
        (money(None, 5000), VariableType.MONEY, "pt", "até 5 000 €"),
        (money(5000, None), VariableType.MONEY, "ca", "des de 5.000 €"),
        (money(None, None), VariableType.MONEY, "ca", ""),
        ({"odd": 1}, VariableType.MONEY, "ca", ""),
        ("2026-12-03", VariableType.DATE, "es", "3 de diciembre de 2026"),
        ("2026-12-03", VariableType.DATE, "en", "3 December 2026"),
        ("someday", VariableType.DATE, "en", "someday"),
        ("modern", VariableType.OPTION, "es", "Moderno"),
        (["modern", "b"], VariableType.OPTIONS, "es", "Moderno y b"),
        (["f1", "f2"], VariableType.FILES, "es", "2"),
        ("a\n\x00b\u202e", VariableType.TEXT, "es", "a b"),
        (None, VariableType.TEXT, "es", ""),
        ([], VariableType.OPTIONS, "es", ""),
        ("x" * 5_000, VariableType.TEXT, "es", "x" * 200),
    ],
)
def test_values_are_said_as_the_language_writes_them(
    value: JsonValue, kind: VariableType, language: Language, expected: str
) -> None:
    assert spoken(value, kind, language, {"modern": "Moderno"}).replace("\xa0", " ") == expected


def test_a_choice_is_said_by_its_label() -> None:
    talk = Talk(flow(buttons("moderno", saves="v"), end(text="Estilo {v} en {business}"), v="option"))
    talk.hear(Reply(option="moderno"))
    assert talk.texts == ["Estilo Moderno en Cuines Mar"]


def test_an_answer_with_braces_stays_text() -> None:
    talk = Talk(flow(asking("input", saves="v"), end(text="Gracias {v}"), v="text"))
    talk.say("{business} {v}")
    assert talk.texts == ["Gracias {business} {v}"]


def test_every_sentence_of_the_engine_speaks_four_languages() -> None:
    assert set(SENTENCES) == set(Hint)
    for sentence in (*SENTENCES.values(), ACCEPT, REFUSE, FAREWELL):
        assert {language for language, text in sentence.items() if text} == {"es", "ca", "pt", "en"}
