"""Routes of the second factor: enrol, confirm, disable."""

from fastapi import APIRouter, Request, status

from backend.accounts import signing_in, throttling, two_factor
from backend.accounts.router.doors import From, HasKeys
from backend.accounts.schemas import CodeIn, DisableTwoFactorIn, EnrolmentOut, RecoveryCodesOut
from backend.core.http.dependencies import Db, Person, PlatformSession

router = APIRouter(prefix="/auth/two-factor", tags=["account"])


@router.post("/enrol", summary="Begin two-step sign-in")
async def enrol(request: Request, actor: Person, session: PlatformSession) -> EnrolmentOut:
    issuer: str = request.app.state.settings.brand_name
    begun = await two_factor.enrol(session, actor.user_id, issuer=issuer)
    return EnrolmentOut(secret=begun.secret, otpauth_uri=begun.uri, qr_svg=begun.qr_svg)


@router.post("/confirm", summary="Switch two-step sign-in on with a first code")
async def confirm(body: CodeIn, actor: Person, db: Db) -> RecoveryCodesOut:
    await throttling.attempt(db, signing_in.second_factor_key(actor.user_id))
    async with db.platform() as session:
        codes = await two_factor.confirm(session, actor.user_id, body.code)
        await throttling.clear(session, signing_in.second_factor_key(actor.user_id))
    return RecoveryCodesOut(recovery_codes=codes)


@router.post("/disable", status_code=status.HTTP_204_NO_CONTENT, summary="Switch two-step sign-in off")
async def disable(body: DisableTwoFactorIn, actor: Person, db: Db, keys: HasKeys, origin: From) -> None:
    await signing_in.prove_password(db, keys, actor.user_id, body.password.get_secret_value(), origin)
    await throttling.attempt(db, signing_in.second_factor_key(actor.user_id))
    async with db.platform() as session:
        await two_factor.disable(session, actor.user_id, body.code)
        await throttling.clear(session, signing_in.second_factor_key(actor.user_id))
