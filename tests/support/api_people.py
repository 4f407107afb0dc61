"""The twin's answers about people: signing in, accounts, the team and its plan."""

import uuid
from datetime import timedelta

from backend.accounts.enums import Role
from backend.accounts.schemas import (
    CompanyRoleOut,
    InvitationOut,
    MeOut,
)
from tests.support import api_rows
from tests.support.api_desk import Answer, Call, Desk, error, page
from tests.support.api_rows import NOW


class People(Desk):
    """Mixed into the twin."""

    def login(self, call: Call) -> Answer:
        if call.body.get("password") != "right-password":
            return 401, error("wrong_credentials")
        if self.second_factor:
            return 200, {"second_factor_required": True, "challenge": "challenge-1234567", "expires_in": 300}
        return 200, self.pair()

    def finish(self, call: Call) -> Answer:
        return (200, self.pair()) if call.body["code"] == "123456" else (401, error("wrong_code"))

    def refresh(self, call: Call) -> Answer:
        token = call.body["refresh_token"]
        if token in self.spent_refresh:
            self.good_access.clear()
            self.good_refresh.clear()
            return 401, error("refresh_reused")
        if token not in self.good_refresh:
            return 401, error("refresh_refused")
        self.good_refresh.remove(token)
        self.spent_refresh.add(token)
        return 200, self.pair()

    def logout(self, _call: Call) -> Answer:
        self.good_access.clear()
        self.good_refresh.clear()
        return 204, None

    def me(self, _call: Call) -> Answer:
        company = CompanyRoleOut(**self.company.model_dump(), role=self.role, status="active")
        return 200, MeOut(
            id=self.user_id,
            email="ana@example.com",
            full_name="Ana Puig",
            language=self.language,
            email_verified=True,
            two_factor=self.second_factor,
            platform_role=None,
            tenant=self.company,
            role=self.role,
            tenants=[company],
        )

    def plan(self, _call: Call) -> Answer:
        found = api_rows.plan(self.metrics)
        return 200, found | {"limits": found["limits"] | self.limits}

    def list_members(self, _call: Call) -> Answer:
        return 200, page(self.members)

    def change_role(self, call: Call, user_id: str) -> Answer:
        member = next(each for each in self.members if str(each.user_id) == user_id)
        member.role = Role(call.body["role"])
        return 200, member

    def remove_member(self, _call: Call, user_id: str) -> Answer:
        self.members = [each for each in self.members if str(each.user_id) != user_id]
        return 204, None

    def list_invitations(self, _call: Call) -> Answer:
        return 200, page(self.invitations)

    def invite(self, call: Call) -> Answer:
        self.invitations.append(
            InvitationOut(
                id=uuid.uuid4(),
                email=call.body["email"],
                role=Role(call.body["role"]),
                language="en",
                expires_at=NOW + timedelta(days=7),
                created_at=NOW,
            )
        )
        return 201, self.invitations[-1]

    def nothing(self, _call: Call, *_: str) -> Answer:
        return 204, None

    def enrol(self, _call: Call) -> Answer:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
        return 200, {"secret": "JBSWY3DPEHPK3PXP", "otpauth_uri": "otpauth://totp/x", "qr_svg": svg}

    def confirm(self, call: Call) -> Answer:
        if call.body["code"] != "123456":
            return 401, error("wrong_code")
        return 200, {"recovery_codes": ["aaaa-bbbb", "cccc-dddd"]}

    def preview(self, _call: Call) -> Answer:
        return 200, {"company": "Cuines Mar", "email": "pau@example.com", "role": "agent", "new_account": True}

    def signed_in(self, _call: Call) -> Answer:
        return 201, self.pair()
