"""Asks the sources of a search, one question after another, until enough businesses are known."""

from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Final, Protocol, TypeVar

import structlog

from backend.core.jobs import OpenSession
from backend.prospecting import harvest, recording
from backend.prospecting.harvest import Told
from backend.prospecting.recording import Brief
from backend.providers.prospecting import Prospecting
from scraper.sources import queries as wording
from scraper.sources.base import Business, Query, SourceError

log = structlog.get_logger()
Answer = TypeVar("Answer")

# Many of those that are found are known, blocked or closed: so many more are looked for than are wanted.
_SPARE: Final = 3
_AT_LEAST: Final = 20
_BATCH: Final = 25


class Stopped(Exception):
    """Somebody paused, cancelled or deleted the search."""


class Stoppable(Protocol):
    """Runs something outside; raises `Stopped` as soon as the search was stopped."""

    async def __call__(self, outside: Awaitable[Answer], /) -> Answer: ...


async def discover(open_session: OpenSession, web: Prospecting, brief: Brief, outside: Stoppable) -> None:
    """Raises what `outside` raises; a source that gives nothing is noted and the others are asked (F10)."""
    enough = brief.wanted * _SPARE + _AT_LEAST
    for source in brief.sources:
        for query in _questions(brief, source):
            question = f"{source} {query.text}"[:300]
            if question in brief.asked:
                continue
            waiting, problem = await _ask(open_session, web, brief, source, query, enough, outside)
            async with open_session() as session:
                await recording.note_asked(session, brief.id, question, (source, problem) if problem else None)
            if problem:
                break
            if waiting >= enough:
                return


def _questions(brief: Brief, source: str) -> Iterator[Query]:
    first = wording.parse(brief.query, country=brief.country, language=brief.language)
    if source == "list":
        yield first
        return
    yield wording.extended(first) if brief.extended else first
    for each in brief.variants:
        variant = wording.parse(each, country=brief.country, language=brief.language)
        yield wording.extended(variant) if brief.extended else variant


async def _ask(
    open_session: OpenSession,
    web: Prospecting,
    brief: Brief,
    source: str,
    query: Query,
    enough: int,
    outside: Stoppable,
) -> tuple[int, str]:
    """How many sites wait to be read, and why the source gave nothing, if it did."""
    waiting, problem = 0, ""
    batch: list[Told] = []
    stream = web.source(source, brief.given).search(query, limit=enough)
    while waiting < enough and not problem:
        known, problem = await _next(stream, source, outside)
        if known is None:
            break
        batch.append(known)
        if len(batch) >= _BATCH:
            waiting = await _note(open_session, brief, batch)
    return await _note(open_session, brief, batch), problem


async def _next(stream: AsyncIterator[Business], source: str, outside: Stoppable) -> tuple[Told | None, str]:
    """The next business, or why there is none: a word of the source's, or nothing at its end."""
    try:
        business = await outside(anext(stream, None))
        return (harvest.told(business, source=source), "") if business else (None, "")
    except SourceError as error:
        return None, error.reason if error.word == "place_unknown" else error.word
    except Stopped:
        raise
    except Exception as error:
        log.exception("source_not_read", source=source, error=type(error).__name__)
        return None, SourceError.word


async def _note(open_session: OpenSession, brief: Brief, batch: list[Told]) -> int:
    async with open_session() as session:
        waiting = await recording.note(session, brief.id, batch)
    batch.clear()
    return waiting
