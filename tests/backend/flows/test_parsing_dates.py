"""Days in words and figures; today is Saturday 21 November 2026."""

from datetime import date

import pytest

from backend.core.language import Language
from backend.flows.engine.parsing.dates import parse_date, resolve_day
from tests.support.flows import TODAY

CASES: list[tuple[Language, str, str | None]] = [
    ("es", "2026-12-03", "2026-12-03"),
    ("es", "12/3", "2027-03-12"),
    ("es", "25/12", "2026-12-25"),
    ("es", "el 3-12-2026 por la mañana", "2026-12-03"),
    ("es", "3.12.26", "2026-12-03"),
    ("en", "12/25", "2026-12-25"),
    ("es", "12 de marzo", "2027-03-12"),
    ("es", "1 de enero de 2028", "2028-01-01"),
    ("es", "12 dic", "2026-12-12"),
    ("es", "hoy", "2026-11-21"),
    ("es", "mañana", "2026-11-22"),
    ("es", "mañana por la mañana", "2026-11-22"),
    ("es", "pasado mañana", "2026-11-23"),
    ("es", "ayer", "2026-11-20"),
    ("es", "el lunes", "2026-11-23"),
    ("es", "el próximo sábado", "2026-11-28"),
    ("es", "el lunes por la mañana", "2026-11-23"),
    ("es", "en dos semanas", "2026-12-05"),
    ("es", "dentro de 10 días", "2026-12-01"),
    ("es", "en un mes", "2026-12-21"),
    ("es", "la semana que viene", "2026-11-28"),
    ("es", "el mes que viene", "2026-12-21"),
    ("es", "29/2", "2028-02-29"),
    ("es", "31/2/2027", None),
    ("es", "45/45", None),
    ("es", "9999-99-99", None),
    ("es", "no sé", None),
    ("es", "", None),
    ("ca", "demà", "2026-11-22"),
    ("ca", "demà passat", "2026-11-23"),
    ("ca", "proper dilluns", "2026-11-23"),
    ("ca", "dimarts vinent", "2026-11-24"),
    ("ca", "12 de març", "2027-03-12"),
    ("ca", "3 d'abril", "2027-04-03"),
    ("ca", "3 d’abril de 2028", "2028-04-03"),
    ("ca", "d'aquí a dues setmanes", "2026-12-05"),
    ("ca", "la setmana que ve", "2026-11-28"),
    ("pt", "amanhã", "2026-11-22"),
    ("pt", "depois de amanhã", "2026-11-23"),
    ("pt", "próxima segunda-feira", "2026-11-23"),
    ("pt", "terça", "2026-11-24"),
    ("pt", "12 de março de 2027", "2027-03-12"),
    ("pt", "daqui a 3 dias", "2026-11-24"),
    ("pt", "próximo mês", "2026-12-21"),
    ("en", "tomorrow", "2026-11-22"),
    ("en", "the day after tomorrow", "2026-11-23"),
    ("en", "next Monday", "2026-11-23"),
    ("en", "March 12th", "2027-03-12"),
    ("en", "12 March 2027", "2027-03-12"),
    ("en", "in 2 weeks", "2026-12-05"),
    ("en", "in a month", "2026-12-21"),
    ("en", "next week", "2026-11-28"),
    ("en", "December 25, 2026", "2026-12-25"),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_day_is_understood(language: Language, text: str, expected: str | None) -> None:
    found = parse_date(text, language, TODAY)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ("today", "2026-11-21"),
        ("today+14d", "2026-12-05"),
        ("today-1w", "2026-11-14"),
        ("today+3m", "2027-02-21"),
        ("today+1y", "2027-11-21"),
        ("2027-01-31", "2027-01-31"),
        ("2027-02-31", None),
        ("today+9999y", None),
        ("today+9999w", "2218-07-11"),
        (None, None),
    ],
)
def test_bounds_of_a_flow_move_with_today(bound: str | None, expected: str | None) -> None:
    found = resolve_day(bound, TODAY)
    assert (found.isoformat() if found else None) == expected


def test_a_month_after_the_31st_is_the_months_last_day() -> None:
    assert resolve_day("today+1m", date(2027, 1, 31)) == date(2027, 2, 28)
