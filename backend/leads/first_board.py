"""The pipeline that every tenant has: made when a company is founded, or when somebody needs it before that."""

from sqlalchemy.dialects.postgresql import insert

from backend.core.database.session import TenantSession
from backend.core.language import is_language
from backend.leads import stages
from backend.leads.board_models import Pipeline, PipelineStage
from backend.leads.enums import Stage
from backend.tenants import queries as tenants


async def ensure_default(session: TenantSession) -> None:
    """The tenant's first pipeline with its five columns; a second call changes nothing."""
    tenant = await tenants.get_own(session)
    language = tenant.default_language if is_language(tenant.default_language) else "es"
    pipeline_id = stages.default_pipeline_id(tenant.id)
    own = {"id": pipeline_id, "name": stages.PIPELINE_NAMES[language], "is_default": True}
    await session.execute(insert(Pipeline).values(own).on_conflict_do_nothing())
    columns = [
        {
            "id": stages.default_id(tenant.id, kind),
            "pipeline_id": pipeline_id,
            "kind": kind,
            "position": place,
            "rot_days": stages.ROT_DAYS[kind],
        }
        for place, kind in enumerate(Stage)
    ]
    await session.execute(insert(PipelineStage).values(columns).on_conflict_do_nothing())
