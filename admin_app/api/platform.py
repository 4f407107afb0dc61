"""The platform as a whole: figures, errors, the audit trail, the catalogue of plans (SUP-02, SUP-03)."""

import uuid
from dataclasses import dataclass

from backend.audit.schemas import AuditOut
from backend.plans.schemas import PlanDetails
from backend.superadmin.schemas import ErrorEntryOut, OverviewOut
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class PlatformApi:
    transport: Transport

    def overview(self) -> OverviewOut:
        return self.transport.get("/v1/admin/overview", OverviewOut)

    def errors(self, tenant_id: uuid.UUID | None = None) -> list[ErrorEntryOut]:
        return self.transport.get("/v1/admin/errors", list[ErrorEntryOut], tenant_id=tenant_id)

    def audit(
        self,
        *,
        tenant_id: uuid.UUID | None = None,
        action: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[AuditOut]:
        return self.transport.get(
            "/v1/admin/audit", Page[AuditOut], tenant_id=tenant_id, action=action, limit=limit, cursor=cursor
        )

    def plans(self) -> list[PlanDetails]:
        return self.transport.get("/v1/admin/plans", list[PlanDetails])
