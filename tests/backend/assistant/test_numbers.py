"""The guard of invented numbers, measured on 200 replies: seeded falsehoods are found, true replies are let through."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from backend.assistant.numbers import invented
from backend.core.language import LANGUAGES, Language, is_language

NOW = datetime(2026, 11, 23, 10, 0)
DATA = Path(__file__).with_name("numbers_data")


@dataclass(frozen=True)
class Reply:
    """One line of the data.

    The rules were written against the tuned part. The held-out part was written afterwards and measured once before its
    mistakes were looked at: of 48 falsehoods 47 were found, of 52 true replies one was blocked.
    """

    language: Language
    part: str
    true: bool
    facts: tuple[str, ...]
    text: str

    @property
    def blocked(self) -> bool:
        return bool(invented(self.text, self.facts, language=self.language, now=NOW))


def _read(path: Path) -> list[Reply]:
    facts: dict[str, list[str]] = {}
    found, name = [], ""
    assert is_language(path.stem)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name = line[1:]
            facts[name] = []
        elif line.startswith("- "):
            facts[name].append(line[2:])
        elif line and not line.startswith("#"):
            part, kind, about, text = line.split(" | ", 3)
            found.append(Reply(path.stem, part, kind == "true", tuple(facts[about]), text))
    return found


REPLIES = [reply for language in LANGUAGES for reply in _read(DATA / f"{language}.txt")]


def rates(replies: list[Reply]) -> tuple[float, float]:
    """(recall on replies with a falsehood, share of true replies that were blocked)."""
    false, true = ([each for each in replies if each.true is kind] for kind in (False, True))
    return sum(each.blocked for each in false) / len(false), sum(each.blocked for each in true) / len(true)


def test_there_are_more_than_two_hundred_replies_in_four_languages() -> None:
    assert len(REPLIES) == 700
    assert {each.language for each in REPLIES} == set(LANGUAGES)
    assert sum(each.part == "held" for each in REPLIES) >= 100


@pytest.mark.parametrize("part", ["tuned", "held", "all"])
def test_falsehoods_are_found_and_truths_are_let_through(part: str) -> None:
    """Issue: recall >= 0.99, false blocks <= 0.03."""
    chosen = [each for each in REPLIES if part in {"all", each.part}]
    recall, blocks = rates(chosen)
    wrong = [each.text for each in chosen if each.blocked is each.true]
    assert recall >= 0.99, wrong
    assert blocks <= 0.03, wrong


SAME = [
    ("es", "1.200,50 €", "1200.50 EUR"),
    ("ca", "mil dos-cents euros", "1.200 €"),
    ("es", "las tres y media de la tarde", "15:30"),
    ("ca", "dos quarts de quatre de la tarda", "15:30"),
    ("ca", "el 3 de març", "2027-03-03"),
    ("en", "tomorrow", "2026-11-24"),
    ("es", "un 20 %", "20 por ciento"),
    ("ca", "vint per cent", "20%"),
    ("es", "612 34 56 78", "+34612345678"),
    ("en", "https://www.example.com/a/?utm_source=x", "example.com/a"),
    ("es", "en 48 horas", "2 días"),
    ("pt", "um ano e meio", "18 meses"),
    ("es", "12 metros cuadrados", "12 m²"),
    ("en", "half price", "50% off"),
    ("es", "entre 5 y 8 mil euros", "de 5.000 a 8.000 €"),
]


@pytest.mark.parametrize(("language", "reply", "fact"), SAME)
def test_the_same_in_other_words_is_known(language: Language, reply: str, fact: str) -> None:
    assert invented(reply, [fact], language=language, now=NOW) == []
    assert invented(reply, [], language=language, now=NOW) != []


HARMLESS = [
    ("es", "1. Hola\n2. Adiós"),
    ("es", "Te enseño la Cocina 3 en 3D"),
    ("es", "Hay dos opciones y una de ellas es nueva"),
    ("ca", "Un model nou deu ser millor"),
    ("es", "Te respondo en un minuto"),
    ("en", "One of us will be with you in a second"),
    ("es", "¿En qué te ayudo hoy?"),
    ("es", "Por la mañana estamos más tranquilos"),
    ("en", "Feel free to ask, and are you free later?"),
]


@pytest.mark.parametrize(("language", "reply"), HARMLESS)
def test_what_claims_nothing_is_let_through(language: Language, reply: str) -> None:
    assert invented(reply, [], language=language, now=NOW) == []


@pytest.mark.parametrize(
    "text", ["", "\x00", "9" * 5_000, "1.2.3.4.5/6-7:8 €%", "a" * 10_000, "€ " * 3_000, "٣ ١٢", "½ 🕒"]
)
def test_nothing_that_a_model_says_breaks_it(text: str) -> None:
    for language in LANGUAGES:
        invented(text, [text, "320 €"], language=language, now=NOW)
