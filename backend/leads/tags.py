"""Tags of leads: free words that a team agrees on, told apart without case and accents (CRM-11)."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core.database.session import TenantSession
from backend.leads import contacts, search, wording
from backend.leads.detail_errors import TooManyTags, UnusableTag
from backend.leads.detail_models import LeadTag
from backend.leads.inputs import MOST_TAGS
from backend.leads.models import Lead

MOST_LISTED: Final = 1_000
_MOST_LETTERS: Final = 40


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, as it was written last, and how many leads have it."""

    tag: str
    name: str
    leads: int


def folded(name: str) -> str:
    """'  Pide  Presupuesto ' -> 'pide presupuesto'. Raises `UnusableTag`."""
    found = " ".join(search.fold(name).split())[:_MOST_LETTERS].strip()
    if not any(letter.isalnum() for letter in found):
        raise UnusableTag()
    return found


def by_tag(names: Iterable[str]) -> dict[str, str]:
    """{tag: name}; the first way of writing a tag counts. Raises `UnusableTag`, `TooManyTags`."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), " ".join(name.split())[:_MOST_LETTERS])
    if len(found) > MOST_TAGS:
        raise TooManyTags(most=MOST_TAGS)
    return found


async def of(session: TenantSession, lead_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The names of each lead's tags, in their order."""
    found: dict[uuid.UUID, list[str]] = {}
    query = select(LeadTag.lead_id, LeadTag.name).where(LeadTag.lead_id.in_(list(lead_ids)))
    for lead_id, name in await session.execute(query.order_by(LeadTag.tag)):
        found.setdefault(lead_id, []).append(name)
    return found


async def list_tags(session: TenantSession) -> Sequence[TagCount]:
    """Every tag of leads that are shown, the most used first."""
    leads = func.count()
    query = (
        select(LeadTag.tag, func.max(LeadTag.name), leads)
        .join(Lead, Lead.id == LeadTag.lead_id)
        .where(~Lead.hidden)
        .group_by(LeadTag.tag)
        .order_by(leads.desc(), LeadTag.tag)
        .limit(MOST_LISTED)
    )
    return [TagCount(*row) for row in await session.execute(query)]


async def set_tags(session: TenantSession, lead_id: uuid.UUID, names: Iterable[str]) -> dict[str, list[str]]:
    """The lead's tags become these; {"added": [...], "removed": [...]} of what changed. Raises what `by_tag` raises."""
    wanted = by_tag(names)
    there = set(await session.scalars(select(LeadTag.tag).where(LeadTag.lead_id == lead_id)))
    added = {tag: name for tag, name in wanted.items() if tag not in there}
    removed = sorted(there - wanted.keys())
    if removed:
        await session.execute(delete(LeadTag).where(LeadTag.lead_id == lead_id, LeadTag.tag.in_(removed)))
    await _add(session, lead_id, added)
    if added or removed:
        await contacts.establish(session, lead_id)
        await wording.index_tags(session, [lead_id])
    return {name: values for name, values in (("added", sorted(added)), ("removed", removed)) if values}


async def take_over(session: TenantSession, lead_id: uuid.UUID, other_id: uuid.UUID) -> list[str]:
    """Give a lead another one's tags too; returns those that it had not."""
    rows = await session.execute(select(LeadTag.tag, LeadTag.name).where(LeadTag.lead_id == other_id))
    theirs = {row.tag: row.name for row in rows}
    there = set(await session.scalars(select(LeadTag.tag).where(LeadTag.lead_id == lead_id)))
    added = {tag: name for tag, name in theirs.items() if tag not in there}
    await _add(session, lead_id, added)
    return sorted(added)


async def drop(session: TenantSession, lead_id: uuid.UUID, given: Iterable[str]) -> None:
    await session.execute(delete(LeadTag).where(LeadTag.lead_id == lead_id, LeadTag.tag.in_(list(given))))


async def _add(session: TenantSession, lead_id: uuid.UUID, added: Mapping[str, str]) -> None:
    if added:
        rows = [{"lead_id": lead_id, "tag": tag, "name": name} for tag, name in added.items()]
        await session.execute(insert(LeadTag).values(rows).on_conflict_do_nothing())
