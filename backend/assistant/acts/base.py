"""What an act is, who may do it, and what it works with."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from backend.core.database.session import TenantSession
from backend.core.errors import AppError, Forbidden
from backend.core.http.actor import Actor, Role
from backend.core.language import Language


class Arguments(BaseModel):
    """What an act needs; a model's or a command's words, checked. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Given = TypeVar("Given", bound=Arguments)


@dataclass(frozen=True, slots=True)
class Desk:
    """The person who asks, in a transaction of their own company."""

    session: TenantSession
    actor: Actor
    language: Language


# Any: facts are small JSON for sentences and for the model.
@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the sentence's name, the facts in it, and what it touched."""

    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    lead_id: uuid.UUID | None = None
    task_id: uuid.UUID | None = None
    search_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Act(Generic[Given]):
    """Something the assistant can do. `describe` says before a destructive act what it would do, or why it cannot."""

    name: str
    purpose: str
    arguments: type[Given]
    run: Callable[[Desk, Given], Awaitable[Done]]
    role: Role = Role.VIEWER
    describe: Callable[[Desk, Given], Awaitable[Done]] | None = None

    @property
    def destructive(self) -> bool:
        return self.describe is not None

    def check(self, actor: Actor) -> None:
        """The assistant may no more than the person who asks (X8). Raises `ActNotAllowed`."""
        if actor.role is None or not actor.role.includes(self.role):
            raise ActNotAllowed(needed=self.role.value)


class ActNotAllowed(Forbidden):
    """Your role does not allow this."""


class NotFoundByName(AppError):
    """Nothing goes by this name."""

    status = 404
    code = "not_found_by_name"


class SeveralByName(AppError):
    """Several go by this name."""

    status = 409
    code = "several_by_name"
