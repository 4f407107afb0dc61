"""Fields that a company adds to its leads: typed, checked, kept in `Lead.custom` by key (CRM-01)."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, func, select, text

from backend.audit import service as audit
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import custom_values, search
from backend.leads.custom_field_schemas import CustomFieldCreate, CustomFieldUpdate
from backend.leads.detail_errors import (
    FieldExists,
    FieldNeedsOptions,
    FieldNotFound,
    TooManyFields,
    UnknownField,
    WrongFieldValue,
)
from backend.leads.detail_models import CustomField
from backend.leads.enums import FieldKind
from backend.leads.events import CustomFieldRemoved
from backend.leads.inputs import MOST_CUSTOM

BATCH: Final = 1_000
_NOT_IN_KEY: Final = re.compile(r"[^a-z0-9]+")

_FORGET: Final = text(
    "UPDATE leads SET custom = custom - CAST(:key AS text) WHERE id IN ("
    " SELECT id FROM leads WHERE id > :after AND custom ->> :key IS NOT NULL ORDER BY id LIMIT :batch FOR UPDATE"
    ") RETURNING id"
)


async def list_fields(session: TenantSession) -> Sequence[CustomField]:
    query = select(CustomField).order_by(CustomField.position, CustomField.created_at, CustomField.id)
    return (await session.scalars(query)).all()


async def get_field(session: TenantSession, field_id: uuid.UUID) -> CustomField:
    """Held until the transaction ends. Raises `FieldNotFound`."""
    found = await session.get(CustomField, field_id, with_for_update=True)
    if found is None:
        raise FieldNotFound()
    return found


# Any: custom values are of their fields' kinds.
async def checked(session: TenantSession, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; None clears. Raises `UnknownField`, `WrongFieldValue`."""
    if not given:
        return {}
    fields = {field.key: field for field in await list_fields(session)}
    found: dict[str, Any] = {}
    for key, value in given.items():
        field = fields.get(key)
        if field is None:
            raise UnknownField(field=key[:40])
        try:
            found[key] = custom_values.checked(field.kind, field.options, value)
        except WrongFieldValue as error:
            raise WrongFieldValue(field=key, kind=field.kind) from error
    return found


def together(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What was checked laid over what was there."""
    return {key: value for key, value in {**before, **changes}.items() if value is not None}


async def create(session: TenantSession, given: CustomFieldCreate, *, by: Actor) -> CustomField:
    """Raises `FieldExists`, `TooManyFields`, `FieldNeedsOptions`."""
    there = await list_fields(session)
    if len(there) >= MOST_CUSTOM:
        raise TooManyFields(most=MOST_CUSTOM)
    key = key_of(given.name)
    if key in {field.key for field in there}:
        raise FieldExists(key=key)
    options = _options(given.kind, given.options)
    position = await session.scalar(select(func.coalesce(func.max(CustomField.position), -1) + 1)) or 0
    field = CustomField(id=uuid7(), key=key, name=given.name, kind=given.kind, options=options, position=position)
    session.add(field)
    await session.flush()
    await session.refresh(field)
    await audit.record(session, action="custom_field.created", actor=by, entity="custom_field", entity_id=field.id)
    return field


async def change(session: TenantSession, field_id: uuid.UUID, given: CustomFieldUpdate, *, by: Actor) -> CustomField:
    """Raises `FieldNotFound`, `FieldNeedsOptions`."""
    field = await get_field(session, field_id)
    field.name = given.name or field.name
    if given.options is not None:
        field.options = _options(field.kind, given.options)
    if given.position is not None:
        field.position = given.position
    await session.flush()
    await session.refresh(field)
    await audit.record(session, action="custom_field.updated", actor=by, entity="custom_field", entity_id=field.id)
    return field


async def remove(session: TenantSession, field_id: uuid.UUID, *, by: Actor) -> None:
    """Its values go from all leads in the background. Raises `FieldNotFound`."""
    field = await get_field(session, field_id)
    await session.execute(delete(CustomField).where(CustomField.id == field_id))
    await announce(session, CustomFieldRemoved(field.key))
    await audit.record(session, action="custom_field.deleted", actor=by, entity="custom_field", entity_id=field_id)


async def forget_batch(session: TenantSession, key: str, after: uuid.UUID) -> uuid.UUID | None:
    """Take the next leads' values of a field that is gone; the last lead's id, None when there was none left."""
    if await session.scalar(select(CustomField.id).where(CustomField.key == key)):
        # A new field of the same name has come meanwhile; its values are not ours to take.
        return None
    done = (await session.scalars(_FORGET, {"key": key, "after": after, "batch": BATCH})).all()
    return max(done) if done else None


def key_of(name: str) -> str:
    """'Nº de camas' -> 'no_de_camas'."""
    return _NOT_IN_KEY.sub("_", search.fold(name)).strip("_")[:40].strip("_") or "field"


def _options(kind: str, given: Sequence[str]) -> list[str]:
    found = list({option.casefold(): option for option in given}.values())
    if (kind == FieldKind.CHOICE) != bool(found):
        raise FieldNeedsOptions()
    return found
