"""The closing-window queue: whom to answer first, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.conversations.closing_ranking import Waiting, rank

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOUR_HOURS = timedelta(hours=4)


def waiting(name: str, minutes: float, score: int = 0, value: int | None = None, currency: str = "EUR") -> Waiting:
    return Waiting(name, NOON + timedelta(minutes=minutes), score, value, currency if value else None)


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        pytest.param([waiting("later", 60), waiting("sooner", 30)], ["sooner", "later"], id="alike, by time"),
        pytest.param([waiting("cold", 30, 20), waiting("hot", 30, 90)], ["hot", "cold"], id="alike, by score"),
        pytest.param([waiting("small", 30, 50, 10), waiting("large", 30, 50, 99)], ["large", "small"], id="by value"),
        pytest.param(
            [waiting("cold", 10, 10), waiting("hot", 60, 95)], ["hot", "cold"], id="a good lead before a poor"
        ),
        pytest.param(
            [waiting("pesos", 30, 0, 900_000, "CLP"), waiting("euros", 20, 0, 900)],
            ["euros", "pesos"],
            id="currencies are not compared",
        ),
    ],
)
def test_the_order(queue: list[Waiting], expected: list[str]) -> None:
    assert [each.id for each in rank(queue, NOON, FOUR_HOURS)] == expected


def test_the_points_say_where_they_come_from() -> None:
    (found,) = rank([waiting("one", 60, 80, 500)], NOON, FOUR_HOURS)
    assert (found.score, found.value, found.time, found.points) == (32, 30, 22.5, 84.5)


QUEUES = some.lists(
    some.builds(
        Waiting,
        some.uuids().map(str),
        some.timedeltas(timedelta(0), FOUR_HOURS).map(lambda left: NOON + left),
        some.integers(0, 100),
        some.none() | some.integers(0, 10**12),
        some.sampled_from(["EUR", "CLP", None]),
    ),
    unique_by=lambda each: each.id,
)


@given(QUEUES)
def test_everybody_is_ranked_once_between_nothing_and_a_hundred(queue: list[Waiting]) -> None:
    found = rank(queue, NOON, FOUR_HOURS)
    assert sorted(each.id for each in found) == sorted(each.id for each in queue)
    assert all(0 <= each.points <= 100 for each in found)
    assert [each.points for each in found] == sorted((each.points for each in found), reverse=True)
