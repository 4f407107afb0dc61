"""A company's short name comes from its name and is free (IDN-14)."""

import pytest

from backend.tenants.slugs import first_free, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Cuines Mar", "cuines-mar"),
        ("  Cocinas Ñandú & Hijos, S.L. ", "cocinas-nandu-hijos-s-l"),
        ("日本", "empresa"),
        ("X", "empresa"),
        ("a" * 60, "a" * 40),
        ("b" * 39 + " c", "b" * 39),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_taken_slug_is_numbered_and_stays_short_enough() -> None:
    assert first_free("mar", set()) == "mar"
    assert first_free("mar", {"mar", "mar-2"}) == "mar-3"
    assert first_free("a" * 40, {"a" * 40}) == "a" * 38 + "-2"
