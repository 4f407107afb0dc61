"""Sentences that are understood without a model, in four languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assistant import commanding
from backend.assistant.acts.registry import ACTS
from backend.assistant.commands import dates, parsing
from backend.assistant.folding import folded
from backend.core.language import LANGUAGES, Language

TODAY = date(2026, 11, 21)  # a Saturday
PHRASES = [(language, phrase) for language in LANGUAGES for phrase in parsing.vocabulary(language).phrases]


@pytest.mark.parametrize(("language", "phrase"), PHRASES, ids=lambda each: getattr(each, "act", each))
def test_every_documented_example_is_understood_and_fits_its_act(language: Language, phrase: parsing.Phrase) -> None:
    for reader in LANGUAGES:
        found = parsing.understand(phrase.example, reader)
        assert found is not None
    found = parsing.understand(phrase.example, language)
    assert found is not None
    assert found.act == phrase.act
    if found.act != "help":
        ACTS[found.act].arguments.model_validate(commanding.arguments(found, TODAY))


def test_every_language_offers_every_act() -> None:
    acts = {language: [each.act for each in parsing.vocabulary(language).phrases] for language in LANGUAGES}
    assert {tuple(each) for each in acts.values()} == {tuple(acts["es"])}
    assert set(acts["es"]) == {*ACTS, "help"}


@pytest.mark.parametrize(
    ("language", "text", "act", "arguments"),
    [
        ("es", "¡Búscame Ana Puig!", "find_leads", {"q": "Ana Puig"}),
        ("es", "leads calientes sin contactar", "find_leads",
         {"temperature": "hot", "contact_state": "to_contact", "q": None}),
        ("es", "muéstrame los leads perdidos de Girona", "find_leads", {"stage": "lost", "q": "Girona"}),
        ("es", "LEADS", "find_leads", {"q": None}),
        ("en", "show me my hottest leads", "find_leads", {"temperature": "hot", "q": None}),
        ("en", "find Ana Puig", "find_leads", {"q": "Ana Puig"}),
        ("ca", "mostra'm els leads freds", "find_leads", {"temperature": "cold", "q": None}),
        ("pt", "procura leads que responderam", "find_leads", {"contact_state": "replied", "q": None}),
        ("es", "marca Ana Puig como no interesada", "set_contact_state",
         {"lead": "Ana Puig", "state": "not_interested"}),
        ("en", "mark Ana as replied", "set_contact_state", {"lead": "Ana", "state": "replied"}),
        ("es", "mueve Muebles a medida a perdido", "set_stage", {"lead": "Muebles a medida", "stage": "lost"}),
        ("ca", "mou la Núria al nínxol Advocats", "move_niche", {"lead": "la Núria", "niche": "Advocats"}),
        ("es", "nota para Ana: llamar a las 10:30", "add_note", {"lead": "Ana", "text": "llamar a las 10:30"}),
        ("es", "tarea para Ana Puig: enviar muestras el lunes", "create_task",
         {"lead": "Ana Puig", "title": "enviar muestras", "due_on": "2026-11-23"}),
        ("pt", "lembra-me de ligar à Ana amanhã", "create_task", {"title": "ligar à Ana", "due_on": "2026-11-22"}),
        ("en", "remind me to call Ana on Monday", "create_task", {"title": "call Ana", "due_on": "2026-11-23"}),
        ("es", "tareas atrasadas", "list_tasks", {"when": "overdue"}),
        ("en", "this week's tasks", "list_tasks", {"when": "week"}),
        ("ca", "tasques d'aquesta setmana", "list_tasks", {"when": "week"}),
        ("es", "busca empresas de fontanería en Girona", "start_search", {"query": "fontanería en Girona"}),
    ],
)  # fmt: skip
def test_understood(language: Language, text: str, act: str, arguments: dict[str, str | None]) -> None:
    found = parsing.understand(text, language)
    assert found is not None
    assert (found.act, commanding.arguments(found, TODAY)) == (act, arguments)


@pytest.mark.parametrize("text", ["", "qwerty asdf", "quiero un coche rojo", "¿lloverá mañana?", "42"])
def test_what_is_no_command_is_not_guessed(text: str) -> None:
    assert parsing.understand(text, "es") is None


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_no_text_breaks_it(text: str, language: Language) -> None:
    assert len(folded(text)) == len(text)
    found = parsing.understand(text, language)
    if found is not None:
        commanding.arguments(found, TODAY)


@pytest.mark.parametrize(
    ("text", "rest", "day"),
    [
        ("llamar hoy", "llamar", "2026-11-21"),
        ("llamar a Ana, mañana", "llamar a Ana", "2026-11-22"),
        ("llamar pasado mañana", "llamar", "2026-11-23"),
        ("llamar el sábado", "llamar", "2026-11-28"),
        ("trucar dilluns", "trucar", "2026-11-23"),
        ("trucar demà", "trucar", "2026-11-22"),
        ("ligar na terça-feira", "ligar", "2026-11-24"),
        ("ligar depois de amanhã", "ligar", "2026-11-23"),
        ("call on friday", "call", "2026-11-27"),
        ("enviar el 23/11", "enviar", "2026-11-23"),
        ("enviar el 3/2", "enviar", "2027-02-03"),
        ("enviar 2027-01-15", "enviar", "2027-01-15"),
        ("enviar el 31/2", "enviar el 31/2", None),
        ("enviar 29/2", "enviar 29/2", None),
        ("mañana", "mañana", None),
        ("reunión", "reunión", None),
    ],
)
def test_days_are_found_at_the_end(text: str, rest: str, day: str | None) -> None:
    found = dates.split(text, TODAY)
    assert (found[0], found[1] and found[1].isoformat()) == (rest, day)
