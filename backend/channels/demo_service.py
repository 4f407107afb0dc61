"""Accounts that are written without asking a platform: the demo's, whose platform is a twin that starts later."""

import uuid
from collections.abc import Mapping, Sequence

from backend.channels import queries, service
from backend.channels.models import ChannelAccount, TemplatePriceList
from backend.core.database.session import TenantSession
from backend.providers.messaging import TemplateInfo


async def found_account(
    session: TenantSession,
    account_id: uuid.UUID,
    *,
    kind: str,
    name: str,
    external_id: str,
    business_id: str,
    address: str,
    token: str,
    webhook_secret: str,
    templates: Sequence[TemplateInfo],
    currency: str,
    prices: Sequence[Mapping[str, str]],
) -> None:
    """Nothing where it stands already, connected or let go."""
    if await queries.find_account(session, account_id) is not None:
        return
    session.add(
        ChannelAccount(
            id=account_id,
            kind=kind,
            name=name,
            external_id=external_id,
            business_id=business_id,
            address=address,
            token=token,
            webhook_secret=webhook_secret,
        )
    )
    await session.flush()
    if templates:
        await service.keep_templates(session, account_id, templates)
    if prices:
        rows = [dict(each) for each in prices]
        # As the made-up phones charge.
        session.add(
            TemplatePriceList(account_id=account_id, currency=currency, prices=rows, utility_free_in_window=True)
        )
