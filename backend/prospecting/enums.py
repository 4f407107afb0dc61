"""The closed vocabularies of prospecting."""

from enum import StrEnum


class SourceName(StrEnum):
    """Who is asked for businesses."""

    OVERPASS = "overpass"
    PLACES = "places"
    WEB = "web"
    LIST = "list"


class SearchState(StrEnum):
    """How far a search has come."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def under_way(self) -> bool:
        return self in (SearchState.QUEUED, SearchState.RUNNING)

    @property
    def over(self) -> bool:
        return self in (SearchState.DONE, SearchState.CANCELLED, SearchState.FAILED)


class ResultState(StrEnum):
    """What became of a business that was found; `ready` was read and waits for a person."""

    FOUND = "found"
    FETCHING = "fetching"
    READY = "ready"
    SAVED = "saved"
    DUPLICATE = "duplicate"
    BLOCKED = "blocked"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    SKIPPED = "skipped"


class SuppressionKind(StrEnum):
    """What is never saved again (X30)."""

    DOMAIN = "domain"
    EMAIL = "email"
