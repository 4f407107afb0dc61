"""Figures in sentences, in four languages (FLW-03)."""

import pytest

from backend.core.language import Language
from backend.flows.engine.parsing.numbers import parse_number

CASES: list[tuple[Language, str, float | None]] = [
    ("es", "12", 12),
    ("es", "unos 12,5 m2", 12.5),
    ("es", "12.5", 12.5),
    ("es", "son 12m2 aprox.", 12),
    ("es", "1.200 metros", 1200),
    ("es", "1.234,56", 1234.56),
    ("es", "1,234.56", 1234.56),
    ("es", "1 200", 1200),
    ("es", "1.234.567", 1234567),
    ("es", "0,125", 0.125),
    ("es", "-3", -3),
    ("es", "entre 10 y 14 m2", 12),
    ("es", "10-12", 11),
    ("es", "10 u 11", 10.5),
    ("es", "de 10 m2 a 12 m2", 11),
    ("es", "doce", 12),
    ("es", "unos treinta y cinco metros", 35),
    ("es", "veinte metros", 20),
    ("es", "ciento veinte", 120),
    ("es", "mil doscientos", 1200),
    ("es", "2 mil", 2000),
    ("es", "2 mil 500", 2500),
    ("es", "dos mil quinientos", 2500),
    ("es", "tengo una cocina de 12 metros", 12),
    ("es", "una", 1),
    ("es", "2 habitaciones y 14 m2", 14),
    ("es", "٣٤", 34),
    ("es", "no lo sé", None),
    ("es", "m2", None),
    ("es", "", None),
    ("es", "9" * 400, None),
    ("ca", "uns 12,5 m²", 12.5),
    ("ca", "vint-i-cinc metres", 25),
    ("ca", "dos-cents cinquanta", 250),
    ("ca", "cent vint", 120),
    ("ca", "entre 10 i 12", 11),
    ("ca", "dotze", 12),
    ("pt", "uns 12,5 metros quadrados", 12.5),
    ("pt", "cento e vinte e cinco", 125),
    ("pt", "mil e quinhentos", 1500),
    ("pt", "doze", 12),
    ("pt", "entre 10 e 12", 11),
    ("en", "about 12.5 sqm", 12.5),
    ("en", "1,200", 1200),
    ("en", "1,234.5", 1234.5),
    ("en", "twenty-five", 25),
    ("en", "one hundred and twenty", 120),
    ("en", "two thousand five hundred", 2500),
    ("en", "a thousand", 1000),
    ("en", "between 10 and 12", 11),
    ("en", "10 to 12 m2", 11),
    ("en", "12k", 12000),
    ("en", "12kg", 12),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_number_is_found_in_words_and_figures(language: Language, text: str, expected: float | None) -> None:
    assert parse_number(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3x4", 12), ("3,5 x 4 m", 14), ("3 metros por 4", 12), ("2.5*2", 5), ("12 m2", 12)],
)
def test_sides_give_an_area_where_square_metres_are_asked(text: str, expected: float) -> None:
    assert parse_number(text, "es", "m2") == expected


def test_whole_numbers_are_ints_so_that_json_stays_short() -> None:
    assert isinstance(parse_number("12", "es"), int)
    assert isinstance(parse_number("12,5", "es"), float)
