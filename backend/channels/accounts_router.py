"""Channel accounts over HTTP: connect, look, change, try, let go, and the link that starts a chat."""

import uuid
from contextlib import AbstractAsyncContextManager
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status

from backend.channels import connecting, links, queries, service
from backend.channels.account_schemas import AccountConnect, AccountList, AccountOut, AccountUpdate, LinkOut
from backend.channels.enums import AccountStatus
from backend.channels.errors import AccountNotFound, NoAddress
from backend.core.database import session as sessions
from backend.core.database.session import OpenTenant
from backend.core.http.actor import Actor
from backend.core.http.dependencies import Admin, Db, TenantSession, Viewer
from backend.providers.messaging import MessageSender

router = APIRouter(prefix="/channels", tags=["channels"])


async def webhook_url(request: Request) -> str:
    found: str = request.app.state.settings.webhook_url
    return found


async def senders(request: Request) -> connecting.Senders:
    found: dict[str, MessageSender] = request.app.state.providers.messaging
    return found


WebhookUrl = Annotated[str, Depends(webhook_url)]
Senders = Annotated[connecting.Senders, Depends(senders)]


def opener(db: sessions.Database, actor: Actor) -> OpenTenant:
    """Short transactions around calls to a platform."""
    tenant_id = actor.tenant_id
    assert tenant_id is not None  # roles exist only within a company

    def opened() -> AbstractAsyncContextManager[sessions.TenantSession]:
        return db.tenant(tenant_id)

    return opened


@router.get("", summary="List channel accounts")
async def list_accounts(
    _: Viewer, session: TenantSession, request: Request, url: WebhookUrl, disconnected: bool = False
) -> AccountList:
    found = await queries.list_accounts(session, disconnected=disconnected)
    messaging = request.app.state.settings.messaging
    return AccountList(
        items=[AccountOut.model_validate(each) for each in found],
        meta_webhook_url=f"{url}/v1/webhooks/meta",
        meta_ready=bool(messaging.app_secrets and messaging.verify_token.get_secret_value()),
    )


@router.post("", status_code=status.HTTP_201_CREATED, summary="Connect an account")
async def connect(body: AccountConnect, actor: Admin, db: Db, out: Senders, url: WebhookUrl) -> AccountOut:
    """The platform is asked whether the token is good, and told where to send its events."""
    account = await connecting.connect(opener(db, actor), out, body, webhook_url=url, by=actor)
    return AccountOut.model_validate(account)


@router.get("/{account_id}", summary="One channel account")
async def read(account_id: uuid.UUID, _: Viewer, session: TenantSession) -> AccountOut:
    return AccountOut.model_validate(await queries.get_account(session, account_id))


@router.patch("/{account_id}", summary="Change an account, or give it a new token")
async def update(
    account_id: uuid.UUID, body: AccountUpdate, actor: Admin, db: Db, out: Senders, url: WebhookUrl
) -> AccountOut:
    opened = opener(db, actor)
    if body.token:
        token = body.token.get_secret_value()
        await connecting.rotate(opened, out, account_id, token, webhook_url=url, by=actor)
    async with opened() as session:
        return AccountOut.model_validate(await service.change(session, account_id, body, by=actor))


@router.delete("/{account_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Disconnect an account")
async def disconnect(account_id: uuid.UUID, actor: Admin, db: Db, out: Senders) -> None:
    """Its conversations stay; connected again, it goes on with them."""
    await connecting.disconnect(opener(db, actor), out, account_id, by=actor)


@router.post("/{account_id}/test", summary="Ask the platform whether the account works")
async def test(account_id: uuid.UUID, actor: Admin, db: Db, out: Senders, url: WebhookUrl) -> AccountOut:
    """What it says stands in `status` and `error`; its address and the token's end are read anew."""
    return AccountOut.model_validate(await connecting.test(opener(db, actor), out, account_id, webhook_url=url))


@router.get("/{account_id}/link", summary="The link and QR code that start a chat")
async def link(
    account_id: uuid.UUID,
    _: Viewer,
    session: TenantSession,
    text: Annotated[str, Query(max_length=500, description="Words already written, on WhatsApp")] = "",
    start: Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9_-]*$", description="A code, elsewhere")] = "",
) -> LinkOut:
    account = await queries.get_account(session, account_id)
    if account.status == AccountStatus.DISCONNECTED:
        raise AccountNotFound()
    url = links.start_link(account, text=text, start=start)
    if not url:
        raise NoAddress()
    return LinkOut(url=url, qr_svg=links.qr_svg(url))
