"""The studio's last two weeks: who came, how far they got, and what the studio did then; always the same."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from backend.core.language import Language
from backend.demo import timing
from backend.demo.acts import Story
from backend.demo.people import person
from backend.demo.telling import Ending, Plot, tell
from backend.demo.wishes import wish
from backend.leads.enums import Temperature

Drawn = TypeVar("Drawn")

# How many leave at which question; `done` came to the end.
_LEAVE: Final[Mapping[str, int]] = {
    "consent": 24,
    "refused": 5,
    "project": 14,
    "style": 8,
    "metres": 11,
    "budget": 12,
    "urgency": 4,
    "photos": 4,
    "name": 3,
    "email": 2,
    "phone": 4,
    "phone_needed": 1,
    "done": 42,
}
_LANGUAGES: Final[Mapping[Language, int]] = {"es": 44, "ca": 34, "en": 12, "pt": 10}
_WARMTHS: Final[Mapping[Temperature, int]] = {
    Temperature.PREMIUM: 18,
    Temperature.HOT: 28,
    Temperature.WARM: 32,
    Temperature.COLD: 22,
}
# Of those who finish: who asks on, whom a person joins half-way, and who had been here before.
_TALKS: Final = frozenset(range(3, 42, 4))
_STEP_INS: Final = frozenset({12, 29})
_RETURNS: Final[Mapping[int, int]] = {25: 6, 37: 14}
# Under way while somebody looks: (minutes since they came, where they are, how it ends).
_LIVE: Final = (
    (112, "done", Ending.WAITS),
    (70, "done", Ending.TALKS),
    (41, "done", Ending.WAITS),
    (14, "done", Ending.WAITS),
    (6, "budget", Ending.NONE),
    (2, "style", Ending.NONE),
)
_PATHS: Final = {"/": 60, "/proyectos.html": 28, "/contacto.html": 12}
# Nothing but the page, a search, or a campaign: (referrer, utm).
_SOURCES: Final[tuple[tuple[int, str | None, Mapping[str, str]], ...]] = (
    (34, None, {}),
    (26, "https://www.google.com/", {}),
    (18, "https://www.google.com/", {"source": "google", "medium": "cpc", "campaign": "cocinas-garraf"}),
    (14, "https://www.instagram.com/", {"source": "instagram", "medium": "social", "campaign": "cuines-de-mar"}),
    (8, None, {"source": "newsletter", "medium": "email", "campaign": "tardor"}),
)


@dataclass
class _Troupe:
    """Gives each visitor a person of their language; `finished` are those who may come again."""

    rng: Random
    zone: ZoneInfo
    counts: Counter[Language]
    finished: list[Plot]

    def plot(self, leaves: str, ending: Ending = Ending.NONE) -> Plot:
        language = _drawn(self.rng, _LANGUAGES)
        self.counts[language] += 1
        wanted = wish(self.rng, _drawn(self.rng, _WARMTHS))
        return Plot(leaves, ending, language, person(language, self.counts[language]), wanted)

    def next(self, leaves: str) -> Plot:
        """The story goes on in the order of time, so whoever returns has been here before."""
        if leaves != "done":
            return self.plot(leaves)
        number = len(self.finished)
        plot = self.plot(leaves, _ending(number))
        if number in _RETURNS:
            before = self.finished[_RETURNS[number]]
            plot = replace(plot, language=before.language, person=before.person)
        self.finished.append(plot)
        return plot


def stories(now: datetime, zone: ZoneInfo) -> list[Story]:
    """In order of time; nothing in them lies in the future."""
    now = now.astimezone(UTC).replace(microsecond=0)
    rng = Random("Cuines Mar")  # noqa: S311 - always the same is the point
    troupe = _Troupe(rng, zone, Counter(), [])
    leaves = [block for block, count in _LEAVE.items() for _ in range(count)]
    rng.shuffle(leaves)
    starts = timing.moments(rng, len(leaves), now, zone)
    told = [_story(troupe, at, troupe.next(block)) for at, block in zip(starts, leaves, strict=True)]
    told += [
        _story(troupe, now - timedelta(minutes=minutes), troupe.plot(block, ending), live=True)
        for minutes, block, ending in _LIVE
    ]
    return sorted((_until(now, story) for story in told), key=lambda story: story.at)


def _ending(number: int) -> Ending:
    if number in _STEP_INS:
        return Ending.STEPS_IN
    return Ending.TALKS if number in _TALKS else Ending.NONE


def _story(troupe: _Troupe, at: datetime, plot: Plot, *, live: bool = False) -> Story:
    rng = troupe.rng
    _, referrer, utm = rng.choices(_SOURCES, [weight for weight, _, _ in _SOURCES])[0]
    return Story(at, plot.language, _drawn(rng, _PATHS), referrer, utm, tell(rng, troupe.zone, at, plot, live=live))


def _drawn(rng: Random, weights: Mapping[Drawn, int]) -> Drawn:
    return rng.choices([*weights], [*weights.values()])[0]


def _until(now: datetime, story: Story) -> Story:
    return replace(story, acts=tuple(sorted((act for act in story.acts if act.at < now), key=lambda act: act.at)))
