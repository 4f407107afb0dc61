"""How leads are scored."""

from dataclasses import asdict

from fastapi import APIRouter

from backend.core.http.dependencies import Admin, TenantSession, Viewer
from backend.leads import queries, rescoring, scoring
from backend.leads.schemas import BandsIn, ScoringIn, ScoringOut, TargetsIn, WeightsIn

router = APIRouter(prefix="/leads", tags=["leads"])


@router.get("/scoring", summary="How leads are scored")
async def read(_: Viewer, session: TenantSession) -> ScoringOut:
    return _out(await queries.get_rules(session))


@router.put("/scoring", summary="Change how leads are scored")
async def change(body: ScoringIn, actor: Admin, session: TenantSession) -> ScoringOut:
    """All leads are scored again in the background."""
    return _out(await rescoring.change_rules(session, body, by=actor))


def _out(rules: scoring.Rules) -> ScoringOut:
    return ScoringOut(
        weights=WeightsIn(**asdict(rules.weights)),
        bands=BandsIn(**asdict(rules.bands)),
        targets=TargetsIn(**asdict(rules.targets)),
        currency=rules.currency,
        version=rules.version,
    )
