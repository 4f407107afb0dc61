"""Free text that means an option, a yes, a no or a skip."""

import pytest

from backend.flows.engine.parsing.choices import Choice, match_many, match_one
from backend.flows.engine.parsing.confirmations import is_skip, parse_confirmation

PROJECTS = [
    Choice("new", ("Cocina nueva", "cocina a medida"), ("Cuina nova", "New kitchen")),
    Choice("renovation", ("Reformar mi cocina", "reforma"), ("Renovation",)),
    Choice("wardrobe", ("Armario o vestidor", "armario", "vestidor")),
    Choice("months", ("En 1-3 meses",)),
    Choice("like", ("👍",)),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("new", "new"),
        ("2", "renovation"),
        ("2.", "renovation"),
        ("la 2", "renovation"),
        ("opción 3", "wardrobe"),
        ("la segunda", "renovation"),
        ("the third one", "wardrobe"),
        ("la décima", None),
        ("9", None),
        ("0", None),
        ("COCINA NUEVA!!", "new"),
        ("cocina  nueva", "new"),
        ("cuina nova", "new"),
        ("Renovation", "renovation"),
        ("armario", "wardrobe"),
        ("reform", "renovation"),
        ("quiero una cocina nueva, por favor", "new"),
        ("nueva", "new"),
        ("cocina", None),
        ("cocina nuevo", "new"),
        ("armarios", "wardrobe"),
        ("vestidr", "wardrobe"),
        ("no quiero un armario", None),
        ("ni reforma ni armario", None),
        ("una reforma y un armario", None),
        ("en 1 3 meses", "months"),
        ("👍", "like"),
        ("👎", None),
        ("pizza", None),
        ("a", None),
        ("", None),
        ("cocina nueva " * 10_000, "new"),
    ],
)
def test_one_option_or_none_is_meant(text: str, expected: str | None) -> None:
    assert match_one(text, PROJECTS) == expected


def test_a_longer_name_wins_over_one_inside_it() -> None:
    choices = [Choice("kitchen", ("cocina",)), Choice("new", ("cocina nueva",))]
    assert match_one("pues una cocina nueva", choices) == "new"


def test_two_equally_like_names_are_not_guessed_between() -> None:
    assert match_one("modernx", [Choice("a", ("moderna",)), Choice("o", ("moderno",))]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1, 3", ["new", "wardrobe"]),
        ("reforma y armario", ["renovation", "wardrobe"]),
        ("1 and 1", ["new"]),
        ("armario", ["wardrobe"]),
        ("armario, pizza", []),
        ("", []),
    ],
)
def test_several_options_are_all_understood_or_none(text: str, expected: list[str]) -> None:
    assert match_many(text, PROJECTS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("sí", "Si!", "vale", "de acuerdo", "acepto", "sí, claro que acepto", "1")),
        *((text, True) for text in ("d'acord", "d’acord", "accepto", "i tant", "sim", "aceito", "claro que sim")),
        *((text, True) for text in ("yes", "Yes please", "ok", "I agree", "no problem", "👍🏽", "✅")),
        *((text, False) for text in ("no", "No, gracias", "no acepto", "no gràcies", "não", "não aceito", "2")),
        *((text, False) for text in ("no thanks", "I don't", "👎", "❌")),
        *((text, None) for text in ("sí, pero no quiero publicidad", "quizás", "hola", "", "👍👎", "🤔")),
        *((text, None) for text in ("no tengo ningún problema", "si me lo explicas mejor a lo mejor lo hago")),
    ],
)
def test_consent_needs_a_plain_yes(text: str, expected: bool | None) -> None:
    assert parse_confirmation(text) is expected


@pytest.mark.parametrize(
    "text", ["saltar", "Skip!", "ometre", "pular", "no lo sé", "no ho sé", "não sei", "not sure", "N/A"]
)
def test_skip_words_of_four_languages(text: str) -> None:
    assert is_skip(text)


@pytest.mark.parametrize("text", ["skipper", "no sé si 12 o 13", "", "Ana"])
def test_other_words_do_not_skip(text: str) -> None:
    assert not is_skip(text)
