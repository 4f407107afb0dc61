"""The closed vocabularies of imports."""

from enum import StrEnum
from typing import Final

# Before the key of a field of the company's own, where a column is named.
CUSTOM: Final = "custom:"


class Kind(StrEnum):
    """What the file is, told from its content."""

    CSV = "csv"
    XLSX = "xlsx"


class State(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"
    PLANNED = "planned"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Provider(StrEnum):
    """Whose export the file is, told from its headers."""

    GOOGLE = "google"
    HUBSPOT = "hubspot"
    APOLLO = "apollo"
    LINKEDIN = "linkedin"


class OnDuplicate(StrEnum):
    """What happens to a lead that is there already: left, completed, or taken over."""

    SKIP = "skip"
    FILL = "fill"
    REPLACE = "replace"


class Part(StrEnum):
    """Cells that are only a part of what a lead has."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    STREET = "street"
    CITY = "city"
    POSTCODE = "postcode"
    REGION = "region"
    COUNTRY = "country"
    NOTE = "note"
