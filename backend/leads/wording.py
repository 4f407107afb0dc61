"""The words that leads are found by, part by part: each story writes its own and leaves the others alone (CRM-11)."""

import uuid
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Final, LiteralString, Protocol

from sqlalchemy import select

from backend.core.database.session import TenantSession, driver_connection
from backend.leads import search
from backend.leads.contact import without_contacts
from backend.leads.detail_models import LeadNote, LeadTag

# A note may hold a book; these many different words find it, the newest notes' first.
MOST_NOTE_WORDS: Final = 2_000


class Part(IntEnum):
    """Where a word stands; the database's default is the lead's own row."""

    OWN = 0
    NOTES = 1
    TAGS = 2
    FAMILY = 3


class Named(Protocol):
    """What of a lead's own row is searched."""

    name: str
    company: str
    domain: str | None
    summary: str


_FORGET: Final[LiteralString] = """
DELETE FROM lead_words WHERE part = %(part)s AND lead_id = ANY(%(leads)s::uuid[]) AND NOT EXISTS (
    SELECT FROM unnest(%(ids)s::uuid[], %(words)s::text[]) AS given (id, word)
    WHERE given.id = lead_words.lead_id AND given.word = lead_words.word
)"""

_LEARN: Final[LiteralString] = """
INSERT INTO lead_words (lead_id, word, part)
SELECT id, word, %(part)s FROM unnest(%(ids)s::uuid[], %(words)s::text[]) AS given (id, word)
ON CONFLICT DO NOTHING"""

_FORGET_FAMILY: Final[LiteralString] = "DELETE FROM lead_words WHERE lead_id = ANY(%(leads)s) AND part = %(family)s"

_LEARN_FAMILY: Final[LiteralString] = """
INSERT INTO lead_words (lead_id, word, part)
SELECT DISTINCT leads.merged_into_id, lead_words.word, %(family)s::smallint
FROM leads JOIN lead_words ON lead_words.lead_id = leads.id AND lead_words.part <> %(family)s
WHERE leads.merged_into_id = ANY(%(leads)s)"""


def own_words(lead: Named) -> frozenset[str]:
    return search.words(lead.name, lead.company, lead.domain or "", lead.summary)


def note_words(bodies: Iterable[str]) -> frozenset[str]:
    """Emails and phones are left out, for words stand in clear."""
    return search.words(*(without_contacts(body) for body in bodies), most=MOST_NOTE_WORDS)


def tag_words(names: Iterable[str]) -> frozenset[str]:
    return search.words(*names, most=MOST_NOTE_WORDS)


async def index(session: TenantSession, part: Part, given: Mapping[uuid.UUID, Iterable[str]]) -> None:
    """These leads' words of this part become the given ones."""
    pairs = [(lead_id, word) for lead_id, words in given.items() for word in words]
    values = {
        "part": part.value,
        "leads": list(given),
        "ids": [lead_id for lead_id, _ in pairs],
        "words": [word for _, word in pairs],
    }
    await session.flush()
    connection = await driver_connection(session)
    await connection.execute(_FORGET, values)
    if pairs:
        await connection.execute(_LEARN, values)


async def index_notes(session: TenantSession, lead_id: uuid.UUID) -> None:
    await session.flush()
    newest = select(LeadNote.body).where(LeadNote.lead_id == lead_id).order_by(LeadNote.created_at.desc()).limit(200)
    await index(session, Part.NOTES, {lead_id: note_words(await session.scalars(newest))})


async def index_tags(session: TenantSession, lead_ids: Iterable[uuid.UUID]) -> None:
    names: dict[uuid.UUID, list[str]] = {lead_id: [] for lead_id in lead_ids}
    await session.flush()
    query = select(LeadTag.lead_id, LeadTag.name).where(LeadTag.lead_id.in_(names))
    for lead_id, name in await session.execute(query):
        names[lead_id].append(name)
    await index(session, Part.TAGS, {lead_id: tag_words(found) for lead_id, found in names.items()})


async def index_family(session: TenantSession, *kept_ids: uuid.UUID) -> None:
    """A lead is also found by the words of those that were merged into it."""
    await session.flush()
    connection = await driver_connection(session)
    values = {"leads": list(kept_ids), "family": Part.FAMILY.value}
    await connection.execute(_FORGET_FAMILY, values)
    await connection.execute(_LEARN_FAMILY, values)
