"""From the plan that a person made to the plan that rows are read with: names become ids, fields their kinds."""

import uuid
from collections.abc import Mapping
from itertools import chain

from backend.core.database.session import TenantSession, bound_tenant
from backend.core.language import LANGUAGES
from backend.imports import headers, queries
from backend.imports.enums import CUSTOM, Part
from backend.imports.errors import ImportMappingWrong
from backend.imports.interpreting import CustomKind, Plan
from backend.imports.schemas import ImportPlan
from backend.leads import custom_fields, niches, search, stages
from backend.leads.column_enums import WORDS, Column
from backend.leads.enums import Stage
from backend.tenants import queries as tenants

# Any one of them makes a lead.
_NAMING = {
    *(Column.NAME, Column.COMPANY, Column.EMAIL, Column.PHONE, Column.WEBSITE, Column.DOMAIN),
    *(Part.FIRST_NAME, Part.LAST_NAME),
}


async def custom_names(session: TenantSession) -> dict[str, str]:
    """{folded name or key: key} of the company's own fields."""
    found = await custom_fields.list_fields(session)
    return {headers.folded(text): each.key for each in found for text in (each.key, each.name)}


async def check(session: TenantSession, plan: ImportPlan, width: int) -> None:
    """Raises `ImportMappingWrong` and `NicheNotFound`."""
    custom = {CUSTOM + each.key for each in await custom_fields.list_fields(session)}
    wrong = [name for name in plan.mapping.values() if name.startswith(CUSTOM) and name not in custom]
    beyond = [index for index in plan.mapping if index >= width]
    if wrong or beyond or not _NAMING & set(plan.mapping.values()):
        raise ImportMappingWrong(fields=wrong, columns=beyond)
    if plan.niche_id:
        await niches.get(session, plan.niche_id)


async def ready(session: TenantSession, plan: ImportPlan, width: int) -> Plan:
    tenant = await tenants.get_own(session)
    kinds = {each.key: CustomKind(each.kind, each.options) for each in await custom_fields.list_fields(session)}
    return Plan(
        mapping=dict(plan.mapping),
        width=width,
        country=plan.country or tenant.country,
        currency=tenant.currency,
        niche_id=plan.niche_id,
        tags=tuple(plan.tags),
        custom=kinds,
        stages=await _stages(session),
        states=_states(),
    )


async def _stages(session: TenantSession) -> Mapping[str, uuid.UUID]:
    """By what the columns are called here, and by the usual names in each language."""
    tenant_id = bound_tenant(session)
    usual = {kind: stages.default_id(tenant_id, kind) for kind in Stage}
    found = {search.fold(stages.name(kind, each)): lead for kind, lead in usual.items() for each in LANGUAGES}
    found |= {kind.value: stage_id for kind, stage_id in usual.items()}
    return found | {search.fold(name): stage_id for name, stage_id in await queries.list_stages(session)}


def _states() -> dict[str, str]:
    words = WORDS[Column.CONTACT_STATE]
    names = chain.from_iterable(
        ((code, code), *((word, code) for word in said.values())) for code, said in words.items()
    )
    return {search.fold(name): code for name, code in names}
