"""Routes for getting in and out: register, login, second step, refresh, switch, logout, mailed links."""

from typing import Annotated

from fastapi import APIRouter, Form, status

from backend.accounts import inviting, recovering, registering, sessions, signing_in
from backend.accounts.router.doors import (
    BrowserLanguage,
    From,
    HasKeys,
    pair_or_challenge,
    token_pair,
)
from backend.accounts.schemas import (
    AcceptedOut,
    AcceptIn,
    ForgotIn,
    InvitationPreview,
    LoginForm,
    LogoutIn,
    RefreshIn,
    RegisterIn,
    ResetIn,
    SecondFactorIn,
    SecondFactorRequired,
    SwitchIn,
    TokenIn,
    TokenPair,
)
from backend.core.http.actor import Role
from backend.core.http.dependencies import Db, Person, PlatformSession
from backend.core.http.openapi import SPENDS_QUOTA

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", status_code=status.HTTP_201_CREATED, summary="Found a company and its first owner")
async def register(body: RegisterIn, db: Db, keys: HasKeys, origin: From, browser: BrowserLanguage) -> TokenPair:
    tokens = await registering.register(
        db,
        keys,
        email=body.email,
        password=body.password.get_secret_value(),
        full_name=body.full_name,
        company_name=body.company_name,
        language=body.language or browser,
        country=body.country,
        origin=origin,
    )
    return token_pair(tokens)


@router.post("/login", summary="Sign in with email and password")
async def login(
    form: Annotated[LoginForm, Form()], db: Db, keys: HasKeys, origin: From
) -> TokenPair | SecondFactorRequired:
    password = form.password.get_secret_value()
    return pair_or_challenge(await signing_in.sign_in(db, keys, email=form.username, password=password, origin=origin))


@router.post("/login/second-factor", summary="Finish a sign-in with a code")
async def second_factor(body: SecondFactorIn, db: Db, keys: HasKeys, origin: From) -> TokenPair:
    return token_pair(await signing_in.finish(db, keys, challenge=body.challenge, code=body.code, origin=origin))


@router.post("/refresh", summary="Spend a refresh token for the next pair")
async def refresh(body: RefreshIn, db: Db, keys: HasKeys) -> TokenPair:
    """Each refresh token is good once; one that comes back ends the whole session."""
    return token_pair(await signing_in.refresh(db, keys, body.refresh_token))


@router.post("/switch", summary="Work in another of one's companies")
async def switch(body: SwitchIn, actor: Person, session: PlatformSession, keys: HasKeys) -> TokenPair:
    return token_pair(await sessions.switch(session, keys.secret, actor.user_id, actor.session_id, body.tenant_id))


@router.post("/logout", status_code=status.HTTP_204_NO_CONTENT, summary="End this session")
async def logout(actor: Person, session: PlatformSession, _body: LogoutIn | None = None) -> None:
    """A refresh token in the body is taken and needs nothing more: it ends with its session."""
    await sessions.end(session, actor.session_id)


@router.post("/logout-everywhere", status_code=status.HTTP_204_NO_CONTENT, summary="End all one's sessions")
async def logout_everywhere(actor: Person, session: PlatformSession) -> None:
    await sessions.end_all(session, actor.user_id)


@router.post("/verify", summary="Prove an address with the mailed token")
async def verify(body: TokenIn, session: PlatformSession) -> AcceptedOut:
    await recovering.verify(session, body.token)
    return AcceptedOut()


@router.post("/verify/resend", status_code=status.HTTP_202_ACCEPTED, summary="Mail the proof of address again")
async def resend(actor: Person, session: PlatformSession) -> AcceptedOut:
    await recovering.resend(session, actor.user_id)
    return AcceptedOut()


@router.post("/password/forgot", status_code=status.HTTP_202_ACCEPTED, summary="Ask for a link to a new password")
async def forgot(body: ForgotIn, session: PlatformSession) -> AcceptedOut:
    await recovering.forgot(session, body.email)
    return AcceptedOut()


@router.post(
    "/password/reset",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Set a new password with a mailed token",
)
async def reset(body: ResetIn, db: Db, keys: HasKeys) -> None:
    await recovering.reset(db, keys, token=body.token, password=body.password.get_secret_value())


@router.post("/invitations/preview", summary="What an invitation offers")
async def preview(body: TokenIn, session: PlatformSession) -> InvitationPreview:
    found = await inviting.preview(session, body.token)
    return InvitationPreview(
        company=found.company,
        email=found.invitation.email,
        role=Role(found.invitation.role),
        new_account=found.new_account,
    )


@router.post("/invitations/accept", summary="Join a company with the mailed token", responses=SPENDS_QUOTA)
async def accept(body: AcceptIn, db: Db, keys: HasKeys, origin: From) -> TokenPair | SecondFactorRequired:
    password = body.password.get_secret_value() if body.password else None
    return pair_or_challenge(
        await inviting.accept(db, keys, token=body.token, full_name=body.full_name, password=password, origin=origin)
    )
