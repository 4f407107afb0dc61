"""The list of those who are never saved again (X30)."""

import uuid
from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.audit import service as audit
from backend.core import crypto
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import contact, domains
from backend.prospecting.enums import SuppressionKind
from backend.prospecting.errors import SuppressionNotFound, UnusableSuppression
from backend.prospecting.models import Suppression

_CHUNK: Final = 1_000


async def add(session: TenantSession, value: str, *, by: Actor) -> Suppression:
    """An email stands for itself, everything else for its domain. Raises `UnusableSuppression`."""
    kind, plain = _read(value)
    index = crypto.cipher().blind_index(plain)
    row = {"id": uuid7(), "kind": kind.value, "value": plain, "value_index": index, "created_by_id": by.user_id}
    await session.execute(insert(Suppression).values(row).on_conflict_do_nothing())
    found = await session.scalar(
        select(Suppression).where(Suppression.kind == kind.value, Suppression.value_index == index)
    )
    assert found is not None
    await audit.record(session, action="suppression.added", actor=by, entity="suppression", entity_id=found.id)
    return found


async def remove(session: TenantSession, suppression_id: uuid.UUID, *, by: Actor) -> None:
    """Raises `SuppressionNotFound`."""
    found = await session.get(Suppression, suppression_id)
    if found is None:
        raise SuppressionNotFound()
    await session.delete(found)
    await audit.record(session, action="suppression.removed", actor=by, entity="suppression", entity_id=suppression_id)


def _read(value: str) -> tuple[SuppressionKind, str]:
    if "@" in value and "/" not in value:
        email = contact.email(value)
        if email:
            return SuppressionKind.EMAIL, email.value
    domain = domains.normalise(value)
    if domain is None:
        raise UnusableSuppression()
    return SuppressionKind.DOMAIN, domain


async def unwanted_domains(session: TenantSession, named: Iterable[str]) -> set[str]:
    """Which of these domains are on the list."""
    return await _listed(session, SuppressionKind.DOMAIN, named)


async def unwanted_emails(session: TenantSession, emails: Iterable[str]) -> Callable[[str], bool]:
    """Says of each of these emails whether it, or the domain it belongs to, is on the list."""
    given = {email.lower() for email in emails}
    own = {email: domains.normalise(email.partition("@")[2]) or "" for email in given}
    listed = await _listed(session, SuppressionKind.EMAIL, given)
    theirs = await _listed(session, SuppressionKind.DOMAIN, set(own.values()))
    return lambda email: email.lower() in listed or own.get(email.lower(), "") in theirs


async def _listed(session: TenantSession, kind: SuppressionKind, values: Iterable[str]) -> set[str]:
    by_index = {crypto.cipher().blind_index(each): each for each in values if each}
    indexes = list(by_index)
    found: set[str] = set()
    for start in range(0, len(indexes), _CHUNK):
        query = select(Suppression.value_index).where(
            Suppression.kind == kind.value, Suppression.value_index.in_(indexes[start : start + _CHUNK])
        )
        found |= {by_index[bytes(index)] for index in await session.scalars(query)}
    return found
