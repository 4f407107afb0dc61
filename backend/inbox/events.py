"""Facts of the inbox."""

import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EventKept:
    """A platform told us something about an account of ours, and it is stored; announced with the thread's lock."""

    event_id: str


@dataclass(frozen=True, slots=True)
class EventsTakenAgain:
    """Somebody took events in again; `entry_id` makes the trail's entry the same one if told twice."""

    entry_id: uuid.UUID
    happened_at: str
    by: uuid.UUID
    changes: dict[str, Any]  # Any: how many, and which were asked for, as JSON


def thread_lock(account_id: object, thread: str) -> str:
    """Jobs under one lock run one after another: so what happens in one thread is handled in its order."""
    return f"thread:{account_id}:{thread}"
