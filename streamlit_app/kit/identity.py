"""Signing in and out, and one's own account: the calls that both panels make."""

from dataclasses import dataclass
from typing import Any

from backend.accounts.schemas import EnrolmentOut, MeOut, RecoveryCodesOut, SecondFactorRequired, TokenPair
from streamlit_app.kit.transport import Transport, read

Entered = TokenPair | SecondFactorRequired


@dataclass(frozen=True)
class IdentityApi:
    """Passwords travel as plain JSON fields: the schemas would print them as asterisks."""

    transport: Transport

    def login(self, email: str, password: str) -> Entered:
        form = {"username": email, "password": password}
        return entered(self.transport.call("POST", "/v1/auth/login", form=form))

    def second_factor(self, challenge: str, code: str) -> TokenPair:
        body = {"challenge": challenge, "code": code}
        return self.transport.post("/v1/auth/login/second-factor", TokenPair, body)

    def me(self) -> MeOut:
        return self.transport.get("/v1/auth/me", MeOut)

    def describe(self, *, full_name: str, language: str) -> MeOut:
        body = {"full_name": full_name, "language": language}
        return self.transport.patch("/v1/auth/me", MeOut, body)

    def logout(self) -> None:
        self.transport.call("POST", "/v1/auth/logout")

    def logout_everywhere(self) -> None:
        self.transport.call("POST", "/v1/auth/logout-everywhere")

    def change_password(self, current: str, new: str) -> None:
        self.transport.call("POST", "/v1/auth/password/change", body={"current": current, "new": new})

    def enrol_second_factor(self) -> EnrolmentOut:
        return self.transport.post("/v1/auth/two-factor/enrol", EnrolmentOut)

    def confirm_second_factor(self, code: str) -> list[str]:
        found = self.transport.post("/v1/auth/two-factor/confirm", RecoveryCodesOut, {"code": code})
        return found.recovery_codes

    def disable_second_factor(self, password: str, code: str) -> None:
        self.transport.call("POST", "/v1/auth/two-factor/disable", body={"password": password, "code": code})


# Any: JSON of one shape or the other.
def entered(found: Any) -> Entered:
    if isinstance(found, dict) and found.get("second_factor_required"):
        return read(SecondFactorRequired, found)
    return read(TokenPair, found)
