"""What a merge adds to the kept lead, as a layer that can be taken off again, in any order. Pure.

Contact values stand in a layer as their blind indexes only: a merge fills gaps, so nothing of a person has to be
kept for the way back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from backend.core import crypto
from backend.leads.merging import Fields

# Columns that are one value; the rest are put together below.
PLAIN: Final = (
    "name",
    "company",
    "username",
    "channel_user_id",
    "domain",
    "website",
    "niche_id",
    "contact_state",
    "language",
    "timezone",
    "origin_page",
    "consent_at",
    "assignee_id",
)
SEALED: Final = ("email", "phone")
# Several columns that only make sense together.
TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "placed": ("stage", "stage_id", "lost_reason"),
    "value": ("value_minor", "currency"),
}
# Any key of these is a value of its own: "qualification.budget".
OPEN: Final = ("qualification", "utm", "custom")

# Any: fields' values as JSON.
State = dict[str, Any]


@dataclass(slots=True)
class Layer:
    """What a merge changed in the kept lead, by field."""

    before: State
    after: State


def of_fields(fields: Fields) -> State:
    """What a capture knows of a lead; its address stands encrypted."""
    values = {name: getattr(fields, name, None) for name in (*PLAIN, *_columns(), *OPEN)}
    address = fields.address and crypto.cipher().decrypt(fields.address)
    return state(values, email=fields.email_index, phone=fields.phone_index, address=address)


def _columns() -> list[str]:
    return [column for columns in TOGETHER.values() for column in columns]


def state(values: Mapping[str, Any], *, email: bytes | None, phone: bytes | None, address: str | None) -> State:
    found: State = {name: plain(values[name]) for name in PLAIN}
    found |= {name: [plain(values[column]) for column in columns] for name, columns in TOGETHER.items()}
    for name in OPEN:
        found |= {f"{name}.{key}": value for key, value in (values[name] or {}).items()}
    sealed = {"email": email, "phone": phone, "address": crypto.cipher().blind_index(address) if address else None}
    return found | {name: index.hex() if index else None for name, index in sealed.items()}


def plain(value: Any) -> Any:
    """As JSON keeps it: ids and moments as text."""
    if value is None or isinstance(value, str | int | float):
        return None if value == "" else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def changes(before: State, after: State) -> tuple[State, State]:
    """(before, after) of the fields that differ; what was not there is null."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def taken_off(layer: Layer, later: Sequence[Layer], now: State) -> State:
    """What changes in the kept lead without this layer; `later` are those upon it, which it is taken out from under.

    A field that was edited since stays as it is.
    """
    back: State = {}
    for name, value in layer.after.items():
        above = next((each for each in later if name in each.after), None)
        if above is not None:
            if above.before.get(name) == value:
                above.before[name] = layer.before.get(name)
        elif now.get(name) == value:
            back[name] = layer.before.get(name)
    return back
