"""Questions about channel accounts, their templates and what these cost."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from backend.channels.enums import AccountStatus, ChannelKind, Responder
from backend.channels.errors import AccountNotFound, NoTemplates, TemplateNotFound
from backend.channels.models import ChannelAccount, ChannelTemplate, TemplatePriceList
from backend.channels.pricing import Price, PriceList
from backend.channels.shapes import Account
from backend.core.database.session import Database, PlatformSession, TenantSession
from backend.providers.messaging import Line


async def find_account(session: TenantSession, account_id: uuid.UUID) -> ChannelAccount | None:
    """Also a disconnected one: what was said on it stays."""
    return await session.scalar(select(ChannelAccount).where(ChannelAccount.id == account_id))


async def get_account(session: TenantSession, account_id: uuid.UUID, *, lock: bool = False) -> ChannelAccount:
    """Held until the transaction ends where `lock` says so. Raises `AccountNotFound`."""
    query = select(ChannelAccount).where(ChannelAccount.id == account_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await session.scalar(query)
    if found is None:
        raise AccountNotFound()
    return found


async def get_whatsapp(session: TenantSession, account_id: uuid.UUID, *, lock: bool = False) -> ChannelAccount:
    """A number that has templates. Raises `AccountNotFound`, also for one that was let go, and `NoTemplates`."""
    account = await get_account(session, account_id, lock=lock)
    if account.status == AccountStatus.DISCONNECTED:
        raise AccountNotFound()
    if account.kind != ChannelKind.WHATSAPP:
        raise NoTemplates()
    return account


async def read_account(session: TenantSession, account_id: uuid.UUID) -> Account:
    """As conversations need it. Raises `AccountNotFound`."""
    return account_of(await get_account(session, account_id))


def account_of(found: ChannelAccount) -> Account:
    return Account(
        found.id,
        ChannelKind(found.kind),
        found.name,
        found.address,
        AccountStatus(found.status),
        Responder(found.responder),
        found.bot_on,
        found.debounce_seconds,
        found.connected_at,
    )


async def list_accounts(session: TenantSession, *, disconnected: bool = False) -> Sequence[ChannelAccount]:
    query = select(ChannelAccount).order_by(ChannelAccount.created_at, ChannelAccount.id)
    if not disconnected:
        query = query.where(ChannelAccount.status != AccountStatus.DISCONNECTED.value)
    return (await session.scalars(query)).all()


async def find_former(session: TenantSession, kind: str, external_id: str) -> ChannelAccount | None:
    """An account of ours that was let go; held until the transaction ends."""
    query = (
        select(ChannelAccount)
        .where(
            ChannelAccount.kind == kind,
            ChannelAccount.external_id == external_id,
            ChannelAccount.status == AccountStatus.DISCONNECTED.value,
        )
        .order_by(ChannelAccount.connected_at.desc())
        .limit(1)
        .with_for_update()
    )
    return await session.scalar(query)


def line_of(account: ChannelAccount) -> Line:
    """What a call to the platform needs."""
    return Line(account.kind, account.external_id, account.token, account.business_id)


async def get_template(session: TenantSession, account_id: uuid.UUID, template_id: uuid.UUID) -> ChannelTemplate:
    """Raises `TemplateNotFound`."""
    query = select(ChannelTemplate).where(ChannelTemplate.id == template_id, ChannelTemplate.account_id == account_id)
    found = await session.scalar(query)
    if found is None:
        raise TemplateNotFound()
    return found


async def find_template(
    session: TenantSession, account_id: uuid.UUID, name: str, language: str
) -> ChannelTemplate | None:
    return await session.scalar(
        select(ChannelTemplate).where(
            ChannelTemplate.account_id == account_id,
            ChannelTemplate.name == name,
            ChannelTemplate.language == language,
        )
    )


async def list_templates(session: TenantSession, account_id: uuid.UUID) -> Sequence[ChannelTemplate]:
    query = select(ChannelTemplate).where(ChannelTemplate.account_id == account_id)
    return (await session.scalars(query.order_by(ChannelTemplate.name, ChannelTemplate.language))).all()


async def read_template(session: TenantSession, template_id: uuid.UUID) -> ChannelTemplate:
    """Of whichever account. Raises `TemplateNotFound`."""
    found = await session.get(ChannelTemplate, template_id)
    if found is None:
        raise TemplateNotFound()
    return found


async def find_price_list(session: TenantSession, account_id: uuid.UUID) -> TemplatePriceList | None:
    return await session.scalar(select(TemplatePriceList).where(TemplatePriceList.account_id == account_id))


async def find_prices(session: TenantSession, account_id: uuid.UUID) -> PriceList | None:
    """As the rule needs them; None where nobody entered any."""
    found = await find_price_list(session, account_id)
    if found is None:
        return None
    prices = [Price(each["category"], each["prefix"], Decimal(each["amount"])) for each in found.prices]
    return PriceList(found.currency, prices, found.utility_free_in_window)


@dataclass(frozen=True, slots=True)
class Bot:
    """A Telegram account as its webhook needs it."""

    external_id: str
    secret: str


# On which a conversation of a web page can go on: a code travels in their links.
CARRIERS: Final = (ChannelKind.WHATSAPP, ChannelKind.TELEGRAM)
_REMEMBERED_SECONDS: Final = 30.0
_MOST_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class Bots:
    """Telegram's accounts by id, each remembered for half a minute: an update costs one round trip and not two.

    Nobody knows yet whose account it is, so all tenants are looked through. Whether it is still connected is asked
    again when the update is stored.
    """

    database: Database
    _known: dict[uuid.UUID, tuple[float, Bot | None]] = field(default_factory=dict)

    async def find(self, account_id: uuid.UUID, *, fresh: bool = False) -> Bot | None:
        until, bot = self._known.get(account_id, (0.0, None))
        if fresh or until < time.monotonic():
            bot = await self._read(account_id)
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[account_id] = (time.monotonic() + _REMEMBERED_SECONDS, bot)
        return bot

    async def _read(self, account_id: uuid.UUID) -> Bot | None:
        async with self.database.platform() as session:
            row = (
                await session.execute(
                    select(ChannelAccount.external_id, ChannelAccount.webhook_secret).where(
                        ChannelAccount.id == account_id,
                        ChannelAccount.kind == ChannelKind.TELEGRAM.value,
                        ChannelAccount.status != AccountStatus.DISCONNECTED.value,
                    )
                )
            ).one_or_none()
        return Bot(row[0], row[1]) if row else None


async def list_carriers(session: PlatformSession, tenant_id: uuid.UUID) -> list[ChannelKind]:
    """The kinds of channel on which a page's visitor can go on."""
    connected = (
        ChannelAccount.tenant_id == tenant_id,
        ChannelAccount.kind.in_([each.value for each in CARRIERS]),
        ChannelAccount.status == AccountStatus.CONNECTED.value,
    )
    return [
        ChannelKind(each) for each in await session.scalars(select(ChannelAccount.kind).where(*connected).distinct())
    ]
