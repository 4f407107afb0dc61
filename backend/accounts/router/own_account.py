"""Routes of one's own account: who am I, profile, password."""

from fastapi import APIRouter, status

from backend.accounts import profile, queries, recovering
from backend.accounts.models import User
from backend.accounts.router.doors import From, HasKeys, company_out
from backend.accounts.schemas import CompanyRoleOut, MeOut, PasswordChangeIn, ProfileIn
from backend.core.database import session as sessions
from backend.core.http.actor import Actor, PlatformRole
from backend.core.http.dependencies import Db, Person, PlatformSession
from backend.core.language import is_language

router = APIRouter(prefix="/auth", tags=["account"])


@router.get("/me", summary="Who am I, and where do I belong")
async def me(actor: Person, session: PlatformSession) -> MeOut:
    return await _me(session, actor, await queries.get_user(session, actor.user_id))


@router.patch("/me", summary="Change name or language")
async def update_me(body: ProfileIn, actor: Person, session: PlatformSession) -> MeOut:
    user = await profile.describe(session, actor.user_id, full_name=body.full_name, language=body.language)
    return await _me(session, actor, user)


@router.post("/password/change", status_code=status.HTTP_204_NO_CONTENT, summary="Change one's password")
async def change_password(body: PasswordChangeIn, actor: Person, db: Db, keys: HasKeys, origin: From) -> None:
    """All other sessions end."""
    await recovering.change(
        db,
        keys,
        user_id=actor.user_id,
        session_id=actor.session_id,
        current=body.current.get_secret_value(),
        new=body.new.get_secret_value(),
        origin=origin,
    )


async def _me(session: sessions.PlatformSession, actor: Actor, user: User) -> MeOut:
    companies = await queries.list_companies(session, user.id)
    here = next((each for each in companies if each.id == actor.tenant_id), None)
    return MeOut(
        id=user.id,
        email=user.email,
        full_name=user.full_name,
        language=user.language if is_language(user.language) else "es",
        email_verified=user.email_verified_at is not None,
        two_factor=user.totp_confirmed_at is not None,
        platform_role=PlatformRole(user.platform_role) if user.platform_role else None,
        tenant=company_out(here),
        role=actor.role,
        tenants=[
            CompanyRoleOut(id=each.id, slug=each.slug, name=each.name, role=each.role, status=each.status.value)
            for each in companies
        ],
    )
