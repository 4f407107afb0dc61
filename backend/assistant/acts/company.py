"""Acts on the company as a whole: how it stands, and searching for new businesses."""

from typing import Any, Final

from pydantic import Field

from backend.assistant.acts.base import Act, Arguments, Desk, Done
from backend.assistant.acts.leads import Nothing
from backend.core.http.actor import Role
from backend.leads import queries as leads
from backend.plans import queries as plans
from backend.plans.enums import Metric
from backend.prospecting import service as prospecting
from backend.prospecting.enums import SourceName
from backend.prospecting.service import Question

_TOLD: Final = (Metric.LEADS, Metric.SEARCHES, Metric.IA_MSGS, Metric.TASKS_ACTIVE)


class StartSearch(Arguments):
    query: str = Field(min_length=2, max_length=200, description="What and where, as in 'dentists in Girona'")
    limit: int = Field(20, ge=1, le=200, description="How many leads at most")


async def overview(desk: Desk, given: Nothing) -> Done:
    stats = await leads.get_stats(desk.session)
    standings = [each for each in await plans.list_standings(desk.session) if each.metric in _TOLD]
    left: dict[str, Any] = {each.metric: each.remaining for each in standings}  # Any: numbers, null without limit
    by_stage = {stage.value: count for stage, count in stats.by_stage.items()}
    return Done("overview", {"total": sum(by_stage.values()), "by_stage": by_stage, "left": left})


async def start_search(desk: Desk, given: StartSearch) -> Done:
    # The open map: the one source that needs no key.
    asked = Question(query=given.query, sources=(SourceName.OVERPASS,), limit=given.limit, language=desk.language)
    search = await prospecting.start(desk.session, asked, lacking={}, by=desk.actor.user_id)
    return Done("search_started", {"query": given.query}, search_id=search.id)


ACTS: Final = (
    Act("overview", "How many leads stand in each stage, and what is left of the plan.", Nothing, overview),
    Act("start_search", "Search the web and maps for new businesses.", StartSearch, start_search, Role.AGENT),
)
