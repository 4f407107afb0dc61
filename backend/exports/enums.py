"""The closed vocabularies of exports."""

from enum import StrEnum


class Format(StrEnum):
    """What kind of file is made."""

    CSV = "csv"
    XLSX = "xlsx"


class Scope(StrEnum):
    """Which leads are in it."""

    ALL = "all"
    NICHE = "niche"
    FILTER = "filter"


class State(StrEnum):
    """How far an export has come; an expired one stays in the history without its file."""

    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"
