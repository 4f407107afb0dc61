"""A date: from a calendar or in words, never outside its bounds."""

import datetime

from backend.flows.engine.formatting import date_text
from backend.flows.engine.parsing.dates import parse_date, resolve_day
from backend.flows.engine.replies import words
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import Hint
from backend.flows.engine.state import Reply
from backend.flows.engine.steps import Step, Wrong, answered
from backend.flows.engine.turn import Ask
from backend.flows.schemas import DateBlock


def prompt(block: DateBlock, scene: Scene) -> str:
    return scene.say(block.prompt)


def ask(block: DateBlock, scene: Scene) -> Ask:
    earliest, latest = _bounds(block, scene)
    return Ask(
        block.id,
        "date",
        optional=block.optional,
        min=earliest.isoformat() if earliest else None,
        max=latest.isoformat() if latest else None,
    )


def parse(block: DateBlock, reply: Reply, scene: Scene) -> Step | Wrong:
    day = parse_date(words(reply), scene.language, scene.context.today)
    if day is None:
        return Wrong(Hint.DATE)
    earliest, latest = _bounds(block, scene)
    if earliest and day < earliest:
        return Wrong(Hint.DATE_MIN, {"min": date_text(earliest.isoformat(), scene.language)})
    if latest and day > latest:
        return Wrong(Hint.DATE_MAX, {"max": date_text(latest.isoformat(), scene.language)})
    return answered(block.next, block.saves, day.isoformat())


def _bounds(block: DateBlock, scene: Scene) -> tuple[datetime.date | None, datetime.date | None]:
    today = scene.context.today
    return resolve_day(block.min, today), resolve_day(block.max, today)
