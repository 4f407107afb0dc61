"""Whom to answer first before their windows shut: by score, value and time left, each part said. Pure.

A hundred points, of which the lead's score gives up to 40, its value up to 30 (its share of the largest value of the
same currency in the queue, for amounts of different currencies do not compare) and the nearness of the end up to 30
(all of it at the last minute, nothing at the horizon that was asked for). What is lost when a window shuts is the
right to write freely, so a good lead with an hour left goes before a poor one with ten minutes, and of two alike the
one whose window shuts first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

SCORE: Final = 40
VALUE: Final = 30
TIME: Final = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """One conversation in the queue."""

    id: str
    closes_at: datetime
    score: int = 0
    value_minor: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """The points and where they come from."""

    id: str
    score: float
    value: float
    time: float

    @property
    def points(self) -> float:
        return round(self.score + self.value + self.time, 1)


def rank(waiting: Iterable[Waiting], now: datetime, horizon: timedelta) -> list[Rank]:
    """Most pressing first."""
    waiting = list(waiting)
    largest = _largest(waiting)
    closes = {each.id: each.closes_at for each in waiting}
    ranks = [
        Rank(
            each.id,
            score=round(SCORE * each.score / 100, 1),
            value=round(VALUE * _share(each, largest), 1),
            time=round(TIME * _nearness(each.closes_at - now, horizon), 1),
        )
        for each in waiting
    ]
    return sorted(ranks, key=lambda each: (-each.points, closes[each.id], each.id))


def _largest(waiting: Sequence[Waiting]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in waiting:
        if each.currency and each.value_minor:
            found[each.currency] = max(found.get(each.currency, 0), each.value_minor)
    return found


def _share(waiting: Waiting, largest: dict[str, int]) -> float:
    if not waiting.currency or not waiting.value_minor or waiting.value_minor < 0:
        return 0.0
    return waiting.value_minor / largest[waiting.currency]


def _nearness(left: timedelta, horizon: timedelta) -> float:
    return min(1.0, max(0.0, 1 - left / horizon))
