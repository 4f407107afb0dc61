"""The team: people, roles, invitations."""

import builtins
import uuid
from dataclasses import dataclass

from backend.accounts.enums import Role
from backend.accounts.schemas import InvitationIn, InvitationOut, MemberOut, RoleIn
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class MembersApi:
    transport: Transport

    def list(self) -> builtins.list[MemberOut]:
        return self.transport.get("/v1/members", Page[MemberOut]).items

    def change_role(self, user_id: uuid.UUID, role: Role) -> MemberOut:
        return self.transport.patch(f"/v1/members/{user_id}", MemberOut, RoleIn(role=role))

    def remove(self, user_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/members/{user_id}")

    def invitations(self) -> builtins.list[InvitationOut]:
        return self.transport.get("/v1/invitations", Page[InvitationOut]).items

    def invite(self, invitation: InvitationIn) -> InvitationOut:
        return self.transport.post("/v1/invitations", InvitationOut, invitation)

    def withdraw(self, invitation_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/invitations/{invitation_id}")
