"""The twin's answers about finding businesses: searches, planned ones, and who is never saved."""

import uuid
from datetime import timedelta
from typing import Any

from backend.prospecting.enums import ResultState, SearchState, SuppressionKind
from backend.prospecting.schemas import ResultOut, ScheduleOut, SearchOut, SuppressionOut, VariantsOut
from tests.support import api_finding_rows as rows
from tests.support.api_desk import Answer, Call, Desk, error, page
from tests.support.api_rows import NOW


class Finding(Desk):
    """Mixed into the twin."""

    searches: list[SearchOut]
    found: list[ResultOut]
    schedules: list[ScheduleOut]
    suppressions: list[SuppressionOut]
    sources: list[dict[str, Any]]  # Any: JSON

    def __post_init__(self) -> None:
        super().__post_init__()
        self.searches, self.found, self.schedules, self.suppressions = [], [], [], []
        self.sources = rows.sources()

    def list_sources(self, _call: Call) -> Answer:
        return 200, self.sources

    def variants(self, call: Call) -> Answer:
        what = call.body["query"]
        variants = [f"{what} near me", f"best {what}"]
        return 200, VariantsOut(what="dentists", place="Girona", variants=variants, extended=f"{what} and around")

    def start_search(self, call: Call) -> Answer:
        given = {name: call.body[name] for name in ("query", "sources", "limit", "auto_save") if name in call.body}
        self.searches.insert(0, rows.search(state=SearchState.RUNNING, **given))
        return 202, self.searches[0]

    def list_searches(self, _call: Call) -> Answer:
        return 200, page(self.searches)

    def _search(self, search_id: str) -> SearchOut | None:
        return next((each for each in self.searches if str(each.id) == search_id), None)

    def search(self, _call: Call, search_id: str) -> Answer:
        found = self._search(search_id)
        return (200, found) if found else (404, error("search_not_found"))

    def results(self, call: Call, _search_id: str) -> Answer:
        state = call.query.get("state")
        return 200, page([each for each in self.found if state in (None, each.state)])

    def steer_search(self, call: Call, search_id: str) -> Answer:
        found, verb = self._search(search_id), call.path.rsplit("/", 1)[1]
        assert found is not None
        found.state = {
            "pause": SearchState.PAUSED,
            "resume": SearchState.RUNNING,
            "cancel": SearchState.CANCELLED,
        }[verb]
        return 200, found

    def save_results(self, call: Call, search_id: str) -> Answer:
        found = self._search(search_id)
        assert found is not None
        wanted = [each for each in self.found if each.state is ResultState.READY]
        if not call.body.get("all"):
            wanted = [each for each in wanted if str(each.id) in call.body["result_ids"]]
        for each in wanted:
            each.state = ResultState.SAVED
        found.counts.saved += len(wanted)
        found.counts.ready -= len(wanted)
        return 200, found

    def delete_search(self, _call: Call, search_id: str) -> Answer:
        self.searches = [each for each in self.searches if str(each.id) != search_id]
        return 204, None

    def list_schedules(self, _call: Call) -> Answer:
        return 200, page(self.schedules)

    def plan_search(self, call: Call) -> Answer:
        self.schedules.append(rows.schedule(**call.body))
        return 201, self.schedules[-1]

    def change_schedule(self, call: Call, schedule_id: str) -> Answer:
        found = next(each for each in self.schedules if str(each.id) == schedule_id)
        for name, value in call.body.items():
            setattr(found, name, value)
        return 200, found

    def delete_schedule(self, _call: Call, schedule_id: str) -> Answer:
        self.schedules = [each for each in self.schedules if str(each.id) != schedule_id]
        return 204, None

    def list_suppressions(self, _call: Call) -> Answer:
        return 200, page(self.suppressions)

    def suppress(self, call: Call) -> Answer:
        kind = SuppressionKind.EMAIL if "@" in call.body["value"] else SuppressionKind.DOMAIN
        made = SuppressionOut(
            id=uuid.uuid4(), kind=kind, value=call.body["value"], created_at=NOW - timedelta(minutes=1)
        )
        self.suppressions.append(made)
        return 201, made

    def allow(self, _call: Call, suppression_id: str) -> Answer:
        self.suppressions = [each for each in self.suppressions if str(each.id) != suppression_id]
        return 204, None
