"""One person's acts during one message, each in a short transaction of its own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.assistant import acting
from backend.assistant.acting import Outcome
from backend.assistant.acts.base import Desk, Done
from backend.core.database.session import Database
from backend.core.errors import AppError
from backend.core.http.actor import Actor
from backend.core.language import Language
from backend.plans.errors import QuotaExceeded
from backend.tasks import queries as tasks


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
            facts: dict[str, Any] = {"message": error.message, "code": error.code}
            if isinstance(error, QuotaExceeded):
                facts |= await self._limit(self.actor.tenant_id, error)
            return Outcome(name, Done("failed", facts))

    # Any: facts are JSON.
    async def _limit(self, tenant_id: uuid.UUID, error: QuotaExceeded) -> dict[str, Any]:
        """Which limit was met, and the day on which the company's clock begins it anew."""
        limit, moment = error.details.get("limit"), error.details.get("resets_at")
        async with self.database.tenant(tenant_id) as session:
            zone = await tasks.zone(session)
        return {
            "metric": str(error.details["metric"]),
            "limit": float(limit) if limit is not None else 0.0,
            "renews_on": datetime.fromisoformat(moment).astimezone(zone).date().isoformat() if moment else None,
        }
