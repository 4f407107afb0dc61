"""Who wants nothing more, kept so that no contact stands there: by blind index here, hashed for all businesses.

A person has several keys (phone, email, each of their threads); all rows of one person carry the same mark, and one
of them is the one that people see in the list and may take back.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from backend.conversations.channel_models import ASKED_SETTING, OptOut, PlatformOptOut
from backend.conversations.errors import OptOutNotFound
from backend.conversations.sending_queries import conversation_key
from backend.core import clock, crypto
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession

_NAME_ASKED: Final = text("SELECT set_config(:setting, :hash, true)")


async def note(session: TenantSession, keys: Iterable[bytes], *, reason: str, at: datetime, **details: str) -> OptOut:
    """Keep these keys of one person; whoever is known already keeps the mark, and the later moment counts."""
    wanted = list(dict.fromkeys(keys))
    known = list(await session.scalars(select(OptOut).where(OptOut.key_index.in_(wanted))))
    for each in known:
        each.at = max(each.at, at)
    mark = next((each.details["person"] for each in known), str(uuid7()))
    main = next((each for each in known if each.details.get("main")), None)
    confirmed = {"confirmed": True} if any("confirmed" in each.details for each in known) else {}
    for key in wanted:
        if key in {each.key_index for each in known}:
            continue
        first = {} if main else {"main": True, **details}
        row = OptOut(id=uuid7(), key_index=key, reason=reason, at=at, details={"person": mark, **first, **confirmed})
        await _insert(session, row)
        main = main or row
    await session.flush()
    assert main is not None  # there is at least one key
    return main


async def _insert(session: TenantSession, row: OptOut) -> None:
    """Said twice at once is said once."""
    values = {name: getattr(row, name) for name in ("id", "key_index", "reason", "at", "details")}
    await session.execute(insert(OptOut).values(values).on_conflict_do_nothing())


async def note_confirmed(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """The one confirmation was said (issue: confirmed once)."""
    own = await session.scalar(select(OptOut).where(OptOut.key_index == conversation_key(conversation_id)))
    if own is None:
        return
    for each in await session.scalars(_of_person(own.details["person"])):
        each.details = {**each.details, "confirmed": True}
    await session.flush()


async def remove(session: TenantSession, opt_out_id: uuid.UUID) -> OptOut:
    """All keys of this person. Raises `OptOutNotFound`."""
    found = await session.get(OptOut, opt_out_id)
    if found is None:
        raise OptOutNotFound()
    same = OptOut.details["person"].astext == found.details["person"]
    await session.execute(delete(OptOut).where(same).execution_options(synchronize_session=False))
    return found


def _of_person(mark: str) -> Any:  # Any: a select of SQLAlchemy, whose type says nothing more
    return select(OptOut).where(OptOut.details["person"].astext == mark)


async def list_opt_outs(
    session: TenantSession, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> list[OptOut]:
    """One row for each person, the latest first."""
    query = select(OptOut).where(OptOut.details.has_key("main")).order_by(OptOut.at.desc(), OptOut.id.desc())
    if before:
        query = query.where(func.row(OptOut.at, OptOut.id) < func.row(*before))
    return list(await session.scalars(query.limit(limit)))


def platform_hash(contact: str) -> bytes:
    """The same for every business, and of no use without the platform's key."""
    return crypto.cipher().blind_index(f"platform:{contact}")


async def note_for_all(session: TenantSession, contacts: Iterable[str]) -> None:
    """Remembered across businesses, for cold outreach only."""
    for contact in contacts:
        await _name(session, contact)
        row = {"key_hash": platform_hash(contact), "at": clock.now()}
        await session.execute(insert(PlatformOptOut).values(row).on_conflict_do_nothing())


async def opted_out_anywhere(session: TenantSession, contacts: Iterable[str]) -> bool:
    """Asked before a business writes to somebody who never wrote to it."""
    for contact in contacts:
        await _name(session, contact)
        key = platform_hash(contact)
        if await session.scalar(select(PlatformOptOut.at).where(PlatformOptOut.key_hash == key)):
            return True
    return False


async def _name(session: TenantSession, contact: str) -> None:
    await session.execute(_NAME_ASKED, {"setting": ASKED_SETTING, "hash": platform_hash(contact).hex()})
