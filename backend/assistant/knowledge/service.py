"""Changes to the knowledge list, one entry at a time or many lines at once."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, literal_column, select
from sqlalchemy.exc import IntegrityError

from backend.assistant.knowledge import queries
from backend.assistant.knowledge.errors import ItemExists, PriceNeedsCurrency, TooManyItems
from backend.assistant.knowledge.models import KnowledgeItem
from backend.assistant.knowledge.schemas import MOST_ITEMS, ItemCreate, ItemUpdate
from backend.assistant.knowledge.words import folded_words
from backend.audit import service as audit
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.core.language import Language, is_language


async def create(session: TenantSession, given: ItemCreate, *, by: Actor | None) -> KnowledgeItem:
    """Raises `TooManyItems`, `ItemExists`."""
    await _room_for(session, 1)
    item = KnowledgeItem(id=uuid7(), **given.model_dump(mode="json"))
    await _save(session, item)
    await audit.record(session, action="knowledge.added", actor=by, entity="knowledge_item", entity_id=item.id)
    return item


async def change(session: TenantSession, item_id: uuid.UUID, given: ItemUpdate, *, by: Actor | None) -> KnowledgeItem:
    """Raises `ItemNotFound`, `ItemExists`, `PriceNeedsCurrency`."""
    item = await queries.get_item(session, item_id)
    for field, value in given.model_dump(mode="json", exclude_unset=True).items():
        setattr(item, field, value)
    if (item.price_minor is None) != (item.currency is None):
        raise PriceNeedsCurrency()
    await _save(session, item)
    changed = {name: {"changed": True} for name in sorted(given.model_fields_set)}
    await audit.record(
        session, action="knowledge.changed", actor=by, entity="knowledge_item", entity_id=item.id, changes=changed
    )
    return item


async def remove(session: TenantSession, item_id: uuid.UUID, *, by: Actor | None) -> None:
    """Raises `ItemNotFound`."""
    await queries.get_item(session, item_id)
    await session.execute(delete(KnowledgeItem).where(KnowledgeItem.id == item_id))
    await audit.record(session, action="knowledge.removed", actor=by, entity="knowledge_item", entity_id=item_id)


async def take_over(session: TenantSession, items: Sequence[ItemCreate], *, by: Actor | None) -> tuple[int, int]:
    """Many at once; an entry of the same name, kind and language is replaced. (created, updated).

    Raises `TooManyItems`.
    """
    known = await _known(session, items)
    new = [each for each in items if _key(each.kind, each.language, each.name) not in known]
    await _room_for(session, len(new))
    for given in items:
        key = _key(given.kind, given.language, given.name)
        item = known.setdefault(key, KnowledgeItem(id=uuid7()))
        for field, value in given.model_dump(mode="json").items():
            setattr(item, field, value)
        _index(item)
        session.add(item)
    await session.flush()
    counts = {"created": len(new), "updated": len(items) - len(new)}
    await audit.record(session, action="knowledge.imported", actor=by, entity="knowledge", changes=counts)
    return counts["created"], counts["updated"]


_Key = tuple[str, str, str]


def _key(kind: str, language: str, name: str) -> _Key:
    return str(kind), str(language), folded_words(name)


async def _known(session: TenantSession, items: Sequence[ItemCreate]) -> dict[_Key, KnowledgeItem]:
    names = {folded_words(each.name) for each in items}
    rows = await session.scalars(select(KnowledgeItem).where(KnowledgeItem.folded.in_(names)))
    return {_key(each.kind, each.language, each.name): each for each in rows}


async def _room_for(session: TenantSession, count: int) -> None:
    # Two at once could each find the last place: they wait for each other.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"knowledge {session.info['tenant']}"))))
    if await queries.count_items(session) + count > MOST_ITEMS:
        raise TooManyItems(most=MOST_ITEMS)


async def _save(session: TenantSession, item: KnowledgeItem) -> None:
    _index(item)
    try:
        async with session.begin_nested():
            session.add(item)
            await session.flush()
    except IntegrityError as error:
        raise ItemExists() from error
    await session.refresh(item)


def _index(item: KnowledgeItem) -> None:
    assert is_language(item.language)
    item.folded = folded_words(item.name)
    parts = (item.name, queries.TITLE), (" ".join(item.keywords), queries.KEYWORDS), (item.answer, queries.ANSWER)
    title, keywords, answer = (_weighed(item.language, text, weight) for text, weight in parts)
    # An SQL expression stands in the place of the column's value until it is written.
    item.words = title.op("||")(keywords).op("||")(answer)


def _weighed(language: Language, text: str, weight: str) -> Any:  # Any: a tsvector has no type in Python
    return func.setweight(queries.stems(text, language), literal_column(f"'{weight}'"))
