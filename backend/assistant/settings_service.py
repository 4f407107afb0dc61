"""The tenant changes how its agent behaves."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert

from backend.assistant import settings_queries
from backend.assistant.settings_models import AssistantSettings
from backend.assistant.settings_schemas import Conduct
from backend.audit import service as audit
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor

# The trail says that these changed, never to what: words that a tenant wrote about its people.
_UNTOLD = frozenset({"escalation_words"})


async def change(session: TenantSession, wanted: Conduct, *, by: Actor | None) -> Conduct:
    """Replace it all; the same again leaves no trace."""
    before = (await settings_queries.get_conduct(session)).model_dump(mode="json")
    after = wanted.model_dump(mode="json")
    told = {name: _told(name, before[name], value) for name, value in after.items() if before[name] != value}
    values = {**after, "updated_at": clock.now()}
    row = insert(AssistantSettings).values(values)
    await session.execute(row.on_conflict_do_update(index_elements=["tenant_id"], set_=values))
    if told:
        await audit.record(session, action="assistant.changed", actor=by, entity="assistant", changes=told)
    return wanted


def _told(name: str, before: Any, after: Any) -> dict[str, Any]:  # Any: JSON
    return {"changed": True} if name in _UNTOLD else {"from": before, "to": after}
