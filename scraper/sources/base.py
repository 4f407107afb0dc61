"""The verb that every source answers to, and the shapes that go in and come out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `text` is what a person wrote; the rest is what was understood of it."""

    text: str
    what: str = ""
    place: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, upper case
    language: str = ""  # es, ca, pt or en
    wide: bool = False  # the surroundings too


@dataclass(frozen=True, slots=True)
class Business:
    """What a source knows of a business; `source_url` is the page that proves it, empty where there is none."""

    name: str
    website: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    city: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    category: str = ""
    source: str = ""
    source_url: str = ""


class SourceError(Exception):
    """A source gave nothing; `reason` is a stable word."""

    word: ClassVar[str] = "source_failed"

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class SourceBlocked(SourceError):
    """It answers, and not to us: too many questions, or a closed door. Never the same as nothing found (F10)."""

    word = "source_blocked"


class SourceRefused(SourceError):
    """It does not take our key, or has none of ours."""

    word = "source_refused"


class SourceUnavailable(SourceError):
    """It is down, too slow, or says what nobody can read."""

    word = "source_unavailable"


class PlaceUnknown(SourceError):
    """No place of this name is known there."""

    word = "place_unknown"


class LeadSource(Protocol):
    """Finds businesses; gives each as soon as it is known, at most `limit`. Raises `SourceError`."""

    @property
    def name(self) -> str: ...

    def search(self, query: Query, *, limit: int) -> AsyncIterator[Business]: ...
