"""How near a person is to buying, 0 to 1, computed and explained from what they said and when (CRM-01, DMA-03, X18)."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from backend.assistant.enums import Intent

# Somebody who wrote at all, before they said what they want.
BASE: Final = 0.15
# Interest fades: half of what lifted a person above the base is gone after a month.
HALF_LIFE: Final = timedelta(days=30)
# The same curiosity shown again counts less; wishing to buy and saying no count in full each time.
REPEATED: Final = 0.6
LOWEST: Final = -4.0
HIGHEST: Final = 5.0

# Steps on the log-odds scale; a step of 1 takes 0.50 to 0.73. An objection comes from somebody who considers it.
STEPS: Final = {
    Intent.INTEREST_STRONG: 2.6,
    Intent.INTEREST_SOFT: 1.1,
    Intent.QUESTION_PRODUCT: 0.8,
    Intent.QUESTION_GENERAL: 0.2,
    Intent.ESCALATION: 0.2,
    Intent.OBJECTION_PRICE: -0.4,
    Intent.OBJECTION_DOUBT: -0.4,
    Intent.OBJECTION_LATER: -0.5,
    Intent.OBJECTION_TIME: -0.6,
    Intent.COMPLAINT: -1.0,
    Intent.OPT_OUT: -8.0,
    Intent.SPAM: -8.0,
}


@dataclass(frozen=True)
class Heard:
    """What was understood of one message."""

    intent: Intent
    at: datetime
    confidence: float = 1.0


@dataclass(frozen=True)
class Part:
    """What one message (or the time that passed, without an intent) changed in the value."""

    intent: Intent | None
    at: datetime
    change: float


@dataclass(frozen=True)
class Estimate:
    """`value` is BASE and the sum of the parts' changes."""

    value: float
    parts: tuple[Part, ...]


def estimate(history: Sequence[Heard], now: datetime | None = None) -> Estimate:
    """Of messages in any order; `now` lets time pass since the last one."""
    parts = tuple(_parts(sorted(history, key=lambda heard: heard.at), now))
    return Estimate(min(1.0, max(0.0, BASE + sum(part.change for part in parts))), parts)


def _parts(history: Sequence[Heard], now: datetime | None) -> Iterator[Part]:
    level, before, times = _odds(BASE), None, Counter[Intent]()
    for heard in history:
        step = _step(heard, times[heard.intent])
        times[heard.intent] += 1
        faded = _faded(level, heard.at - before) if before else level
        # Who asks again to buy is at least as near as they were, however long ago that was.
        start = level if heard.intent is Intent.INTEREST_STRONG else faded
        reached = max(LOWEST, min(HIGHEST, start + step))
        if start != level:
            yield Part(None, heard.at, _share(start) - _share(level))
        yield Part(heard.intent, heard.at, _share(reached) - _share(start))
        level, before = reached, heard.at
    if now and before and now > before and (faded := _faded(level, now - before)) != level:
        yield Part(None, now, _share(faded) - _share(level))


def _step(heard: Heard, before: int) -> float:
    step = STEPS.get(heard.intent, 0.0) * min(1.0, max(0.0, heard.confidence))
    fresh = heard.intent is Intent.INTEREST_STRONG or step < 0
    return step if fresh else step * REPEATED**before


def _faded(level: float, passed: timedelta) -> float:
    """Towards the base from above; who said no does not come nearer by waiting."""
    base = _odds(BASE)
    if level <= base:
        return level
    return float(base + (level - base) * 0.5 ** (passed / HALF_LIFE))


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def _share(level: float) -> float:
    return 1 / (1 + math.exp(-level))
