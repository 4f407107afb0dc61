"""The guard of invented numbers, measured on 200 replies: seeded falsehoods are found, true replies are let through."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pytest

from backend.assistant.numbers import invented
from backend.core.language import LANGUAGES, Language, is_language

NOW = datetime(2026, 11, 23, 10, 0)
DATA = Path(__file__).with_name("numbers_data")


@dataclass(frozen=True)
class Reply:
    """One line of the data.

    The rules were first written against the tuned part. Each further part was measured once before its mistakes were
    looked at, and the rules were then made more general. `held`: of 48 falsehoods 47 were found, of 52 true replies
    one was blocked. `second`, by somebody who had not seen the rules: 91 of 100 found, 10 of 100 blocked. `third`, in
    six batches: 96 of 109 and 13 of 72, 53 of 60 and 6 of 42, 80 of 82 and 7 of 69, 77 of 80 and 11 of 59, 42 of 42
    and 15 of 61 (with facts in shorthand: "L-V 7-22:30h"), 38 of 40 and 5 of 40. `fourth`, by a stranger, measured
    before its mistakes were looked at: 100 of 100 and 9 of 100 (recall 1.000, blocks 0.09). `fifth`, by
    another stranger, measured before its mistakes were looked at: recall 0.95, blocks 0.05. `sixth`, by a third one:
    recall 0.97, blocks 0.08; its false figures often stand in the facts with another meaning, so it counts in `all`
    only. `seventh`, written by the author of the rules before changing them and rich in figures that are reckoned
    ("7 noches, 595 €"): 0.88 and 0.51 before, and its share `kept`, measured before its mistakes were looked at: 0.94
    and 0.48 with the old rules, 0.94 and 0.25 with the new ones; both count in `all` only. What is reckoned rightly
    ("Les dues nits us sortirien per 640 €" of 320 € a night) was called false in eleven replies of `tuned` and `third`
    before the rules could tell; it is true. `eighth`, `ninth` and `tenth`, by
    writers who had not seen the rules, before these were changed: 1.00 and 0.15, 0.96 and 0.14, 0.98 and 0.15; they
    count in `all` only. `eleventh`, `twelfth` and `thirteenth`, by strangers: facts as lists hold them, and one figure
    of a false reply changed, often into one that the list gives for something else. Before the rules told these apart:
    0.94 and 0.00, 0.98 and 0.02, 0.89 and 0.00; `thirteenth` with the new rules, before its mistakes were looked at:
    0.98 and 0.00. `fourteenth` to `seventeenth`, by four more who played the model under our own instructions, each
    measured once before its mistakes were looked at: 0.98 and 0.01, 0.98 and 0.02, 1.00 and 0.00, 0.96 and 0.02, so on
    what nobody has seen 0.98 and 0.0125. `kinds` names the ways of giving a figure one by one.
    """

    language: Language
    part: str
    true: bool
    facts: tuple[str, ...]
    text: str

    @cached_property
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
    assert Counter(each.part for each in REPLIES) == {
        "tuned": 828,
        "held": 100,
        "second": 200,
        "third": 756,
        "fourth": 200,
        "fifth": 200,
        "sixth": 200,
        "seventh": 342,
        "kept": 96,
        "kinds": 445,
        "eighth": 200,
        "ninth": 200,
        "tenth": 200,
        "eleventh": 200,
        "twelfth": 200,
        "thirteenth": 200,
        "fourteenth": 200,
        "fifteenth": 200,
        "sixteenth": 200,
        "seventeenth": 200,
    }
    assert {each.language for each in REPLIES} == set(LANGUAGES)


_UNDER_OURS = ("fourteenth", "fifteenth", "sixteenth", "seventeenth")


@pytest.mark.parametrize(
    "part", ["tuned", "held", "second", "fourth", "fifth", "eleventh", "twelfth", "thirteenth", *_UNDER_OURS, "all"]
)
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
    ("en", "twelve hundred and fifty pounds", "£1,250"),
    ("en", "a grand", "£1,000"),
    ("es", "dos horas y media", "150 minutos"),
    ("ca", "una dotzena de roses", "12 roses"),
    ("es", "una década", "10 años"),
    ("ca", "tres quarts d'hora", "45 minuts"),
    ("ca", "dos quarts i cinc de deu del matí", "9:35"),
    ("pt", "dez para as cinco da tarde", "16h50"),
    ("en", "half five in the afternoon", "17:30"),
    ("es", "dos por uno", "2x1"),
    ("es", "la mitad", "50 %"),
    ("pt", "em seis vezes", "em 6x sem juros"),
    ("en", "December third", "2026-12-03"),
    ("es", "seis once veintidós treinta y tres cuarenta y cuatro", "611 22 33 44"),
    ("en", "info at example dot com", "info@example.com"),
    ("es", "los martes cerramos", "abrimos de miércoles a domingo"),
    ("pt", "dois reais e cinquenta", "R$ 2,50"),
    ("pt", "doze e noventa euros", "12,90 €"),
    ("en", "five pounds ninety-five", "£5.95"),
    ("en", "five ninety-five", "£5.95"),
    ("es", "cinco euros con noventa", "5,90 €"),
    ("ca", "tres euros i mig", "3,50 €"),
    ("ca", "tres amb cinquanta", "3,50 €"),
    ("es", "12'50 €", "12,50 €"),
    ("ca", "l'u coma cinc per cent", "1,5 %"),
    ("ca", "mínim de nou-cents euros", "900 €"),
    ("en", "from seven thirty till half past four", "7:30 - 16:30"),
    ("en", "at nine forty-five", "9:45"),
    ("en", "half one", "12:30 - 13:30"),
    ("es", "a las siete treinta", "7:30"),
    ("pt", "quinze para o meio-dia", "11:45"),
    ("pt", "das catorze às vinte e uma e trinta", "14h - 21h30"),
    ("ca", "2/4 d'onze", "10:30"),
    ("ca", "a dos quarts de quatre", "entro a les 15.30"),
    ("pt", "12h antes", "12 horas"),
    ("es", "con 24h de antelación", "24 horas"),
    ("en", "within 24h", "1 day"),
    ("ca", "en un dia", "un dia de feina"),
    ("en", "in a day", "1 day"),
    ("en", "fifty gigabytes", "50 GB"),
    ("es", "dos teras", "2 TB"),
    ("pt", "dez quilos", "10 kg"),
    ("ca", "quinze quilòmetres", "15 km"),
    ("es", "cinco kilovatios", "5 kW"),
    ("en", "five users", "5 usuarios"),
    ("es", "en 12 plazos", "12 meses"),
    ("ca", "de divendres 4 a diumenge 6", "del 4 al 6 de desembre, 2 adults"),
    ("ca", "vuitanta-cinc i mig la nit", "85,50 €"),
    ("en", "ten till four on Sundays", "Sundays 10 to 4"),
    ("es", "sin intereses, un 0 %", "sin intereses"),
    ("es", "el jueves de la semana que viene", "2026-12-03"),
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
    ("es", "Paso 1: elige. Paso 2: confirma."),
    ("es", "Tenemos tres servicios: corte, tinte y mechas"),
    ("ca", "De nou, mil gràcies! Deu ser per la pluja"),
    ("pt", "Os dois ficam bem, mil maravilhas"),
    ("en", "Two questions: short or long? First time?"),
    ("es", "¡Hasta mañana!"),
    ("es", "Mañana te digo algo."),
    ("ca", "Moltes gràcies i fins demà!"),
    ("pt", "Até amanhã, um beijo"),
    ("en", "I'll let you know tomorrow. Have a great week, the two of you"),
]


PROMISED = [
    ("es", "Mañana abrimos"),
    ("es", "Hasta mañana a las diez"),
    ("es", "Oferta válida hasta mañana"),
    ("ca", "Demà ho tens fet"),
    ("pt", "Entregamos amanhã"),
    ("en", "It arrives tomorrow"),
    ("es", "En cinco minutos lo miro"),
    ("es", "A las 2h30"),
]


@pytest.mark.parametrize(("language", "reply"), PROMISED)
def test_a_farewell_with_a_deed_or_an_hour_is_a_promise(language: Language, reply: str) -> None:
    assert invented(reply, ["Hora libre: 2026-12-03 18:00"], language=language, now=NOW) != []


DISGUISED = [
    "5\u200b0 €",
    "５０ €",
    "٥٠ €",
    "5️⃣0️⃣ €",
    "info (arroba) otra.example.com",
    "otra punto com",
    "½ kilo",
    "t.me/otra",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_disguised_figures_are_read(text: str) -> None:
    assert invented(f"Es {text}.", ["12 €"], language="es", now=NOW) != []


@pytest.mark.parametrize(("language", "reply"), HARMLESS)
def test_what_claims_nothing_is_let_through(language: Language, reply: str) -> None:
    assert invented(reply, [], language=language, now=NOW) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "9" * 5_000,
        "1.2.3.4.5/6-7:8 €%",
        "a" * 10_000,
        "€ " * 3_000,
        "٣ ١٢",
        "½ 🕒",
        "2 + " * 900,
        "a dot " * 900,
    ],
)
def test_nothing_that_a_model_says_breaks_it(text: str) -> None:
    for language in LANGUAGES:
        invented(text, [text, "320 €"], language=language, now=NOW)
