"""The closed vocabularies of the inbox."""

from enum import StrEnum


class Source(StrEnum):
    """Who calls."""

    META = "meta"
    TELEGRAM = "telegram"


class EventState(StrEnum):
    """What became of an event; `ignored` was understood and left alone on purpose."""

    WAITING = "waiting"
    DONE = "done"
    IGNORED = "ignored"
    DEAD = "dead"
