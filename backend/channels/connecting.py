"""Accounts are connected, tried, given new tokens and let go; the platform is always asked outside a transaction."""

import secrets
import uuid
from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from backend.audit import service as audit
from backend.channels import queries, service
from backend.channels.account_schemas import AccountConnect
from backend.channels.enums import AccountStatus, ChannelKind
from backend.channels.errors import AccountNotFound, AccountTaken, PlatformUnreachable, TokenRefused
from backend.channels.models import ChannelAccount
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import OpenTenant, TenantSession
from backend.core.errors import AppError
from backend.core.http.actor import Actor
from backend.providers.messaging import AccountCheck, Failure, Line, MessageSender, SendFailed

Senders = Mapping[str, MessageSender]

_PASSING: Final = frozenset({Failure.RATE_LIMITED, Failure.TEMPORARY, Failure.UNKNOWN})


async def connect(
    open_session: OpenTenant, senders: Senders, given: AccountConnect, *, webhook_url: str, by: Actor
) -> ChannelAccount:
    """Checked, saved and subscribed, or not there at all; one that was let go before comes back with its past.

    Raises `TokenRefused`, `PlatformUnreachable` or `AccountTaken`.
    """
    line = _line(given)
    checked = await _asked(senders, line)
    async with open_session() as session:
        account, known = await _saved(session, given, line, checked)
        await audit.record(
            session,
            action="channel.connected",
            actor=by,
            entity="channel_account",
            entity_id=account.id,
            changes={"kind": account.kind},
        )
    try:
        await _subscribe(senders, account, webhook_url)
    except AppError:
        async with open_session() as session:
            await _undo(session, account.id, known=known)
        raise
    return account


def _line(given: AccountConnect) -> Line:
    token = given.token.get_secret_value()
    telegram = given.kind is ChannelKind.TELEGRAM
    return Line(given.kind.value, token.partition(":")[0] if telegram else given.external_id, token, given.business_id)


async def _saved(
    session: TenantSession, given: AccountConnect, line: Line, checked: AccountCheck
) -> tuple[ChannelAccount, bool]:
    account = await queries.find_former(session, line.kind, line.external_id)
    known = account is not None
    if account is None:
        account = ChannelAccount(id=uuid7(), kind=line.kind, external_id=line.external_id)
        session.add(account)
    now = clock.now()
    account.name = given.name or service.tidy(checked.name, 120) or line.external_id
    account.business_id = line.business_id
    account.token, account.webhook_secret = line.token, secrets.token_urlsafe(32)
    account.responder, account.bot_on = given.responder.value, given.bot_on
    account.debounce_seconds = given.debounce_seconds
    account.connected_at, account.token_rotated_at = now, None
    account.status = AccountStatus.CONNECTED.value
    service.note_check(account, checked)
    try:
        await session.flush()
    except IntegrityError as taken:
        raise AccountTaken() from taken
    await session.refresh(account)
    return account, known


async def _undo(session: TenantSession, account_id: uuid.UUID, *, known: bool) -> None:
    if known:
        service.let_go(await queries.get_account(session, account_id, lock=True))
    else:
        await session.execute(delete(ChannelAccount).where(ChannelAccount.id == account_id))


async def test(
    open_session: OpenTenant, senders: Senders, account_id: uuid.UUID, *, webhook_url: str
) -> ChannelAccount:
    """Ask the platform now and write down what it says; an answer of any kind is no error of ours.

    Raises `AccountNotFound`.
    """
    account = await _connected(open_session, account_id)
    found: AccountCheck | SendFailed
    try:
        found = await senders[account.kind].check(queries.line_of(account))
        await senders[account.kind].subscribe(
            queries.line_of(account), _address(account, webhook_url), account.webhook_secret
        )
    except SendFailed as refusal:
        found = refusal
    async with open_session() as session:
        return await service.note(session, account_id, found)


async def rotate(
    open_session: OpenTenant, senders: Senders, account_id: uuid.UUID, token: str, *, webhook_url: str, by: Actor
) -> None:
    """The old token serves until the platform has accepted the new one.

    Raises `AccountNotFound`, `TokenRefused` or `PlatformUnreachable`.
    """
    account = await _connected(open_session, account_id)
    if account.kind == ChannelKind.TELEGRAM and token.partition(":")[0] != account.external_id:
        raise TokenRefused(reason="another_bot")
    line = Line(account.kind, account.external_id, token, account.business_id)
    checked = await _asked(senders, line)
    async with open_session() as session:
        account = await queries.get_account(session, account_id, lock=True)
        account.token, account.token_rotated_at = token, clock.now()
        account.status = AccountStatus.CONNECTED.value
        service.note_check(account, checked)
        await audit.record(
            session, action="channel.token_rotated", actor=by, entity="channel_account", entity_id=account_id
        )
    await _subscribe(senders, account, webhook_url)


async def disconnect(open_session: OpenTenant, senders: Senders, account_id: uuid.UUID, *, by: Actor) -> None:
    """What was said stays; the secrets go. A platform that cannot be told does not hold anybody back.

    Raises `AccountNotFound`.
    """
    account = await _connected(open_session, account_id)
    line = queries.line_of(account)
    async with open_session() as session:
        service.let_go(await queries.get_account(session, account_id, lock=True))
        await audit.record(
            session, action="channel.disconnected", actor=by, entity="channel_account", entity_id=account_id
        )
    try:
        await senders[line.kind].unsubscribe(line)
    except SendFailed:
        return


async def _connected(open_session: OpenTenant, account_id: uuid.UUID) -> ChannelAccount:
    async with open_session() as session:
        account = await queries.get_account(session, account_id)
    if account.status == AccountStatus.DISCONNECTED:
        raise AccountNotFound()
    return account


async def _asked(senders: Senders, line: Line) -> AccountCheck:
    try:
        return await senders[line.kind].check(line)
    except SendFailed as refusal:
        raise refused(refusal) from refusal


async def _subscribe(senders: Senders, account: ChannelAccount, webhook_url: str) -> None:
    line = queries.line_of(account)
    try:
        await senders[account.kind].subscribe(line, _address(account, webhook_url), account.webhook_secret)
    except SendFailed as refusal:
        raise refused(refusal) from refusal


def _address(account: ChannelAccount, webhook_url: str) -> str:
    telegram = account.kind == ChannelKind.TELEGRAM
    return f"{webhook_url}/v1/webhooks/" + (f"telegram/{account.id}" if telegram else "meta")


def refused(refusal: SendFailed) -> AppError:
    """A platform's refusal as what it means for the one who asked."""
    if refusal.kind in _PASSING:
        return PlatformUnreachable(reason=refusal.kind.value, platform_code=refusal.code)
    return TokenRefused(reason=refusal.kind.value, platform_code=refusal.code)
