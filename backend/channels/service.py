"""What changes in our own rows of accounts and templates; the platforms are asked elsewhere (`connecting`, `jobs`)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from backend.audit import service as audit
from backend.channels import queries
from backend.channels.account_schemas import AccountUpdate
from backend.channels.enums import AccountStatus, TemplateStatus
from backend.channels.json_reading import storable
from backend.channels.models import ChannelAccount, ChannelTemplate, TemplatePriceList
from backend.channels.price_schemas import PriceListIn, PriceListOut
from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.providers.messaging import AccountCheck, Failure, SendFailed, TemplateInfo

_CHANGEABLE: Final = ("name", "responder", "bot_on", "debounce_seconds")
_STATUSES: Final = {
    "approved": TemplateStatus.APPROVED,
    "pending": TemplateStatus.PENDING,
    "in_appeal": TemplateStatus.PENDING,
    "rejected": TemplateStatus.REJECTED,
}


async def change(session: TenantSession, account_id: uuid.UUID, wanted: AccountUpdate, *, by: Actor) -> ChannelAccount:
    """Raises `AccountNotFound`."""
    account = await queries.get_account(session, account_id, lock=True)
    given = wanted.model_dump(mode="json", exclude={"token"}, exclude_none=True)
    changed = {name: given[name] for name in _CHANGEABLE if name in given and getattr(account, name) != given[name]}
    for name, value in changed.items():
        setattr(account, name, value)
    if changed:
        await audit.record(
            session,
            action="channel.changed",
            actor=by,
            entity="channel_account",
            entity_id=account_id,
            changes={name: value for name, value in changed.items() if name != "name"},
        )
    await session.flush()
    await session.refresh(account)
    return account


async def note(session: TenantSession, account_id: uuid.UUID, found: AccountCheck | SendFailed) -> ChannelAccount:
    """Write down what the platform said. Raises `AccountNotFound`."""
    account = await queries.get_account(session, account_id, lock=True)
    if account.status != AccountStatus.DISCONNECTED:
        if isinstance(found, AccountCheck):
            account.status = AccountStatus.CONNECTED.value
            note_check(account, found)
        else:
            note_failure(account, found)
        await session.flush()
        await session.refresh(account)
    return account


def note_check(account: ChannelAccount, checked: AccountCheck) -> None:
    account.address = tidy(checked.address, 120) or account.address or ""
    account.quality = tidy(checked.quality, 16)
    account.token_expires_at = checked.token_expires_at
    account.checked_at, account.error = clock.now(), None


def note_failure(account: ChannelAccount, failure: SendFailed) -> None:
    """A platform that is away says nothing of the account: it stays as it was."""
    account.checked_at = clock.now()
    account.error = tidy(f"{failure.kind.value} {failure.code}", 200)
    if failure.kind is Failure.UNAUTHORIZED:
        account.status = AccountStatus.EXPIRED.value
    elif failure.kind in {Failure.REJECTED, Failure.BLOCKED}:
        account.status = AccountStatus.ERROR.value


def let_go(account: ChannelAccount) -> None:
    """The row stays, for conversations point to it; what could be misused goes."""
    account.status, account.error = AccountStatus.DISCONNECTED.value, None
    account.token, account.webhook_secret, account.token_expires_at = "", "", None


def tidy(text: str, length: int) -> str:
    return " ".join(storable(text).split())[:length]


async def keep_templates(session: TenantSession, account_id: uuid.UUID, found: Sequence[TemplateInfo]) -> None:
    """What WhatsApp holds now; what it no longer holds goes."""
    now = clock.now()
    by_name = {(each.name[:512], each.language[:16]): each for each in found}
    kept: set[tuple[str, str]] = set(by_name)
    stored = {(each.name, each.language): each for each in await queries.list_templates(session, account_id)}
    gone = [each.id for key, each in stored.items() if key not in kept]
    if gone:
        await session.execute(delete(ChannelTemplate).where(ChannelTemplate.id.in_(gone)))
    rows = [
        {
            "id": uuid7(),
            "account_id": account_id,
            "name": name,
            "language": language,
            "category": tidy(each.category.lower(), 16),
            "status": _STATUSES.get(each.status.lower(), TemplateStatus.PAUSED).value,
            "header": storable(each.header),
            "body": storable(each.body),
            "footer": storable(each.footer),
            "synced_at": now,
        }
        for (name, language), each in sorted(by_name.items())
    ]
    if rows:
        wanted = insert(ChannelTemplate).values(rows)
        fresh = {name: wanted.excluded[name] for name in rows[0] if name not in {"id", "account_id"}}
        await session.execute(
            wanted.on_conflict_do_update(constraint="uq_channel_templates_name", set_=fresh | {"updated_at": now})
        )


async def enter_prices(session: TenantSession, account_id: uuid.UUID, given: PriceListIn, *, by: Actor) -> PriceListOut:
    """The list as it holds from now on; what was charged before keeps the price of its day.

    Raises `AccountNotFound` or `NoTemplates`.
    """
    await queries.get_whatsapp(session, account_id, lock=True)
    rows = [
        {"category": each.category.value, "prefix": each.prefix, "amount": format(each.amount, "f")}
        for each in sorted(given.rows, key=lambda each: (each.category, each.prefix))
    ]
    found = await queries.find_price_list(session, account_id)
    wanted = {"currency": given.currency, "utility_free_in_window": given.utility_free_in_window, "prices": rows}
    same = {name: getattr(found, name, None) for name in wanted} == wanted
    if same or (found is None and not rows):
        return prices_out(found)
    await audit.record(
        session,
        action="channel.prices_entered",
        actor=by,
        entity="channel_account",
        entity_id=account_id,
        changes={**wanted, "prices": len(rows)},
    )
    if found and not rows:
        await session.delete(found)
        return prices_out(None)
    return prices_out(await _priced(session, found or TemplatePriceList(account_id=account_id), wanted))


# Any: columns by name.
async def _priced(session: TenantSession, found: TemplatePriceList, wanted: Mapping[str, Any]) -> TemplatePriceList:
    for name, value in wanted.items():
        setattr(found, name, value)
    session.add(found)
    await session.flush()
    await session.refresh(found)
    return found


def prices_out(found: TemplatePriceList | None) -> PriceListOut:
    if found is None:
        return PriceListOut()
    return PriceListOut.model_validate(
        {
            "currency": found.currency,
            "utility_free_in_window": found.utility_free_in_window,
            "rows": found.prices,
            "changed_at": found.updated_at,
        }
    )
