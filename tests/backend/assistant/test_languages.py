"""Which language a short message is in (FLW-06), told only where it shows."""

import pytest

from backend.assistant.languages import detect
from backend.core.language import LANGUAGES, Language
from tests.backend.assistant.intents.cases import HELD_OUT

TOLD: list[tuple[str, Language]] = [
    ("cuánto vale", "es"),
    ("gracias", "es"),
    ("Necesito una cocina nueva", "es"),
    ("quant val", "ca"),
    ("bon dia", "ca"),
    ("Hola, m'interessa", "ca"),
    ("gràcies", "ca"),
    ("quanto custa", "pt"),
    ("obrigada", "pt"),
    ("bom dia", "pt"),
    ("tô querendo saber mais", "pt"),
    ("how much", "en"),
    ("thanks", "en"),
    ("i need a new kitchen", "en"),
]


@pytest.mark.parametrize(("text", "language"), TOLD)
def test_told(text: str, language: Language) -> None:
    assert detect(text, LANGUAGES) == language


@pytest.mark.parametrize(
    "text", ["", "hola", "ok", "info", "12 m2", "👍", "no", "Marta", "Madrid", "ana@example.com", "\x00\ud800", "..."]
)
def test_what_belongs_to_several_is_not_told(text: str) -> None:
    assert detect(text, LANGUAGES) is None


@pytest.mark.parametrize("text", ["bonjour je voudrais réserver", "ciao quanto costa il corso", "wie viel kostet das"])
def test_other_languages_are_not_taken_for_ours(text: str) -> None:
    assert detect(text, LANGUAGES) is None


def test_only_what_is_allowed() -> None:
    assert detect("quant val aquest curs?", ["es", "en"]) is None


def test_short_messages_nobody_tuned_on() -> None:
    found = [(example.language, detect(example.text, LANGUAGES)) for example in HELD_OUT]
    told = [(meant, language) for meant, language in found if language]
    assert len(told) / len(found) >= 0.8
    assert sum(meant == language for meant, language in told) / len(told) >= 0.98
