"""One visit told act by act: the visitor's answers, and what people of the studio add."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from backend.core.language import Language
from backend.demo import phrases
from backend.demo.acts import Act, Answers, Closes, FallsSilent, GivesBack, Moves, Reads, Says, Staff, TakesOver
from backend.demo.people import Person
from backend.demo.timing import at_work
from backend.demo.wishes import SKIP, Wish, answers
from backend.flows.engine.state import Reply
from backend.leads.enums import ContactState, Stage, Temperature

_QUESTIONS: Final = ("consent", "project", "style", "metres", "budget", "urgency", "photos", "name", "email")
_PHONES: Final = ("phone", "phone_needed")
# Where the preset waits for a day and then goes on by itself; with all these a lead comes of the visit.
_WAITING: Final = ("name", "email", *_PHONES)
_PATIENCE: Final = timedelta(days=1)


class Ending(Enum):
    """What comes after the flow's own questions."""

    NONE = auto()
    TALKS = auto()
    WAITS = auto()
    STEPS_IN = auto()


@dataclass(frozen=True, slots=True)
class Plot:
    """Who comes, what they want, and at which question they leave (`done`: at none)."""

    leaves: str
    ending: Ending
    language: Language
    person: Person
    wish: Wish


@dataclass
class _Pen:
    """Writes one act after the other, with the pauses that people make."""

    rng: Random
    zone: ZoneInfo
    at: datetime
    live: bool
    acts: list[Act] = field(default_factory=list)

    def pause(self, shortest: timedelta, longest: timedelta) -> datetime:
        later = self.at + shortest + (longest - shortest) * self.rng.random()
        self.at = later.replace(microsecond=0)
        return self.at

    def seconds(self, shortest: int, longest: int) -> datetime:
        return self.pause(timedelta(seconds=shortest), timedelta(seconds=longest))

    def minutes(self, shortest: int, longest: int) -> datetime:
        return self.pause(timedelta(minutes=shortest), timedelta(minutes=longest))

    def desk(self) -> datetime:
        """When somebody of the studio finds the time."""
        self.minutes(4, 16 if self.live else 75)
        if not self.live:
            self.at = at_work(self.at, self.zone)
        return self.at


def tell(rng: Random, zone: ZoneInfo, at: datetime, plot: Plot, *, live: bool) -> tuple[Act, ...]:
    pen = _Pen(rng, zone, at, live)
    for asked, reply in _answers(rng, plot):
        if asked == "urgency" and plot.ending is Ending.STEPS_IN:
            _step_in(pen, plot.language)
        pen.acts.append(Says(pen.seconds(6, 38), reply, asked))
    if plot.leaves in _WAITING:
        pen.at += _PATIENCE
        pen.acts.append(FallsSilent(pen.at))
    if plot.ending in (Ending.TALKS, Ending.WAITS):
        _talk(pen, plot)
    if plot.ending is not Ending.WAITS:
        _after(pen, plot)
    return tuple(pen.acts)


def _answers(rng: Random, plot: Plot) -> Iterator[tuple[str, Reply]]:
    if plot.leaves == "refused":
        yield "consent", Reply(option="refuse")
        return
    by_phone = plot.leaves == "phone_needed" or (plot.leaves == "done" and rng.random() < 0.15)
    for block in (*_QUESTIONS, _PHONES[by_phone]):
        if block == plot.leaves:
            return
        skips = (block == "email" and by_phone) or (block == "phone" and rng.random() < 0.25)
        for reply in (SKIP,) if skips else answers(rng, block, plot.wish, plot.person, plot.language):
            yield block, reply


def _step_in(pen: _Pen, language: Language) -> None:
    offer, reply = phrases.STEP_IN[language]
    pen.acts += [
        TakesOver(pen.seconds(10, 30), Staff.AGENT),
        Answers(pen.seconds(15, 40), Staff.AGENT, offer),
        Says(pen.seconds(20, 60), Reply(text=reply)),
        GivesBack(pen.seconds(15, 40)),
    ]


def _talk(pen: _Pen, plot: Plot) -> None:
    """The visitor asks on after the end, which calls for a person."""
    question, *more = pen.rng.choice(phrases.TALKS[plot.language])
    pen.acts.append(Says(pen.seconds(40, 200), Reply(text=question)))
    if plot.ending is Ending.WAITS:
        return
    for place, words in enumerate(more):
        if place % 2:
            pen.acts.append(Says(pen.minutes(1, 12 if pen.live else 50), Reply(text=words)))
        else:
            pen.acts.append(Answers(pen.desk(), Staff.AGENT, words))
    if not pen.live:
        pen.acts.append(Closes(pen.minutes(30, 240)))


def _after(pen: _Pen, plot: Plot) -> None:
    if pen.acts:
        pen.acts.append(Reads(pen.desk()))
    if plot.leaves in (*_WAITING, "done"):
        pen.acts += _progress(pen, plot.wish.warmth)


def _progress(pen: _Pen, warmth: Temperature) -> Iterator[Act]:
    """How the studio goes on with a lead: the warmer, the further."""
    by = pen.rng.choice((Staff.AGENT, Staff.AGENT, Staff.OWNER))
    luck, keen = pen.rng.random(), warmth in (Temperature.PREMIUM, Temperature.HOT)
    if luck < (0.12 if keen else 0.4):
        return
    pen.minutes(60, 1_500)
    yield Moves(pen.desk(), by, Stage.ACTIVE, ContactState.CONTACTED)
    pen.minutes(1_200, 5_000)
    if luck > 0.85 and not keen:
        yield Moves(pen.desk(), by, Stage.LOST, ContactState.NOT_INTERESTED)
    elif luck > 0.45:
        yield Moves(pen.desk(), by, Stage.HOT if keen else Stage.ACTIVE, ContactState.REPLIED)
    if keen and luck > 0.78:
        pen.minutes(2_500, 6_000)
        yield Moves(pen.desk(), by, Stage.CUSTOMER, ContactState.REPLIED)
