"""Questions about the knowledge list, the first among them: which entry answers this?"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import String, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG
from sqlalchemy.sql.elements import ColumnElement

from backend.assistant.knowledge import matching
from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.errors import ItemNotFound
from backend.assistant.knowledge.matching import Asked, Candidate
from backend.assistant.knowledge.models import KnowledgeItem
from backend.assistant.knowledge.schemas import MOST_ITEMS
from backend.assistant.knowledge.words import common, folded_words, without_courtesies
from backend.core.database.session import TenantSession
from backend.core.language import LANGUAGES, Language

CONFIGURATIONS: Final[dict[Language, str]] = {
    "es": "spanish",
    "ca": "catalan",
    "pt": "portuguese",
    "en": "english",
}
# The weights of a tsvector, by what they mean here; one byte, which only SQL can write.
TITLE: Final = "A"
KEYWORDS: Final = "B"
ANSWER: Final = "D"
# Any: as `stems` says.
_ONLY: Final[dict[str, ColumnElement[Any]]] = {
    weight: literal_column(f"'{{{weight}}}'::\"char\"[]") for weight in (TITLE, KEYWORDS, ANSWER)
}
# An answer in another language than the person's is worth a little less.
_FOREIGN: Final = 0.9

Position = tuple[int, uuid.UUID]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that answers, and how well from 0 to 1."""

    item: KnowledgeItem
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """All that are given must hold."""

    kind: ItemKind | None = None
    language: Language | None = None
    active: bool | None = None
    q: str | None = None


def stems(text: str, language: Language) -> ColumnElement[Any]:  # Any: a tsvector has no type in Python
    """SQL for the text's search words; Postgres stems what Python has folded, for it has no `unaccent`."""
    return func.to_tsvector(cast(CONFIGURATIONS[language], REGCONFIG), folded_words(text))


async def get_item(session: TenantSession, item_id: uuid.UUID) -> KnowledgeItem:
    """Raises `ItemNotFound`."""
    found = await session.get(KnowledgeItem, item_id, populate_existing=True)
    if found is None:
        raise ItemNotFound()
    return found


async def list_items(
    session: TenantSession, filters: Filters, *, limit: int, after: Position | None = None
) -> Sequence[KnowledgeItem]:
    """In the order that people gave them."""
    query = select(KnowledgeItem).where(*_conditions(filters))
    if after:
        place = (KnowledgeItem.position > after[0]) | (
            (KnowledgeItem.position == after[0]) & (KnowledgeItem.id > after[1])
        )
        query = query.where(place)
    return (await session.scalars(query.order_by(KnowledgeItem.position, KnowledgeItem.id).limit(limit))).all()


async def list_active(
    session: TenantSession, language: Language | None = None, *, kind: ItemKind | None = None, limit: int = MOST_ITEMS
) -> Sequence[KnowledgeItem]:
    """What may be said: the facts that a reply is checked against."""
    return await list_items(session, Filters(kind=kind, language=language, active=True), limit=limit)


async def count_items(session: TenantSession) -> int:
    return await session.scalar(select(func.count()).select_from(KnowledgeItem)) or 0


async def search(
    session: TenantSession, text: str, language: Language, limit: int = 3, *, kind: ItemKind | None = None
) -> list[Match]:
    """Active entries that answer, best first; those of other languages only where the person's own has none."""
    found = await _search(session, text, language, kind, limit)
    if found:
        return found
    others = [await _search(session, text, other, kind, limit) for other in LANGUAGES if other != language]
    foreign = [Match(each.item, round(each.score * _FOREIGN, 4)) for matches in others for each in matches]
    return _best([each for each in foreign if each.score >= matching.THRESHOLD], limit)


async def _search(
    session: TenantSession, text: str, language: Language, kind: ItemKind | None, limit: int
) -> list[Match]:
    entries = await _candidates(session, language, kind)
    if not entries:
        return []
    question = await _asked(session, text, language, list(entries.values()))
    scores = {item_id: matching.score(question, entry) for item_id, entry in entries.items()}
    good = sorted((each for each in scores if scores[each] >= matching.THRESHOLD), key=lambda each: -scores[each])
    items = await session.scalars(select(KnowledgeItem).where(KnowledgeItem.id.in_(good[:limit])))
    return _best([Match(item, scores[item.id]) for item in items], limit)


async def _candidates(session: TenantSession, language: Language, kind: ItemKind | None) -> dict[uuid.UUID, Candidate]:
    """The stems of every active entry: at most 2,000 short rows, so that misspelled words find theirs too."""
    columns = [_lexemes(func.ts_filter(KnowledgeItem.words, _ONLY[weight])) for weight in (TITLE, KEYWORDS, ANSWER)]
    conditions = _conditions(Filters(kind=kind, language=language, active=True))
    rows = await session.execute(select(KnowledgeItem.id, *columns).where(*conditions).limit(MOST_ITEMS))
    return {row[0]: Candidate(*map(frozenset, row[1:])) for row in rows}


async def _asked(session: TenantSession, text: str, language: Language, entries: Sequence[Candidate]) -> Asked:
    said = without_courtesies(text, language)
    row = await session.execute(select(_lexemes(stems(said, language)), _lexemes(stems(common(language), language))))
    wanted, usual = row.one()
    counts = Counter(stem for each in entries for stem in each.title | each.keywords | each.answer)
    return matching.asked(wanted, frozenset(usual), counts, len(entries), list(counts))


def _lexemes(vector: ColumnElement[Any]) -> ColumnElement[list[str]]:  # Any: a tsvector has no type in Python
    return func.tsvector_to_array(vector, type_=ARRAY(String))


def _best(matches: Sequence[Match], limit: int) -> list[Match]:
    return sorted(matches, key=lambda each: (-each.score, each.item.position, each.item.id))[:limit]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.kind:
        found.append(KnowledgeItem.kind == filters.kind)
    if filters.language:
        found.append(KnowledgeItem.language == filters.language)
    if filters.active is not None:
        found.append(KnowledgeItem.active.is_(filters.active))
    if filters.q:
        # A few thousand short rows at most: a look at each is cheaper than an index that RLS would not use.
        found.append(func.strpos(KnowledgeItem.folded, folded_words(filters.q)) > 0)
    return found
