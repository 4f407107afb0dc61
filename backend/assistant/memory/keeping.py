"""How new memories join the old ones: the newest wins, the oldest leaves when there is no room. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from backend.assistant.memory.schemas import (
    LARGEST_SLOT,
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_ENTRIES,
    MOST_FACTS,
    MOST_PRODUCTS,
    MOST_SLOTS,
    Discussed,
    Entry,
    Fact,
    Kept,
)
from backend.flows.engine.parsing.text import clean


def joined(
    kept: Kept,
    *,
    facts: Sequence[Fact] = (),
    products: Sequence[Discussed] = (),
    slots: Mapping[str, Any] | None = None,  # Any: JSON; a null takes the slot away
    entries: Sequence[Entry] = (),
) -> Kept:
    return Kept(
        facts=_facts(kept.facts, facts),
        products=_products(kept.products, products),
        slots=_slots(kept.slots, slots or {}),
        log=[*kept.log, *map(_entry, entries)][-MOST_ENTRIES:],
    )


def _facts(before: Sequence[Fact], new: Sequence[Fact]) -> list[Fact]:
    bounded = [
        each.model_copy(update={"fact": _short(each.fact, LONGEST_NAME), "value": _short(each.value, LONGEST_VALUE)})
        for each in new
    ]
    told = [each for each in bounded if each.fact and each.value]
    by_name = {each.fact: each for each in told}
    stays = [each for each in before if each.fact not in by_name]
    return [*stays, *by_name.values()][-MOST_FACTS:]


def _products(before: Sequence[Discussed], new: Sequence[Discussed]) -> list[Discussed]:
    """The one talked about last stands last."""
    by_id = {each.item_id: each.model_copy(update={"name": _short(each.name, 300)}) for each in new}
    return [*(each for each in before if each.item_id not in by_id), *by_id.values()][-MOST_PRODUCTS:]


def _slots(before: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:  # Any: JSON
    """What is too large is not kept: a slot is an answer or a place in a form, never a text."""
    rest = {name: value for name, value in before.items() if name not in new}
    given = {_short(name, LONGEST_NAME): _bounded(value) for name, value in new.items() if value is not None}
    fitting = {name: value for name, value in given.items() if len(json.dumps(value, default=str)) <= LARGEST_SLOT}
    return dict([*rest.items(), *fitting.items()][-MOST_SLOTS:])


def _bounded(value: Any) -> Any:  # Any: JSON
    return _short(value, LONGEST_VALUE) if isinstance(value, str) else value


def _entry(given: Entry) -> Entry:
    names = {"activity": _short(given.activity, LONGEST_NAME), "unit": _short(given.unit, 20)}
    return given.model_copy(update=names)


def _short(text: str, limit: int) -> str:
    return clean(text)[:limit].strip()
