"""What can go wrong with what platforms told us."""

from backend.core.errors import Conflict, Invalid, NotFound


class EventNotFound(NotFound):
    """There is no such event."""


class EventNotRetriable(Conflict):
    """This event was handled or still waits; only one that failed or was left alone can be taken in again."""


class NothingChosen(Invalid):
    """Name the events, or say from when to when."""
