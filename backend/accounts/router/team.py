"""Routes of the team: members, roles, invitations."""

import uuid

from fastapi import APIRouter, status

from backend.accounts import inviting, members, queries
from backend.accounts.router.doors import BrowserLanguage
from backend.accounts.schemas import InvitationIn, InvitationOut, MemberOut, RoleIn
from backend.core.http.dependencies import Admin, TenantSession, Viewer
from backend.core.http.openapi import SPENDS_QUOTA
from backend.core.http.pagination import Page

router = APIRouter(tags=["team"])


@router.get("/members", summary="The team")
async def list_members(_actor: Viewer, session: TenantSession) -> Page[MemberOut]:
    team = await queries.list_members(session)
    return Page(items=[MemberOut.model_validate(each) for each in team], total=len(team))


@router.patch("/members/{user_id}", summary="Change a member's role")
async def change_role(user_id: uuid.UUID, body: RoleIn, actor: Admin, session: TenantSession) -> MemberOut:
    """Only an owner makes or unmakes owners."""
    return MemberOut.model_validate(await members.change_role(session, user_id, body.role, by=actor))


@router.delete("/members/{user_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Remove a member")
async def remove_member(user_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    """The last owner cannot go."""
    await members.remove_member(session, user_id, by=actor)


@router.get("/invitations", summary="Open invitations")
async def list_invitations(_actor: Admin, session: TenantSession) -> Page[InvitationOut]:
    found = await queries.list_invitations(session)
    return Page(items=[InvitationOut.model_validate(each) for each in found], total=len(found))


@router.post(
    "/invitations", status_code=status.HTTP_201_CREATED, summary="Invite somebody by mail", responses=SPENDS_QUOTA
)
async def invite(body: InvitationIn, actor: Admin, session: TenantSession, browser: BrowserLanguage) -> InvitationOut:
    """Inviting the same address again replaces the older invitation."""
    language = body.language or browser
    invitation = await inviting.invite(session, email=body.email, role=body.role, language=language, by=actor)
    return InvitationOut.model_validate(invitation)


@router.delete("/invitations/{invitation_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Withdraw an invitation")
async def withdraw(invitation_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    await inviting.withdraw(session, invitation_id, by=actor)
