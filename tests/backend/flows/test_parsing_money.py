"""Amounts and spans of money, in four languages (FLW-03, SCO-03)."""

import pytest

from backend.core.language import Language
from backend.flows.engine.parsing.money import Money, parse_money

CASES: list[tuple[Language, str, float | None, float | None]] = [
    ("es", "8.000 €", 8000, 8000),
    ("es", "8000", 8000, 8000),
    ("es", "8,000", 8000, 8000),
    ("es", "8.000,50 euros", 8000.5, 8000.5),
    ("es", "8 000€", 8000, 8000),
    ("es", "unos 10k", 10000, 10000),
    ("es", "€8k", 8000, 8000),
    ("es", "12 mil", 12000, 12000),
    ("es", "cinco mil euros", 5000, 5000),
    ("es", "mil quinientos", 1500, 1500),
    ("es", "1 millón", 1_000_000, 1_000_000),
    ("es", "1,5 millones de euros", 1_500_000, 1_500_000),
    ("es", "2M€", 2_000_000, 2_000_000),
    ("es", "entre 5 y 8 mil euros", 5000, 8000),
    ("es", "entre cinco y ocho mil euros", 5000, 8000),
    ("es", "entre mil y dos mil", 1000, 2000),
    ("es", "entre 800 y 1200", 800, 1200),
    ("es", "entre 800 y mil euros", 800, 1000),
    ("es", "de 5.000 a 8.000 €", 5000, 8000),
    ("es", "5.000 € - 8.000 €", 5000, 8000),
    ("es", "5-8k", 5000, 8000),
    ("es", "5k–8k", 5000, 8000),
    ("es", "5 o 6 mil", 5000, 6000),
    ("es", "entre 5 y 8.000 €", 5000, 8000),
    ("es", "5.000/8.000", 5000, 8000),
    ("es", "mínimo 3.000, máximo 5.000", 3000, 5000),
    ("es", "medio millón", 500_000, 500_000),
    ("es", "cocina de 12 m2 y 20 mil euros", 20000, 20000),
    ("es", "entre los 5.000 y los 8.000 euros", 5000, 8000),
    ("es", "15-20.000 €", 15000, 20000),
    ("es", "menos de 5 mil", None, 5000),
    ("es", "hasta 5.000", None, 5000),
    ("es", "no más de 5000", None, 5000),
    ("es", "como mucho 6000 euros", None, 6000),
    ("es", "más de 10.000", 10000, None),
    ("es", "no menos de 3000", 3000, None),
    ("es", "a partir de 3.000", 3000, None),
    ("es", "10.000 o más", 10000, None),
    ("es", "20k+", 20000, None),
    ("es", "tengo 2 hijos y 8.000 euros", 8000, 8000),
    ("es", "somos 4 y unos 9 mil", 9000, 9000),
    ("es", "0", 0, 0),
    ("es", "-500", None, None),
    ("es", "no lo sé", None, None),
    ("es", "", None, None),
    ("ca", "menys de 5 mil", None, 5000),
    ("ca", "entre 5 i 8 mil euros", 5000, 8000),
    ("ca", "uns 10.000 €", 10000, 10000),
    ("ca", "més de 20 mil", 20000, None),
    ("ca", "fins a 7.500", None, 7500),
    ("ca", "vuit mil", 8000, 8000),
    ("pt", "até 5 mil euros", None, 5000),
    ("pt", "entre 5 e 8 mil", 5000, 8000),
    ("pt", "cerca de 10.000 €", 10000, 10000),
    ("pt", "mais de 20 mil", 20000, None),
    ("pt", "pelo menos três mil", 3000, None),
    ("pt", "mil e quinhentos euros", 1500, 1500),
    ("en", "between 5 and 8k", 5000, 8000),
    ("en", "€8,000", 8000, 8000),
    ("en", "8.000 €", 8000, 8000),
    ("en", "up to 5k", None, 5000),
    ("en", "less than five thousand", None, 5000),
    ("en", "at least 10k", 10000, None),
    ("en", "no more than 3000", None, 3000),
    ("en", "from 5 to 8 thousand", 5000, 8000),
    ("en", "about 10 thousand", 10000, 10000),
]


@pytest.mark.parametrize(("language", "text", "low", "high"), CASES)
def test_amounts_and_spans(language: Language, text: str, low: float | None, high: float | None) -> None:
    expected = None if low is None and high is None else Money(low, high, "EUR")
    assert parse_money(text, language, "EUR") == expected


@pytest.mark.parametrize(
    ("text", "default", "currency"),
    [
        ("8.000 €", "CLP", "EUR"),
        ("£500", "EUR", "GBP"),
        ("R$ 5.000", "EUR", "BRL"),
        ("5000 reais", "EUR", "BRL"),
        ("3000 dólares", "EUR", "USD"),
        ("500000 CLP", "EUR", "CLP"),
        ("$ 500.000", "CLP", "CLP"),
        ("5000", "CLP", "CLP"),
    ],
)
def test_a_named_currency_wins_over_the_default(text: str, default: str, currency: str) -> None:
    money = parse_money(text, "es", default)
    assert money is not None
    assert money.currency == currency


def test_bounds_are_taken_in_either_order() -> None:
    assert Money.between(8, 5, "EUR") == Money(5, 8, "EUR")
