"""What platforms told us: the log, what could not be handled, and taking it in again (MSG-05, MSG-07)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from backend.inbox.enums import EventState
from backend.inbox.schemas import EventCounts, EventDetail, EventOut, RetriedOut, RetryMany
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class EventsApi:
    transport: Transport

    def list(
        self,
        *,
        state: EventState | None = None,
        account_id: uuid.UUID | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[EventOut]:
        asked = {
            "state": state,
            "account_id": account_id,
            "since": since and since.isoformat(),
            "until": until and until.isoformat(),
        }
        return self.transport.get("/v1/inbox/events", Page[EventOut], **asked, limit=limit, cursor=cursor)

    def counts(self) -> EventCounts:
        return self.transport.get("/v1/inbox/events/counts", EventCounts)

    def read(self, event_id: uuid.UUID) -> EventDetail:
        return self.transport.get(f"/v1/inbox/events/{event_id}", EventDetail)

    def retry(self, event_id: uuid.UUID) -> EventOut:
        return self.transport.post(f"/v1/inbox/events/{event_id}/retry", EventOut)

    def retry_many(self, since: datetime, until: datetime) -> RetriedOut:
        return self.transport.post("/v1/inbox/events/retry", RetriedOut, RetryMany(since=since, until=until))
