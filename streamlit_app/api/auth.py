"""Signing in and out, and one's own account."""

import uuid
from dataclasses import dataclass
from typing import Any

from backend.accounts.schemas import InvitationPreview, TokenPair
from streamlit_app.kit.identity import Entered, IdentityApi, entered


@dataclass(frozen=True)
class AuthApi(IdentityApi):
    """With what only a company's own people do: register, move between companies, follow a mailed link."""

    def register(self, *, email: str, password: str, full_name: str, company_name: str, language: str) -> TokenPair:
        body = {
            "email": email,
            "password": password,
            "full_name": full_name,
            "company_name": company_name,
            "language": language,
        }
        return self.transport.post("/v1/auth/register", TokenPair, body)

    def switch(self, tenant_id: uuid.UUID) -> TokenPair:
        return self.transport.post("/v1/auth/switch", TokenPair, {"tenant_id": str(tenant_id)})

    def verify(self, token: str) -> None:
        self.transport.call("POST", "/v1/auth/verify", body={"token": token})

    def resend_verification(self) -> None:
        self.transport.call("POST", "/v1/auth/verify/resend")

    def forgot_password(self, email: str) -> None:
        self.transport.call("POST", "/v1/auth/password/forgot", body={"email": email})

    def reset_password(self, token: str, password: str) -> None:
        self.transport.call("POST", "/v1/auth/password/reset", body={"token": token, "password": password})

    def preview_invitation(self, token: str) -> InvitationPreview:
        return self.transport.post("/v1/auth/invitations/preview", InvitationPreview, {"token": token})

    def accept_invitation(self, token: str, full_name: str | None, password: str | None) -> Entered:
        body: dict[str, Any] = {"token": token}  # Any: JSON
        if full_name and password:
            body |= {"full_name": full_name, "password": password}
        return entered(self.transport.call("POST", "/v1/auth/invitations/accept", body=body))
