"""The customer companies: list, found, change, pause, close for maintenance (SUP-01)."""

import uuid
from dataclasses import dataclass

from backend.superadmin.schemas import (
    AdminTenantDetail,
    AdminTenantOut,
    AdminTenantUpdate,
    MaintenanceSet,
    TenantCreate,
    TenantCreated,
)
from backend.tenants.enums import TenantStatus
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class TenantsApi:
    transport: Transport

    def list(
        self, *, q: str = "", status: TenantStatus | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page[AdminTenantOut]:
        return self.transport.get(
            "/v1/admin/tenants", Page[AdminTenantOut], q=q, status=status, limit=limit, cursor=cursor
        )

    def get(self, tenant_id: uuid.UUID) -> AdminTenantDetail:
        return self.transport.get(f"/v1/admin/tenants/{tenant_id}", AdminTenantDetail)

    def create(self, wanted: TenantCreate) -> TenantCreated:
        return self.transport.post("/v1/admin/tenants", TenantCreated, wanted)

    def update(self, tenant_id: uuid.UUID, changes: AdminTenantUpdate) -> AdminTenantDetail:
        return self.transport.patch(f"/v1/admin/tenants/{tenant_id}", AdminTenantDetail, changes)

    def set_maintenance(self, tenant_id: uuid.UUID, *, on: bool, note: str = "") -> AdminTenantDetail:
        wanted = MaintenanceSet(on=on, note=note) if note else MaintenanceSet(on=on)
        return self.transport.put(f"/v1/admin/tenants/{tenant_id}/maintenance", AdminTenantDetail, wanted)
