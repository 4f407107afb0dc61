"""A step reads well in four languages, whatever is known of the person (NUR-01)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.assistant.intents.opt_out import is_opt_out
from backend.core.language import LANGUAGES
from backend.nurturing import defaults, wording
from backend.nurturing.enums import SequenceKind

HOURS = {
    SequenceKind.INTEREST_COLD: [24, 72, 168],
    SequenceKind.OBJECTION_PRICE: [48],
    SequenceKind.OBJECTION_TIME: [48],
    SequenceKind.OBJECTION_DOUBT: [24],
    SequenceKind.OBJECTION_LATER: [48, 168],
    SequenceKind.ABANDONED: [1, 24],
    SequenceKind.RE_ENGAGEMENT: [0],
    SequenceKind.POST_PURCHASE: [24, 72, 168],
}
STOP_WORDS = {"es": "BAJA", "ca": "BAIXA", "pt": "STOP", "en": "STOP"}


@pytest.mark.parametrize(
    ("text", "known", "said"),
    [
        ("Hola {name}, ¿seguimos?", {"name": "Ana"}, "Hola Ana, ¿seguimos?"),
        ("Hola {name}, ¿seguimos?", {}, "Hola, ¿seguimos?"),
        ("{name}, ¿seguimos?", {}, "¿Seguimos?"),
        ("{name}, have you seen it?", {}, "Have you seen it?"),
        ("{name}, have you seen it?", {"name": "Ana"}, "Ana, have you seen it?"),
        ("¡Gracias, {name}!", {}, "¡Gracias!"),
        ("Sobre {product}.", {"product": "{business}", "business": "X"}, "Sobre {business}."),
        ("{product}{name}", {"product": "a", "name": "b"}, "ab"),
    ],
)
def test_variables_are_filled_once_and_leave_no_hole(text: str, known: dict[str, str], said: str) -> None:
    assert wording.fill(text, known) == said


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Ana García", "Ana"),
        ("  Ana  ", "Ana"),
        ("Núria", "Núria"),
        ("Ana,", "Ana"),
        ("+34 600", ""),
        ("ana@shop.example", ""),
        ("user_123", ""),
        ("{business}", ""),
        ("🙂", ""),
        ("x" * 60, ""),
        ("", ""),
        (None, ""),
    ],
)
def test_people_are_called_by_their_first_name_or_by_none(name: str | None, spoken: str) -> None:
    assert wording.first_name(name) == spoken


@pytest.mark.parametrize(
    ("wanted", "fallback", "language"), [("ca", "es", "ca"), ("pt", "es", "es"), ("pt", "en", "es")]
)
def test_the_persons_language_comes_first_then_the_companys_then_any(wanted: str, fallback: str, language: str) -> None:
    chosen = wording.choose({"ca": "Bon dia", "es": "Buenos días"}, wanted, fallback)
    assert chosen is not None
    assert chosen[0] == language


def test_nothing_is_chosen_of_nothing() -> None:
    assert wording.choose({}, "es", "es") is None


@pytest.mark.parametrize("kind", SequenceKind)
def test_every_sequence_comes_with_its_hours_in_four_languages(kind: SequenceKind) -> None:
    steps = defaults.steps(kind)
    assert [each.delay_hours for each in steps] == HOURS[kind]
    assert all(each.texts.keys() == set(LANGUAGES) for each in steps)


@pytest.mark.parametrize("kind", SequenceKind)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Ana Puig", None])
def test_the_default_texts_read_as_sentences(kind: SequenceKind, language: str, name: str | None) -> None:
    known = wording.values(name=name, product=None, business="Cuines Puig", language=language)
    for number, step in enumerate(defaults.steps(kind)):
        chosen = wording.choose(step.texts, language, "en")
        assert chosen is not None
        said = wording.fill(chosen[1], known)
        assert not set("{}") & set(said)
        assert "  " not in said
        assert " ," not in said
        assert said[0].isupper() or said[0] in "¡¿"
        # Who is written to is told how to make it stop.
        assert (STOP_WORDS[language] in said) == (number == 0)


@pytest.mark.parametrize("word", STOP_WORDS.values())
def test_the_word_that_people_are_told_is_understood(word: str) -> None:
    assert is_opt_out(word)


@given(some.text(max_size=60), some.text(max_size=30), some.text(max_size=30))
def test_no_value_is_read_as_a_variable_again(text: str, name: str, product: str) -> None:
    known = {"name": name, "product": product, "business": "B"}
    said = wording.fill(text + " {product}", known)
    assert product.strip() in said or not product.strip()
