"""What a search means: one person by email or phone, or the leads that have all its words (CRM-11)."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    SelectBase,
    SQLColumnExpression,
    any_,
    false,
    func,
    intersect,
    literal,
    select,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.database.session import TenantSession
from backend.leads import contact, search
from backend.leads.detail_models import LeadContact
from backend.leads.models import Lead, LeadWord
from backend.tenants import queries as tenants

# Up to here, looking the leads up and sorting them beats walking along the order.
RARE: Final = 2_000
# Several words are told apart further, so that the rarer one is looked up or checked first.
COUNTED: Final = 8_000
_ADDRESS: Final = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9][a-z0-9.-]*\.[a-z0-9-]*)(?:/.*)?$")
_LAST_LETTER: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Found:
    """A condition that names its leads, or else the terms, rarest first; `frequent` when all of them are."""

    exact: ColumnElement[bool] | None = None
    terms: tuple[str, ...] = ()
    frequent: bool = False

    def looked_up(self) -> list[ColumnElement[bool]]:
        """Conditions that lead from the words to the leads."""
        if self.exact is not None:
            return [self.exact]
        rarest, *others = self.terms
        if self.frequent:
            # Thousands of single lookups would cost more than reading each word's leads once.
            return [_among(intersect(*(_leads_with(term) for term in self.terms)) if others else _leads_with(rarest))]
        return [_among(_leads_with(rarest)), *(_has_word(Lead.id, term) for term in others)]

    def checked(self, lead_id: SQLColumnExpression[Any]) -> list[ColumnElement[bool]]:
        """Conditions on a lead that was met in some other way."""
        return [_has_word(lead_id, term) for term in self.terms]


async def find(session: TenantSession, query: str) -> Found:
    """An email or phone matches exactly, first or further; words must each begin a word of name, company, domain,
    summary, notes or tags, also of a lead that speaks through another; a domain may be given from its beginning on.
    """
    if contact.looks_like_email(query):
        email = contact.email(query)
        return Found(_reached(Lead.email_index, email.index) if email else false())
    if contact.looks_like_phone(query):
        phone = contact.phone(query, (await tenants.get_own(session)).country)
        if phone:
            return Found(_reached(Lead.phone_index, phone.index))
    if domain := _domain(query):
        begins = Lead.domain >= domain, Lead.domain < domain + _LAST_LETTER
        if await session.scalar(select(Lead.id).where(*begins, Lead.deleted_at.is_(None)).limit(1)):
            return Found(_speaking(*begins))
    return await _weigh(session, search.terms(query))


def _domain(query: str) -> str | None:
    """'https://www.clinica.ca' -> 'clinica.ca'; None when it looks like no address."""
    found = _ADDRESS.match(query.strip().casefold())
    return found[1] if found else None


def _reached(column: InstrumentedAttribute[bytes | None], index: bytes) -> ColumnElement[bool]:
    """Who has this email or phone, and for whom that lead speaks now."""
    further = (
        select(func.coalesce(Lead.merged_into_id, Lead.id))
        .join(LeadContact, LeadContact.lead_id == Lead.id)
        .where(LeadContact.value_index == index, Lead.deleted_at.is_(None))
    )
    own = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(column == index, Lead.deleted_at.is_(None))
    return Lead.id == any_(func.array(union(own, further).scalar_subquery()))


def _speaking(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The leads that speak for those of which this is true."""
    found = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(*conditions, Lead.deleted_at.is_(None))
    return Lead.id == any_(func.array(found.correlate(None).scalar_subquery()))


async def _weigh(session: TenantSession, terms: Sequence[str]) -> Found:
    """How often each word occurs in this tenant, counted up to where it no longer matters."""
    if not terms:
        return Found(false())
    enough = RARE + 1 if len(terms) == 1 else max(RARE + 1, COUNTED)
    some = [select(literal(1)).select_from(LeadWord).where(*_begins(term)).limit(enough) for term in terms]
    counts = [select(func.count()).select_from(each.subquery()).scalar_subquery() for each in some]
    frequencies = sorted(zip((await session.execute(select(*counts))).one(), terms, strict=True))
    if frequencies[0][0] == 0:
        return Found(false())
    return Found(terms=tuple(term for _, term in frequencies), frequent=frequencies[0][0] > RARE)


def _leads_with(term: str) -> Select[uuid.UUID]:
    return select(LeadWord.lead_id).where(*_begins(term))


def _among(leads: SelectBase) -> ColumnElement[bool]:
    # An array is computed once and leads straight to the rows; IN would leave the choice to the planner.
    return Lead.id == any_(func.array(leads.scalar_subquery()))


def _begins(term: str) -> tuple[ColumnElement[bool], ...]:
    # A range instead of LIKE, which row-level security keeps away from indexes.
    return LeadWord.word >= term, LeadWord.word < term + _LAST_LETTER


def _has_word(lead_id: SQLColumnExpression[Any], term: str) -> ColumnElement[bool]:
    """Looked up lead by lead, never turned into a join."""
    words = select(literal(True)).where(LeadWord.lead_id == lead_id, *_begins(term)).limit(1)
    return words.correlate_except(LeadWord).scalar_subquery().is_(True)
