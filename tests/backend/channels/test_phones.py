"""One spelling for one number, and links that start a chat."""

from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from backend.channels import links, phones
from backend.leads import contact

SAME = [
    ("+5511987654321", "+551187654321"),  # Brazil's ninth digit
    ("+5548999887766", "+554899887766"),
    ("+525512345678", "+5215512345678"),  # Mexico's 1
    ("+5491123456789", "+541123456789"),  # Argentina's 9
]


@pytest.mark.parametrize("pair", SAME)
async def test_both_spellings_are_one_number(app: FastAPI, pair: tuple[str, str]) -> None:
    assert {phones.canonical(each) for each in pair} == {pair[0]}
    indexes = {found.index for each in pair if (found := contact.phone(each, "ES"))}
    assert len(indexes) == 1, "whoever saved it"


@pytest.mark.parametrize(
    "number",
    ["+34600111222", "+551133334444", "+5511333344445", "+52155123456", "+54911234567", "+15215512345678", "", "x"],
)
def test_other_numbers_stay_as_they_are(number: str) -> None:
    """A Brazilian landline (its number begins with 2 to 5), wrong lengths, other countries."""
    assert phones.canonical(number) == number


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("34600111222", "+34600111222"),
        ("+1 (650) 555-1234", "+16505551234"),
        ("5215512345678", "+525512345678"),
        ("US.13491208655302741918", None),
        ("0034600", None),
        ("123456", None),
        ("1" * 16, None),
        ("٣٤٦٠٠١١١٢٢٢", None),
    ],
)
def test_a_platforms_bare_number(given: str, read: str | None) -> None:
    assert phones.from_digits(given) == read


@dataclass(frozen=True)
class Account:
    kind: str
    address: str


@pytest.mark.parametrize(
    ("kind", "address", "url"),
    [
        ("whatsapp", "+34 600 000 001", "https://wa.me/34600000001?text=Hola%20%26%20bon%20dia"),
        ("telegram", "@cuines_bot", "https://t.me/cuines_bot?start=AB12"),
        ("instagram", "@cuines.bcn", "https://ig.me/m/cuines.bcn?ref=AB12"),
        ("messenger", "cuinesbcn", "https://m.me/cuinesbcn?ref=AB12"),
        ("whatsapp", "", ""),
        ("telegram", "", ""),
        ("telegram", "@a/../b", ""),
        ("web", "x", ""),
    ],
)
def test_a_link_starts_a_chat(kind: str, address: str, url: str) -> None:
    assert links.start_link(Account(kind, address), text="Hola & bon dia", start="AB12") == url


def test_a_code_that_telegram_would_refuse_makes_no_link() -> None:
    assert links.start_link(Account("telegram", "@bot"), start="a b") == ""


def test_a_qr_code_is_a_picture_of_its_own() -> None:
    drawn = links.qr_svg("https://wa.me/34600000001")
    assert drawn.startswith("<svg")
    assert drawn.endswith("</svg>")
