"""What can go wrong with searches."""

from backend.core.errors import Conflict, Invalid, NotFound


class SearchNotFound(NotFound):
    """This search does not exist."""


class ScheduleNotFound(NotFound):
    """This planned search does not exist."""


class SuppressionNotFound(NotFound):
    """This entry of the suppression list does not exist."""


class SourceNotAvailable(Invalid):
    """This source needs a key that is not set; choose another or ask your administrator."""


class PlaceMissing(Invalid):
    """Say where to look, as in "dentists in Leeds"."""


class NothingGiven(Invalid):
    """The list names no domain and no business."""


class IdempotencyConflict(Conflict):
    """This Idempotency-Key was already used with another search."""


class SearchIsOver(Conflict):
    """This search has ended."""


class SearchNotPaused(Conflict):
    """Only a search that was paused can be resumed."""


class SearchUnderWay(Conflict):
    """This search is under way; pause or cancel it first."""


class NothingToSave(Conflict):
    """None of these results can be saved."""


class UnusableSuppression(Invalid):
    """This is neither a domain nor an email address."""


class NicheMissing(Invalid):
    """There is no such niche."""
