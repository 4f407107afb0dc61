"""Summary, search words and contact spelling: rules without a database."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import crypto
from backend.leads import cleaning, contact, search, summary

KITCHEN: dict[str, Any] = {
    "project": "cocina",
    "style": "moderno",
    "metres": 12.5,
    "budget": {"min": 5_000, "max": 8_000, "currency": "EUR"},
    "urgency": "1_3_months",
    "photos": ["a", "b"],
    "note": "con isla",
}


@pytest.fixture(autouse=True)
def cipher() -> None:
    crypto.install(crypto.Cipher.from_setting("k:" + "A" * 43 + "=", b"index-key"))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("es", "Cocina · moderno · 12,5 m² · 5.000 – 8.000 € · en 1-3 meses · 2 fotos · con isla"),
        ("ca", "Cocina · moderno · 12,5 m² · 5.000 – 8.000 € · en 1-3 mesos · 2 fotos · con isla"),
        ("pt", "Cocina · moderno · 12,5 m² · 5.000 – 8.000 € · em 1-3 meses · 2 fotos · con isla"),
        ("en", "Cocina · moderno · 12.5 m² · 5,000 – 8,000 € · in 1-3 months · 2 photos · con isla"),
    ],
)
def test_summary_reads_as_one_line(language: Any, expected: str) -> None:
    assert summary.summarise(KITCHEN, language).replace("\xa0", " ") == expected


@pytest.mark.parametrize(
    ("qualification", "expected"),
    [
        ({}, ""),
        ({"style": "undecided"}, "estilo por decidir"),
        ({"budget": {"max": 5_000}}, "≤ 5.000 €"),
        ({"budget": {"min": 5_000}}, "≥ 5.000 €"),
        ({"budget": {"min": 5_000, "max": 5_000}}, "5.000 €"),
        ({"budget": 700}, "700 €"),
        ({"urgency": "para_navidad"}, "para navidad"),
        ({"photos": ["a"]}, "1 foto"),
        ({"note": "llámame al +34 612 345 678 o ana@example.com"}, "llámame al … o …"),
        ({"note": 5, "project": ["x"], "metres": "?"}, ""),
    ],
)
def test_summary_keeps_to_what_is_known(qualification: dict[str, Any], expected: str) -> None:
    assert summary.summarise(qualification, "es").replace("\xa0", " ") == expected


@given(st.text(max_size=400))
def test_summary_never_holds_an_address_and_stays_short(note: str) -> None:
    line = summary.summarise({"note": note + " ana@example.com 612345678"}, "es")
    assert "ana@example" not in line
    assert "612345678" not in line
    assert len(line) <= summary.MAX_LETTERS
    assert "\x00" not in line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Núñez-Àvila, S.L.", {"nunez", "avila"}),
        ("12,5 m² en 1-3 meses", {"12", "m2", "en", "meses"}),
        ("Ünal Straße", {"unal", "strasse"}),
        ("田中", {"田中"}),
        ("🔥 <b>hola</b>", {"hola"}),
        ("a\x00b' OR 1=1 --", {"or"}),
        ("", set()),
    ],
)
def test_words_are_folded(text: str, expected: set[str]) -> None:
    assert search.words(text) == expected


def test_rows_and_queries_have_a_bounded_number_of_words() -> None:
    long = " ".join(f"word{number}" for number in range(200))
    assert len(search.words(long, "x" * 500)) == search.MAX_WORDS
    assert len(search.terms(long)) == search.MAX_TERMS
    assert max(map(len, search.words("x" * 500))) == search.MAX_LETTERS


def test_names_sort_without_case_and_accents_and_the_nameless_last() -> None:
    names = ["", "Zoe", "álvaro", "Ana", "ärmel", "Bea"]
    assert sorted(names, key=search.name_key) == ["álvaro", "Ana", "ärmel", "Bea", "Zoe", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Ana@Example.COM ", "ana@example.com"),
        ("ana@example", None),
        ("logo@", None),
        ("ana@ex\x00ample.com", None),
        ("", None),
        (None, None),
    ],
)
def test_emails_are_lower_case(text: str | None, expected: str | None) -> None:
    found = contact.email(text)
    assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("612 34 56 78", "ES", "+34612345678"),
        ("+34 612345678", "CL", "+34612345678"),
        ("0034612345678", "ES", "+34612345678"),
        ("9 8765 4321", "CL", "+56987654321"),
        ("12", "ES", None),
        ("call me", "ES", None),
        ("\ud800", "ES", None),
        (None, "ES", None),
    ],
)
def test_phones_are_e164_of_the_tenants_country(text: str | None, country: str, expected: str | None) -> None:
    found = contact.phone(text, country)
    assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("query", "email", "phone"),
    [
        ("ana@example.com", True, False),
        ("612 345 678", False, True),
        ("+34 612-345-678", False, True),
        ("cocina 12", False, False),
        ("12", False, False),
        ("@", False, False),
        ("ana @ example", False, False),
    ],
)
def test_what_a_search_is_taken_for(query: str, email: bool, phone: bool) -> None:
    assert (contact.looks_like_email(query), contact.looks_like_phone(query)) == (email, phone)


def test_lock_keys_are_of_the_tenant_and_in_one_order() -> None:
    one, other = uuid.UUID(int=1 << 64), uuid.UUID(int=2 << 64)
    first, second = b"\xff" * 32, b"\x01" * 32
    assert contact.lock_keys(one, first, second) == contact.lock_keys(one, second, first)
    assert contact.lock_keys(one, first) != contact.lock_keys(other, first)
    assert all(-(1 << 63) <= key < 1 << 63 for key in contact.lock_keys(one, first, second, None))


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_cleaned_json_can_be_stored(value: Any) -> None:
    text = repr(cleaning.cleaned_json({"x": [value, "\x00\ud800", 3, None]}))
    assert "\\x00" not in text.replace("\\\\x00", "")
    assert "\\ud8" not in text.replace("\\\\ud8", "")
