"""One thing done to many leads at once, and taken back as a whole (CRM, bulk actions with undo).

A step is one statement for up to 10,000 leads. What each lead was before is kept; taking back leaves alone whatever
somebody changed since.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select, tuple_

from backend.accounts import queries as accounts
from backend.audit import service as audit
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession, driver_connection
from backend.core.http.actor import Actor, Role
from backend.core.http.dependencies import RoleTooLow
from backend.leads import bin as bins
from backend.leads import bulk_store, choosing, family, listing, moving, tags, wording
from backend.leads.bulk_schemas import MOST_LEADS, BulkIn, BulkParameters
from backend.leads.bulk_store import Change
from backend.leads.detail_errors import BulkNotFound, BulkUndone, TooManyLeads, WrongParameters
from backend.leads.detail_models import Niche
from backend.leads.enums import BulkKind, EventKind, Stage
from backend.leads.errors import AssigneeNotInTeam, LeadNotFound, NicheNotFound
from backend.leads.inputs import MOST_TAGS
from backend.leads.merge_models import BulkAction
from backend.leads.models import Lead

_TAGGING: Final = (BulkKind.ADD_TAG, BulkKind.REMOVE_TAG)
# What each action must be told; the last two may be told null, which takes the value away.
_NEEDS: Final[Mapping[BulkKind, str | None]] = {
    BulkKind.MOVE_STAGE: "stage_id",
    BulkKind.SET_CONTACT_STATE: "contact_state",
    BulkKind.ADD_TAG: "tag",
    BulkKind.REMOVE_TAG: "tag",
    BulkKind.DELETE: None,
    BulkKind.ASSIGN: "assignee_id",
    BulkKind.MOVE_NICHE: "niche_id",
}
_MAY_BE_NULL: Final = ("assignee_id", "niche_id")


@dataclass(frozen=True, slots=True)
class Undone:
    """How many leads are as they were; the rest was changed since, or is gone."""

    count: int
    skipped: int


async def act(session: TenantSession, given: BulkIn, *, by: Actor) -> BulkAction:
    """Do it to all of them that are not so already.

    Raises `LeadNotFound` when none of the leads is there, `TooManyLeads`, `WrongParameters`, `RoleTooLow`,
    `StageNotFound`, `NicheNotFound`, `AssigneeNotInTeam`.
    """
    if given.action is BulkKind.DELETE:
        _check_may_delete(by)
        await family.alone(session)
    parameters = _parameters(given.action, given.parameters)
    values = await _values(session, given.action, given.parameters)
    lead_ids = await _chosen(session, given)
    action = BulkAction(id=uuid7(), action=given.action, parameters=parameters, by_id=by.user_id)
    action.created_at = clock.now()
    session.add(action)
    await session.flush()
    values |= {"bulk": action.id, "at": action.created_at, "actor": by.user_id, "ids": lead_ids}
    values["ids"] = await _do(session, given.action, values)
    action.count = len(values["ids"])
    await session.flush()
    await audit.record(
        session,
        action=f"leads.{given.action}",
        actor=by,
        entity="bulk_action",
        entity_id=action.id,
        changes={"leads": action.count},
    )
    return action


async def undo(session: TenantSession, action_id: uuid.UUID, *, by: Actor) -> Undone:
    """Raises `BulkNotFound`, `BulkUndone`, `RoleTooLow`."""
    await family.alone(session)
    action = await session.get(BulkAction, action_id, with_for_update=True)
    if action is None:
        raise BulkNotFound()
    if action.undone_at:
        raise BulkUndone()
    kind = BulkKind(action.action)
    if kind is BulkKind.DELETE:
        _check_may_delete(by)
    values = await _remembered(session, kind, action.parameters)
    values |= {"bulk": action.id, "at": clock.now(), "done_at": action.created_at, "actor": by.user_id}
    back = await _take_back(session, kind, values)
    action.undone_at = values["at"]
    await session.flush()
    await audit.record(
        session,
        action="leads.bulk_undone",
        actor=by,
        entity="bulk_action",
        entity_id=action.id,
        changes={"leads": back},
    )
    return Undone(back, action.count - back)


async def list_actions(
    session: TenantSession, *, limit: int, before: tuple[datetime, uuid.UUID] | None = None
) -> Sequence[BulkAction]:
    """Newest first."""
    query = select(BulkAction)
    if before:
        query = query.where(tuple_(BulkAction.created_at, BulkAction.id) < before)
    return (
        await session.scalars(query.order_by(BulkAction.created_at.desc(), BulkAction.id.desc()).limit(limit))
    ).all()


def _check_may_delete(by: Actor) -> None:
    """As for a single lead. Raises `RoleTooLow`."""
    if by.role is None or not by.role.includes(Role.ADMIN):
        raise RoleTooLow(needed=Role.ADMIN.value)


# Any: parameters and values of all kinds.
def _parameters(kind: BulkKind, given: BulkParameters) -> dict[str, Any]:
    """Raises `WrongParameters` where the action needs others."""
    said = given.model_dump(mode="json", exclude_unset=True)
    needed = _NEEDS[kind]
    if needed and (needed not in said or (said[needed] is None and needed not in _MAY_BE_NULL)):
        raise WrongParameters(needed=needed)
    if said.keys() - {needed, *(["lost_reason"] if kind is BulkKind.MOVE_STAGE else [])}:
        raise WrongParameters(needed=needed)
    return said


async def _values(session: TenantSession, kind: BulkKind, given: BulkParameters) -> dict[str, Any]:
    """What the statements take. Raises `StageNotFound`, `NicheNotFound`, `AssigneeNotInTeam`, `UnusableTag`."""
    if kind is BulkKind.MOVE_STAGE and given.stage_id:
        stage = await moving.get_stage(session, given.stage_id)
        reason = given.lost_reason or None if stage.kind == Stage.LOST else None
        return {"stage_id": stage.id, "stage": stage.kind, "lost_reason": reason}
    if given.assignee_id and await accounts.find_member(session, given.assignee_id) is None:
        raise AssigneeNotInTeam()
    if kind is BulkKind.MOVE_NICHE and given.niche_id:
        held = select(Niche.id).where(Niche.id == given.niche_id).with_for_update(read=True)
        if await session.scalar(held) is None:
            raise NicheNotFound()
    return await _remembered(session, kind, given.model_dump(mode="json", exclude_unset=True))


async def _remembered(session: TenantSession, kind: BulkKind, said: Mapping[str, Any]) -> dict[str, Any]:
    """The same of an action that was done, without asking whether its column or niche still exists."""
    values: dict[str, Any] = {name: said.get(name) for name in ("contact_state", "assignee_id", "niche_id", "stage_id")}
    if kind is BulkKind.ASSIGN:
        values["members"] = [each.user_id for each in await accounts.list_members(session)]
    if kind is BulkKind.MOVE_STAGE:
        values |= {"stage_id": uuid.UUID(said["stage_id"]), "stage": None}
    if tag := said.get("tag"):
        values |= {"tag": tags.folded(tag), "name": " ".join(tag.split()), "most_tags": MOST_TAGS}
    return values


async def _chosen(session: TenantSession, given: BulkIn) -> list[uuid.UUID]:
    """Raises `LeadNotFound`, `TooManyLeads`."""
    if given.lead_ids is not None:
        speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.id.in_(set(given.lead_ids)))
        found = list(set(await session.scalars(speaks.where(Lead.deleted_at.is_(None)))))
        if not found:
            raise LeadNotFound()
        return found
    assert given.filters is not None
    filters = choosing.filters(given.filters)
    words = await listing.find(session, filters.q)
    conditions = [*await listing.conditions_of(session, filters), *(words.looked_up() if words else ())]
    ids = list(await session.scalars(select(Lead.id).where(*conditions).limit(MOST_LEADS + 1)))
    if len(ids) > MOST_LEADS:
        raise TooManyLeads(most=MOST_LEADS)
    return ids


async def _do(session: TenantSession, kind: BulkKind, values: dict[str, Any]) -> list[uuid.UUID]:
    """The leads that were changed."""
    change = bulk_store.CHANGES[kind]
    connection = await driver_connection(session)
    await connection.execute(bulk_store.LARGE)
    cursor = await connection.execute(_filled(bulk_store.ITEMS, change), values)
    done = [row[0] for row in await cursor.fetchall()]
    await connection.execute(change.do.encode(), values)
    await connection.execute(bulk_store.ESTABLISH, {"ids": done})
    await _after(session, kind, change.told, change.data, values | {"ids": done})
    if kind is BulkKind.MOVE_STAGE:
        await moving.tell_moved(session, done, values["stage"])
    return done


async def _take_back(session: TenantSession, kind: BulkKind, values: dict[str, Any]) -> int:
    change = bulk_store.CHANGES[kind]
    connection = await driver_connection(session)
    await connection.execute(bulk_store.LARGE)
    cursor = await connection.execute(_filled(bulk_store.HOLDING, change), values)
    values["ids"] = [row[0] for row in await cursor.fetchall()]
    if kind is BulkKind.DELETE:
        await bins.restore_many(session, values["ids"])
    else:
        await connection.execute(change.undo.encode(), values)
    await _after(session, kind, change.told_back, change.data_back, values)
    if kind is BulkKind.MOVE_STAGE:
        await moving.tell_back(session, values["ids"])
    return len(values["ids"])


async def _after(session: TenantSession, kind: BulkKind, told: EventKind, data: str, values: dict[str, Any]) -> None:
    """A line in each timeline; tags are words that a search finds."""
    connection = await driver_connection(session)
    events = bulk_store.EVENTS.replace("{data}", data)
    await connection.execute(events.encode(), values | {"told": told.value})
    if kind in _TAGGING:
        await wording.index_tags(session, values["ids"])


def _filled(statement: str, change: Change) -> bytes:
    """Our own pieces of SQL put together; values travel as parameters."""
    for name in ("before", "differs", "holds"):
        statement = statement.replace("{" + name + "}", getattr(change, name))
    return statement.encode()
