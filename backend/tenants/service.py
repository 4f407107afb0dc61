"""What is done to tenants: found one, let it change itself, let the platform change its standing."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from backend.core import clock
from backend.core.database.base import uuid7
from backend.core.database.session import PlatformSession, TenantSession, bound_tenant
from backend.core.events import announce
from backend.core.language import LANGUAGES, Language
from backend.tenants import origins, queries, regions
from backend.tenants.errors import DefaultLanguageNotOffered, SlugTaken
from backend.tenants.events import TenantFounded, TenantUpdated
from backend.tenants.models import Tenant
from backend.tenants.schemas import Branding, TenantUpdate
from backend.tenants.slugs import MAX_LENGTH, first_free, slug_of

# The trail says that these changed, never to what: personal data, or too long to read there.
_UNTOLD = frozenset({"contact_email", "branding", "texts"})


async def found_tenant(
    session: PlatformSession,
    *,
    name: str,
    slug: str | None = None,
    language: Language = "es",
    country: str | None = None,
    timezone: str | None = None,
    plan: str = "free",
    allowed_origins: Iterable[str] = (),
    preset: str = "general_business",
) -> Tenant:
    """A new company, flushed; currency and time zone follow the country. Raises `SlugTaken`."""
    home = country or regions.DEFAULT_COUNTRY
    tenant = Tenant(
        id=uuid7(),
        slug=await _claim_slug(session, name, slug),
        name=name,
        plan=plan,
        branding=Branding().model_dump(mode="json"),
        default_language=language,
        languages=list(LANGUAGES),
        country=home,
        timezone=timezone or regions.timezone_of(home),
        currency=regions.currency_of(home),
        allowed_origins=[origins.normalise(each) for each in allowed_origins],
    )
    session.add(tenant)
    await session.flush()
    await announce(session, TenantFounded(preset), tenant_id=tenant.id)
    return tenant


async def update(
    session: TenantSession, wanted: TenantUpdate, *, by: uuid.UUID, address_hash: str | None = None
) -> Tenant:
    """The company changes itself. Raises `DefaultLanguageNotOffered`."""
    tenant = await queries.get_for_change(session, bound_tenant(session))
    told = change(tenant, _values(tenant, wanted))
    await session.flush()
    await session.refresh(tenant, ["updated_at"])
    if told:
        moment = clock.now().isoformat()
        await announce(session, TenantUpdated(uuid7(), moment, by, address_hash, told))
    return tenant


# Any: column values of all kinds, already checked by their schema.
def change(tenant: Tenant, values: dict[str, Any]) -> dict[str, Any]:
    """Set what differs; returns {field: {"from", "to"}} for the audit trail, without personal data."""
    told: dict[str, Any] = {}
    for field, value in values.items():
        before = getattr(tenant, field)
        if before != value:
            setattr(tenant, field, value)
            told[field] = {"changed": True} if field in _UNTOLD else {"from": before, "to": value}
    if tenant.default_language not in tenant.languages:
        raise DefaultLanguageNotOffered()
    return told


def _values(tenant: Tenant, wanted: TenantUpdate) -> dict[str, Any]:
    given = wanted.model_dump(mode="json", exclude_unset=True)
    if "branding" in given:
        given["branding"] = tenant.branding | given["branding"]
    if "texts" in given:
        given["texts"] = {**tenant.texts, **_merged(tenant.texts, given["texts"])}
    return given


def _merged(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """A null takes a sentence away, so that ours shows again."""
    whole = {language: {**before.get(language, {}), **words} for language, words in given.items()}
    return {language: {key: word for key, word in words.items() if word} for language, words in whole.items()}


async def _claim_slug(session: PlatformSession, name: str, wanted: str | None) -> str:
    if wanted is not None:
        if await queries.find_by_slug(session, wanted):
            raise SlugTaken(slug=wanted)
        return wanted
    stem = slug_of(name)
    # Two of one name may register in the same moment: the second waits for the first to commit.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("tenants.slug"))))
    return first_free(stem, await queries.list_slugs(session, stem[: MAX_LENGTH - len("-999")]))
