"""The company: how its widget looks and speaks, and whether it is installed."""

from dataclasses import dataclass

from backend.tenants.schemas import InstallationOut, SnippetOut, TenantOut, TenantUpdate, VerifyInstallation
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class TenantApi:
    transport: Transport

    def get(self) -> TenantOut:
        return self.transport.get("/v1/tenant", TenantOut)

    def update(self, changes: TenantUpdate) -> TenantOut:
        return self.transport.patch("/v1/tenant", TenantOut, changes)

    def snippet(self) -> SnippetOut:
        return self.transport.get("/v1/tenant/snippet", SnippetOut)

    def verify_installation(self, page: VerifyInstallation) -> InstallationOut:
        return self.transport.post("/v1/tenant/verify-installation", InstallationOut, page)
