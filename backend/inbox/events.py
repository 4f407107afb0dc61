"""Facts of the inbox."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventKept:
    """A platform told us something about an account of ours, and it is stored; announced with the thread's lock."""

    event_id: str


def thread_lock(account_id: object, thread: str) -> str:
    """Jobs under one lock run one after another: so what happens in one thread is handled in its order."""
    return f"thread:{account_id}:{thread}"
