"""The tenant's own weights, and the scores that follow when they change (SCO-01, SCO-02)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, LiteralString

from psycopg.types.json import Jsonb
from sqlalchemy import Row, select

from backend.audit import service as audit
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.events import announce
from backend.core.http.actor import Actor
from backend.leads import queries, scoring
from backend.leads.events import ScoringChanged
from backend.leads.models import Lead
from backend.leads.schemas import ScoringIn
from backend.tenants import queries as tenants

# Short transactions: a chat that meets a lead in the batch waits some milliseconds at most.
BATCH: Final = 500

_UPDATE: Final[LiteralString] = """
UPDATE leads SET score = given.score, temperature = given.temperature, score_version = %(version)s,
                 score_breakdown = given.breakdown
FROM unnest(%(ids)s::uuid[], %(scores)s::int[], %(temperatures)s::text[], %(breakdowns)s::jsonb[])
     AS given (id, score, temperature, breakdown)
WHERE leads.id = given.id"""


@dataclass(frozen=True, slots=True)
class Batch:
    """`last` is where the next batch starts; None when there was none left."""

    changed: int
    last: uuid.UUID | None


async def change_rules(session: TenantSession, given: ScoringIn, *, by: Actor) -> scoring.Rules:
    """Store the rules; all leads are scored again in the background. The same rules again change nothing."""
    tenant = await tenants.get_for_change(session, bound_tenant(session))
    before = scoring.Rules.from_json(tenant.scoring, tenant.currency)
    targets = before.targets if given.targets is None else scoring.Targets(**given.targets.model_dump())
    after = replace(
        before,
        weights=scoring.Weights(**given.weights.model_dump()),
        bands=scoring.Bands(**given.bands.model_dump()),
        targets=targets,
    )
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    tenant.scoring = after.to_json()
    await session.flush()
    changes = {"from": before.to_json(), "to": after.to_json()}
    await audit.record(session, action="leads.scoring_changed", actor=by, entity="scoring", changes=changes)
    await announce(session, ScoringChanged(after.version))
    return after


async def rescore_batch(session: TenantSession, *, version: int, after: uuid.UUID | None = None) -> Batch:
    """Score the next leads made with other rules; nothing when `version` itself is out of force by now."""
    rules = await queries.get_rules(session)
    rows = await _outdated(session, version, after) if rules.version == version else ()
    if not rows:
        return Batch(0, None)
    scores = [scoring.score(row.qualification, row.source, rules) for row in rows]
    # The set-based statement is 20 times faster than as many ORM objects.
    connection = await driver_connection(session)
    await connection.execute(
        _UPDATE,
        {
            "version": rules.version,
            "ids": [row.id for row in rows],
            "scores": [each.total for each in scores],
            "temperatures": [each.temperature.value for each in scores],
            "breakdowns": [Jsonb(each.breakdown()) for each in scores],
        },
    )
    return Batch(len(rows), rows[-1].id)


async def _outdated(
    session: TenantSession, version: int, after: uuid.UUID | None
) -> Sequence[Row[uuid.UUID, str, dict[str, Any]]]:
    query = select(Lead.id, Lead.source, Lead.qualification).where(Lead.score_version != version)
    if after is not None:
        query = query.where(Lead.id > after)
    return (await session.execute(query.order_by(Lead.id).limit(BATCH).with_for_update())).all()
