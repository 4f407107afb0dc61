"""How the sequences go: two statements for all figures (NUR-04)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import TenantSession
from backend.nurturing.enums import FollowUpStatus, SequenceKind
from backend.nurturing.queries import Plan, list_plans
from backend.nurturing.schemas import Counts, SequenceStats, StatsOut, StepStats

_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)

# A reply or a sale is no cancellation: it is what the sequence was for.
_PEOPLE: Final = text("""
SELECT kind, count(*), count(*) FILTER (WHERE state = 'active'), count(replied_at), count(converted_at),
       count(*) FILTER (WHERE state = 'stopped' AND reason <> 'replied' AND converted_at IS NULL)
FROM nurturing_enrolments WHERE enrolled_at >= :since GROUP BY kind""")

_MESSAGES: Final = text("""
SELECT e.kind, f.step, f.status, count(*), count(f.replied_at),
       count(*) FILTER (WHERE d.status IN ('delivered', 'read'))
FROM nurturing_enrolments e JOIN follow_ups f ON f.tenant_id = e.tenant_id AND f.enrolment_id = e.id
LEFT JOIN deliveries d ON f.status = 'sent' AND d.tenant_id = f.tenant_id AND d.key = 'followup:' || f.id
WHERE e.enrolled_at >= :since GROUP BY e.kind, f.step, f.status""")


@dataclass(slots=True)
class Figures:
    """Of one sequence."""

    counts: Counts = field(default_factory=Counts)
    steps: dict[int, StepStats] = field(default_factory=dict)


async def figures(session: TenantSession, since: datetime = _EVER) -> dict[SequenceKind, Figures]:
    """Of those enrolled since then; every sequence is there."""
    found: dict[SequenceKind, Figures] = defaultdict(Figures)
    for kind, enrolled, active, replied, converted, cancelled in await session.execute(_PEOPLE, {"since": since}):
        found[SequenceKind(kind)].counts = Counts(
            enrolled=enrolled, in_progress=active, replied=replied, converted=converted, cancelled=cancelled
        )
    for kind, step, status, number, replied, delivered in await session.execute(_MESSAGES, {"since": since}):
        _add(found[SequenceKind(kind)], step, FollowUpStatus(status), number, replied, delivered)
    return {kind: found[kind] for kind in SequenceKind}


def _add(to: Figures, step: int, status: FollowUpStatus, number: int, replied: int, delivered: int) -> None:
    line = to.steps.setdefault(step, StepStats(step=step))
    setattr(line, status.value, number)
    line.replied += replied
    line.delivered += delivered
    # Of people, `cancelled` is counted above: an enrolment ends once, with one step or another before it.
    if status is not FollowUpStatus.CANCELLED:
        setattr(to.counts, status.value, getattr(to.counts, status.value) + number)
    to.counts.delivered += delivered


async def statistics(session: TenantSession, days: int) -> StatsOut:
    plans = await list_plans(session)
    found = await figures(session, clock.now() - timedelta(days=days))
    by_sequence = [_of(plan, found[plan.kind]) for plan in plans]
    totals = Counts(**{name: sum(getattr(each, name) for each in by_sequence) for name in Counts.model_fields})
    active = sum(plan.active for plan in plans)
    return StatsOut(days=days, active_sequences=active, totals=totals, by_sequence=by_sequence)


def _of(plan: Plan, found: Figures) -> SequenceStats:
    """Every step that there is, and those that were and still have figures."""
    numbers = sorted({*range(1, len(plan.steps) + 1), *found.steps})
    steps = [found.steps.get(number) or StepStats(step=number) for number in numbers]
    return SequenceStats(**found.counts.model_dump(), type=plan.kind, active=plan.active, steps=steps)
