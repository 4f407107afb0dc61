"""The demo's accounts on the made-up phones, written as if they had been connected: the phones are not up yet."""

from backend.channels import demo_service as channels
from backend.core.database.session import TenantSession
from backend.demo.lines import LINES, PRICES, TEMPLATES
from backend.providers.messaging import TemplateInfo


async def connect(session: TenantSession) -> None:
    """Those that are missing; one that somebody let go by hand stays gone."""
    for line in LINES:
        await channels.found_account(
            session,
            line.id,
            kind=line.kind,
            name=line.name,
            external_id=line.external_id,
            business_id=line.business_id,
            address=line.address,
            token=line.token,
            webhook_secret=line.webhook_secret,
            templates=_templates() if line.kind == "whatsapp" else (),
            currency="EUR",
            prices=PRICES if line.kind == "whatsapp" else (),
        )


def _templates() -> list[TemplateInfo]:
    return [
        TemplateInfo(each.name, each.language, each.category, "approved", each.body, footer=each.footer)
        for each in TEMPLATES
    ]
