"""What is computed from a lead's data and never written by hand: score, summary, the order of names (X18)."""

from typing import Final

from backend.core.database.session import TenantSession
from backend.core.language import is_language
from backend.leads import scoring, search, summary
from backend.leads.enums import Source
from backend.leads.models import Lead
from backend.tenants import queries as tenants

_TOLD: Final = frozenset({Source.PROSPECTING, Source.IMPORT, Source.API})


async def assess(session: TenantSession, lead: Lead) -> None:
    """After any change of a lead's data."""
    tenant = await tenants.get_own(session)
    rules = scoring.Rules.from_json(tenant.scoring, tenant.currency)
    found = scoring.score(lead.qualification, lead.source, rules)
    lead.score, lead.temperature, lead.score_version = found.total, found.temperature, found.version
    lead.score_breakdown = found.breakdown()
    reachable = bool(lead.email_index or lead.phone_index)
    lead.purchase_intent = scoring.purchase_intent(lead.qualification, reachable=reachable)
    language = tenant.default_language
    wishes = summary.summarise(lead.qualification, language if is_language(language) else "es")
    # What a search or a file told of a business stays until the lead itself says what it wants.
    lead.summary = wishes or (lead.summary if lead.source in _TOLD else "")
    lead.name_key = search.name_key(lead.name)
