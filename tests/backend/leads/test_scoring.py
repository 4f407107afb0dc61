"""The score: weights and bands of SCO-01 and SCO-02, reasons in four languages, purchase intent of CRM-01."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.language import LANGUAGES
from backend.leads import scoring, scoring_words
from backend.leads.enums import Temperature
from backend.leads.scoring import Bands, Rules, Targets, Weights

FULL: dict[str, Any] = {
    "budget": {"min": 10_000, "max": 14_000, "currency": "EUR"},
    "urgency": "now",
    "metres": 20,
    "style": "modern",
}


def points(qualification: dict[str, Any], source: str = "web", rules: Rules | None = None) -> dict[str, int]:
    return {part.part: part.points for part in scoring.score(qualification, source, rules or Rules()).parts}


def test_sco_01_weights_are_40_25_20_10_5() -> None:
    assert points(FULL) == {"budget": 40, "urgency": 25, "metres": 20, "style": 10, "origin": 5}
    assert scoring.score(FULL, "web", Rules()).total == 100


def test_nothing_said_scores_only_the_origin() -> None:
    found = scoring.score({}, "web", Rules())
    assert (found.total, found.temperature) == (5, Temperature.COLD)


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "cold"),
        (39, "cold"),
        (40, "warm"),
        (69, "warm"),
        (70, "hot"),
        (89, "hot"),
        (90, "premium"),
        (100, "premium"),
    ],
)
def test_sco_02_bands(total: int, band: str) -> None:
    assert Bands().temperature(total) == band


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (None, 0),
        ({"min": 0, "max": 0, "currency": "EUR"}, 10),
        ({"min": 4_000, "max": 6_000, "currency": "EUR"}, 25),
        ({"min": 10_000, "max": None, "currency": "EUR"}, 40),
        ({"max": 5_000, "currency": "EUR"}, 25),
        ({"min": 5_000_000, "max": 5_000_000, "currency": "CLP"}, 25),
        (5_000, 25),
        ("a lot", 0),
        ({"min": "x"}, 0),
        ({"min": -5}, 0),
        (True, 0),
        (float("inf"), 0),
        ([], 0),
    ],
)
def test_budget_grows_to_the_target_of_its_currency(budget: Any, expected: int) -> None:
    assert points({"budget": budget})["budget"] == expected


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [("now", 25), ("1_3_months", 18), ("3_6_months", 10), ("later", 4), ("christmas", 10), ("", 0), (None, 0)],
)
def test_urgency(urgency: str | None, expected: int) -> None:
    assert points({"urgency": urgency})["urgency"] == expected


@pytest.mark.parametrize(("metres", "expected"), [(None, 0), (6, 13), (12, 20), (12.5, 20), (200, 20)])
def test_metres(metres: float | None, expected: int) -> None:
    assert points({"metres": metres})["metres"] == expected


@pytest.mark.parametrize(("style", "expected"), [("modern", 10), ("undecided", 0), (None, 0), (3, 0)])
def test_only_a_defined_style_counts(style: Any, expected: int) -> None:
    assert points({"style": style})["style"] == expected


@pytest.mark.parametrize(("source", "expected"), [("web", 5), ("whatsapp", 5), ("instagram", 3), ("manual", 3)])
def test_origin(source: str, expected: int) -> None:
    assert points({}, source)["origin"] == expected


def test_a_tenants_own_rules_decide() -> None:
    rules = Rules(
        weights=Weights(budget=0, urgency=100, metres=0, style=0, origin=0),
        bands=Bands(warm=10, hot=20, premium=71),
        targets=Targets(budget=50_000),
        version=7,
    )
    found = scoring.score({"urgency": "1_3_months"}, "web", rules)
    assert (found.total, found.temperature, found.version) == (70, Temperature.HOT, 7)


def test_a_tenants_own_target_holds_in_its_own_currency_only() -> None:
    rules = Rules(targets=Targets(budget=20_000), currency="EUR")
    assert points({"budget": {"min": 10_000, "currency": "EUR"}}, rules=rules)["budget"] == 25
    assert points({"budget": {"min": 10_000, "currency": "USD"}}, rules=rules)["budget"] == 40


def test_rules_survive_their_json() -> None:
    rules = Rules(Weights(20, 20, 20, 20, 20), Bands(1, 2, 3), Targets(5.0, 6.0), "CLP", 4)
    assert Rules.from_json(rules.to_json(), "CLP") == rules
    assert Rules.from_json(None) == Rules.from_json({}) == Rules()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("budget", "urgency", "metres", "style", "photos", "note", "project"), JSON)
    ),
    st.sampled_from(LANGUAGES),
)
def test_any_answer_gives_a_score_and_a_sentence_each(qualification: dict[str, Any], language: Any) -> None:
    found = scoring.score(qualification, "web", Rules())
    assert 0 <= found.total <= 100
    assert found.total == sum(part.points for part in found.parts)
    assert all(0 <= part.points <= part.max for part in found.parts)
    assert all(scoring_words.sentence(part.reason, part.params, language) for part in found.parts)
    assert 0 <= scoring.purchase_intent(qualification, reachable=True) <= 1


def test_every_reason_has_a_sentence_in_each_language_with_the_same_gaps() -> None:
    params = {"amount": 6_500.0, "target": 10_000.0, "metres": 12.5}
    for reason in scoring_words.reasons():
        said = [scoring_words.sentence(reason, params, language) for language in LANGUAGES]
        assert all(each.endswith(".") and "{" not in each for each in said)
        assert len({sum(letter in string.digits for letter in each) for each in said}) == 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "Presupuesto de 6.500 €: por debajo de tu objetivo de 10.000 €."),
        ("ca", "Pressupost de 6.500 €: per sota del teu objectiu de 10.000 €."),
        ("pt", "Orçamento de 6.500 €: abaixo do seu objetivo de 10.000 €."),
        ("en", "Budget of 6,500 €: below your target of 10,000 €."),
    ],
)
def test_sentences_write_numbers_as_the_language_does(language: Any, expected: str) -> None:
    part = scoring.score({"budget": {"min": 5_000, "max": 8_000}}, "web", Rules()).parts[0]
    assert scoring_words.sentence(part.reason, part.params, language).replace("\xa0", " ") == expected


def test_a_reason_of_older_rules_is_silent() -> None:
    assert scoring_words.sentence("long_gone", {}, "es") == ""


@pytest.mark.parametrize(
    ("qualification", "reachable", "expected"),
    [
        ({}, False, 0.0),
        ({}, True, 0.3),
        ({"urgency": "now"}, True, 0.7),
        ({"urgency": "now", "budget": 5, "photos": ["a"]}, True, 1.0),
        ({"urgency": "later", "budget": {"max": 3}}, False, 0.26),
    ],
)
def test_crm_01_purchase_intent(qualification: dict[str, Any], reachable: bool, expected: float) -> None:
    assert scoring.purchase_intent(qualification, reachable=reachable) == expected
