"""The superadmin is warned 60 days before Meta's version ends (F1)."""

from datetime import date

import pytest

from backend.superadmin.expiring import graph_version

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("expires_on", "left"),
    [
        (None, None),
        (date(2027, 1, 21), None),
        (date(2027, 1, 20), 60),
        (date(2026, 11, 21), 0),
        (date(2026, 11, 1), -20),
    ],
)
def test_sixty_days_before(expires_on: date | None, left: int | None) -> None:
    found = graph_version("v26.0", expires_on, TODAY)
    assert (found.days_left if found else None) == left
