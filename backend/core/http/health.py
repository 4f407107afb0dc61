"""Is it alive, is it ready, how does it do: /health, /ready, /metrics (OPS-02, OBS-01)."""

from datetime import timedelta
from functools import cache
from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text

from backend.core.database.session import Database
from backend.core.http.dependencies import Db
from backend.core.jobs import STALLED_AFTER_SECONDS

router = APIRouter(tags=["health"])

Check = Literal["ok", "failed"]


class HealthOut(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class ReadyOut(BaseModel):
    """Each thing that must hold before traffic may come."""

    status: Literal["ready", "not_ready"]
    database: Check
    migrations: Check
    worker: Check


@router.get("/health", summary="Liveness")
@router.get("/v1/health", summary="Liveness")
async def health() -> HealthOut:
    return HealthOut()


@router.get("/ready", summary="Readiness", responses={503: {"model": ReadyOut}})
async def ready(db: Db, response: Response) -> ReadyOut:
    found = await _readiness(db)
    if found.status != "ready":
        response.status_code = 503
    return found


@router.get("/metrics", summary="Prometheus metrics", response_class=Response)
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@cache
def heads() -> frozenset[str]:
    """The newest migrations in the code."""
    # Late: half a second of import, asked for once.
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "backend:alembic")
    return frozenset(ScriptDirectory.from_config(config).get_heads())


async def _readiness(db: Database) -> ReadyOut:
    try:
        async with db.platform() as session:
            applied = set(await session.scalars(text("SELECT version_num FROM alembic_version")))
            beating = await session.scalar(
                text("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - :patience"),
                {"patience": timedelta(seconds=STALLED_AFTER_SECONDS)},
            )
    except Exception:  # noqa: BLE001 - whatever keeps us from the database, the answer is "not ready"
        return ReadyOut(status="not_ready", database="failed", migrations="failed", worker="failed")
    migrations: Check = "ok" if applied == heads() else "failed"
    worker: Check = "ok" if beating else "failed"
    good = migrations == worker == "ok"
    return ReadyOut(status="ready" if good else "not_ready", database="ok", migrations=migrations, worker=worker)
