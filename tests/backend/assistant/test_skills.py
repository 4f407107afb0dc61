"""What the agent can do besides answering for the business (CAT-03)."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.assistant.enums import SkillName
from backend.assistant.memory.schemas import Entry
from backend.assistant.skills.base import SkillAnswer, words
from backend.assistant.skills.recycling import things
from backend.assistant.skills.registry import SKILLS
from backend.assistant.skills.routing import route
from backend.core.language import LANGUAGES, Language

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOTH = (SkillName.WELLBEING, SkillName.RECYCLING)


def asked(text: str, language: Language = "es", *log: Entry) -> SkillAnswer | None:
    return route(text, language, BOTH, log, NOW)


def said(text: str, language: Language = "es", *log: Entry) -> str:
    found = asked(text, language, *log)
    assert found is not None, text
    return found.text


def minutes(amount: float, days_ago: float) -> Entry:
    return Entry(activity="caminata", amount=amount, unit="min", at=NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("language", "text", "container"),
    [
        ("es", "¿Dónde tiro las pilas usadas?", "point"),
        ("es", "en que contenedor va el carton de leche", "yellow"),
        ("es", "donde tiro el tetrabik", "yellow"),
        ("es", "bolsas de plástico, ¿se reciclan?", "yellow"),
        ("es", "¿dónde se tira una botella de vino?", "green"),
        ("ca", "on llenço una bombeta?", "point"),
        ("ca", "A quin contenidor van les restes de menjar?", "brown"),
        ("pt", "em que contentor vai uma garrafa de vidro", "green"),
        ("pt", "onde deito fora um medicamento?", "pharmacy"),
        ("en", "which bin for pizza boxes?", "blue"),
        ("en", "how do I recycle old clothes", "textile"),
        ("en", "Where do I throw away a nappy?", "grey"),
    ],
)
def test_everything_has_its_container(language: Language, text: str, container: str) -> None:
    found = asked(text, language)
    assert found is not None
    assert found.slots["recycling"]["container"] == container
    assert words(language)["recycling"]["containers"][container] in found.text


def test_what_nobody_listed_is_not_invented() -> None:
    assert "no lo tengo en la lista" in said("¿dónde tiro un unicornio?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hundred_objects_are_known_by_their_own_name(language: Language) -> None:
    known = things(language)
    assert len(known) >= 120
    wrong = {
        each.name: found.slots["recycling"]["container"]
        for each in known
        if (found := asked(f"recycling? {each.name}", language)) and "recycling" in found.slots
        if found.slots["recycling"]["container"] != each.container
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuánto cuesta el horno?",
        "Quiero una encimera de madera",
        "¿Tenéis cubos de basura extraíbles?",
        "¿Dónde va el lavavajillas en la cocina?",
        "Hola, busco una cocina nueva",
        "Apunta mi teléfono: 612345678",
        "¿Hacéis mesas para comer en la cocina?",
    ],
)
def test_a_customer_of_the_business_is_left_to_the_business(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("es", "quiero comer mejor", "nutrition"),
        ("ca", "vull fer exercici", "exercise"),
        ("pt", "não consigo dormir", "sleep"),
        ("en", "How can I lose weight?", "nutrition"),
    ],
)
def test_three_scripted_answers_each_with_its_caution(language: Language, text: str, topic: str) -> None:
    own = words(language)["wellbeing"]
    assert said(text, language) == f"{own[topic]}\n\n{own['caution']}"


@pytest.mark.parametrize(
    ("language", "text", "entry"),
    [
        ("es", "apunta 30 min de caminata", ("caminata", 30, "min")),
        ("es", "Apunta media hora de natación.", ("natación", 30, "min")),
        ("ca", "apunta dues hores de muntanya", ("muntanya", 2, "h")),
        ("pt", "anota 1,5 litros de água", ("água", 1.5, "l")),
        ("en", "Log 10000 steps today", ("today", 10_000, "steps")),
    ],
)
def test_a_line_of_the_log_is_read(language: Language, text: str, entry: tuple[str, float, str]) -> None:
    found = asked(text, language)
    assert found is not None
    (kept,) = found.entries
    assert (kept.activity, kept.amount, kept.unit) == entry


def test_the_log_is_summed_over_seven_days() -> None:
    log = minutes(60, 1), minutes(45, 6.9), minutes(500, 7.1)
    assert "135 min" in said("apunta 30 minutos de caminata", "es", *log)
    assert said("mi registro", "es", *log).endswith("• caminata: 105 min")
    assert "Aún no tengo nada" in said("mi registro")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_question_mark_lists_what_is_switched_on(language: Language) -> None:
    both = said("?", language)
    assert all(words(language)["menu"][name] in both for name in BOTH)
    one = route("?", language, [SkillName.RECYCLING], [], NOW)
    assert one is not None
    assert words(language)["menu"]["wellbeing"] not in one.text


def test_commands_open_a_skill_or_say_not_yet() -> None:
    assert said("/vida") == words("es")["wellbeing"]["opening"]
    assert said("/Reciclaje") == words("es")["recycling"]["opening"]
    assert said("/catalogo") == words("es")["menu"]["not_yet"]
    found = route("/vida", "es", [SkillName.RECYCLING], [], NOW)
    assert found is not None
    assert found.text == words("es")["menu"]["not_yet"]


@pytest.mark.parametrize("text", ["?", "/vida", "¿dónde tiro una pila?", "quiero comer mejor"])
def test_nothing_is_answered_where_no_skill_is_on(text: str) -> None:
    assert route(text, "es", [], [], NOW) is None


@pytest.mark.parametrize(
    "text", ["", " ", "/", "\x00", "a" * 5_000, "👩🏽‍🍳", "recicla", "apunta 9" + "9" * 400 + " min de x"]
)
def test_nothing_that_people_write_breaks_it(text: str) -> None:
    for language in LANGUAGES:
        asked(text, language)


def test_every_skill_speaks_every_language() -> None:
    assert set(SKILLS) == set(SkillName)
    shapes = [{key: set(value) for key, value in words(language).items()} for language in LANGUAGES]
    assert all(each == shapes[0] for each in shapes)
