"""One person's acts during one message, each in a short transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.assistant import acting
from backend.assistant.acting import Outcome
from backend.assistant.acts.base import Desk, Done
from backend.core.database.session import Database
from backend.core.errors import AppError
from backend.core.http.actor import Actor
from backend.core.language import Language


@dataclass(frozen=True, slots=True)
class Work:
    """Who works, where, and in which language; `extraction` says whether searches may be started here."""

    database: Database
    actor: Actor
    language: Language
    extraction: bool

    # Any: arguments are JSON.
    async def attempt(self, name: str, given: Mapping[str, Any]) -> Outcome:
        """What a service refuses is rolled back and told, so that the talk goes on."""
        assert self.actor.tenant_id is not None
        try:
            async with self.database.tenant(self.actor.tenant_id) as session:
                desk = Desk(session, self.actor, self.language)
                return await acting.attempt(desk, name, given, extraction=self.extraction)
        except AppError as error:
            return Outcome(name, Done("failed", {"message": error.message}))
