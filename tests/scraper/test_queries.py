"""Questions as people write them in four languages: what is looked for, where, and in which other words."""

import pytest

from scraper.sources import trades
from scraper.sources.areas import degrees
from scraper.sources.given import read, site_of
from scraper.sources.queries import extended, parse, variants

QUESTIONS = [
    ("dentistas en Girona", "dentistas", "Girona", "es"),
    ("dentistes a Girona", "dentistes", "Girona", "ca"),
    ("dentistas em Lisboa", "dentistas", "Lisboa", "pt"),
    ("dentists in Leeds", "dentists", "Leeds", "en"),
    ("advocats a l'Hospitalet de Llobregat", "advocats", "l'Hospitalet de Llobregat", "ca"),
    ("restaurants a la Seu d'Urgell", "restaurants", "la Seu d'Urgell", "ca"),
    ("advogados no Porto", "advogados", "Porto", "pt"),
    ("clínicas dentales cerca de Vic", "clínicas dentales", "Vic", "es"),
    ("hotéis perto do Porto", "hotéis", "Porto", "pt"),
    ("  dentists   near  Bath ", "dentists", "Bath", "en"),
    ("tiendas de ropa en Las Palmas de Gran Canaria", "tiendas de ropa", "Las Palmas de Gran Canaria", "es"),
    ("fisioterapeutas para niños en Lleida", "fisioterapeutas para niños", "Lleida", "es"),
    ("abogados laboralistas, Madrid", "abogados laboralistas", "Madrid", ""),
    ("dentists Leeds", "dentists", "Leeds", "en"),
    ("Girona dentistes", "dentistes", "Girona", "ca"),
    ("dentistas", "dentistas", "", ""),
    ("xyzzy en Vic", "xyzzy", "Vic", "es"),
    ("", "", "", ""),
]


@pytest.mark.parametrize(("text", "what", "place", "language"), QUESTIONS, ids=[each[0] for each in QUESTIONS])
def test_a_question_is_understood(text: str, what: str, place: str, language: str) -> None:
    found = parse(text)
    assert (found.what, found.place, found.language) == (what, place, language)


WIDE = ["dentistas en Vic y alrededores", "dentistes a Vic i rodalia", "dentistas em Vic e arredores"]


@pytest.mark.parametrize("text", [*WIDE, "dentists in Vic and surroundings"])
def test_the_surroundings_are_no_part_of_the_place(text: str) -> None:
    found = parse(text)
    assert (found.place, found.wide) == ("Vic", True)
    assert extended(found).text == text


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("dentistas en Vic", "dentistas en Vic y alrededores"),
        ("dentistes a Vic", "dentistes a Vic i rodalia"),
        ("dentistas em Vic", "dentistas em Vic e arredores"),
        ("dentists in Vic", "dentists in Vic and surroundings"),
    ],
)
def test_the_extended_question_asks_for_them(text: str, wide: str) -> None:
    """PRO-01: "búsqueda extendida"."""
    assert extended(parse(text)).text == wide
    assert parse(wide).wide


@pytest.mark.parametrize("language", trades.LANGUAGES)
def test_variants_are_at_most_three_and_never_the_question_itself(language: str) -> None:
    """PRO-01."""
    for trade in trades.all_trades():
        query = parse(f"{trade.words[language][0]}, Vic", country="ES", language=language)
        texts = [each.text for each in variants(query)]
        assert len(texts) <= 3
        assert len(set(texts)) == len(texts)
        assert query.text not in texts
        for each in texts:
            assert parse(each).place == "Vic", each


def test_a_variant_speaks_the_countrys_other_language() -> None:
    texts = [each.text for each in variants(parse("abogados en Girona", country="ES"))]
    assert texts == ["despachos de abogados en Girona", "bufetes de abogados en Girona", "advocats a Girona"]


def test_the_table_holds_a_hundred_and_twenty_trades_in_four_languages() -> None:
    table = trades.all_trades()
    assert len(table) >= 120
    for trade in table:
        assert trade.tags, trade.name
        assert all(key and value for key, value in trade.tags), trade.name
        assert set(trade.words) == set(trades.LANGUAGES)
        assert all(all(words) for words in trade.words.values()), trade.name


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("dentista", "dentist"),
        ("Abogada", "lawyer"),
        ("talleres mecánicos", "car_repair"),
        ("PERRUQUERIES", "hairdresser"),
        ("oficinas de automóveis", "car_repair"),
        ("ópticas baratas", "optician"),
        ("real estate agencies", "estate_agent"),
    ],
)
def test_a_trade_is_known_in_any_form(what: str, name: str) -> None:
    found = trades.find(what)
    assert found is not None
    assert found.name == name


CELLS = [
    ("clinica.cat", "https://clinica.cat"),
    ("HTTPS://www.Clinica.cat/x?y", "HTTPS://www.Clinica.cat/x?y"),
    ("hola@clinica.cat", "https://clinica.cat"),
    ("hola@gmail.com", ""),
    ("Clínica Rius", ""),
    ("972 00 00 00", ""),
    ("1.500", ""),
    ("javascript:alert(1)", ""),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "site"), CELLS)
def test_a_cell_names_a_site_or_none(cell: str, site: str) -> None:
    assert site_of(cell) == site


def test_a_table_gives_one_business_a_row() -> None:
    text = 'Empresa;Web;Correo\n"Rius; fills";rius.cat;hola@rius.cat\n;;\nNomés nom;;\n'
    assert [(each.name, each.website, each.email) for each in read(text)] == [
        ("Rius; fills", "https://rius.cat", "hola@rius.cat"),
        ("Només nom", "", ""),
    ]


@pytest.mark.parametrize("text", ["\x00\x00", "\n\n\n", '"', ";" * 10_000, "x" * 500_000, '"\n' * 5_000])
def test_a_damaged_list_is_read_as_far_as_it_goes(text: str) -> None:
    assert len(read(text)) <= 5_001


@pytest.mark.parametrize("value", ["nan", "inf", None, "x", [], 91, -91, True])
def test_a_degree_that_is_none_is_nothing(value: object) -> None:
    found = degrees(value, 90)
    assert found is None or found == 1.0
