"""The combinable filters of leads: for the list, the board, bulk actions and saved filters alike."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Self

from pydantic import TypeAdapter, ValidationError

from backend.leads.enums import ContactState, Reach, Source, Stage, Temperature

# What `niche_id` says for leads of no niche.
NO_NICHE: Final = "none"


@dataclass(frozen=True)
class LeadFilters:
    """What is shown; None is everything. `has` and `tags` must all be there."""

    q: str = ""
    stage: Stage | None = None
    stage_id: uuid.UUID | None = None
    pipeline_id: uuid.UUID | None = None
    temperature: Temperature | None = None
    contact_state: ContactState | None = None
    source: Source | None = None
    language: str | None = None
    niche_id: str | None = None
    assignee_id: uuid.UUID | None = None
    tags: tuple[str, ...] = ()
    has: tuple[Reach, ...] = ()
    created_from: datetime | None = None
    bin: bool = False

    # Any: as an address or JSON takes them.
    def query(self) -> dict[str, Any]:
        """Only what is asked for, by the API's own names."""
        found: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value:
                found["tag" if each.name == "tags" else each.name] = _plain(value)
        return found

    @classmethod
    def read(cls, saved: Mapping[str, Any]) -> Self:
        """Filters that somebody saved; what this panel does not know is left out."""
        given = {("tags" if name == "tag" else name): value for name, value in saved.items()}
        known = {each.name for each in fields(cls)}
        try:
            found: Self = TypeAdapter(cls).validate_python({name: given[name] for name in given if name in known})
        except ValidationError:
            return cls()
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true"
    if isinstance(value, tuple):
        return [str(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
