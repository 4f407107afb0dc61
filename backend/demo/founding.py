"""Founds the demo's companies with their people, and plays the studio's stories in the larger one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from backend.accounts import service as accounts
from backend.accounts.service import HashingCosts
from backend.core import clock
from backend.core.database.session import PlatformSession, TenantSession, narrow
from backend.core.http.actor import Actor, Role
from backend.demo import desk, script, teaching
from backend.demo.acts import Staff
from backend.demo.studio import Studio
from backend.flows import service as flows
from backend.flows.enums import Preset
from backend.tenants import queries as tenant_queries
from backend.tenants import service as tenants

PASSWORD: Final = "opensells-demo"  # noqa: S105 - public, and refused in production
SUPERADMIN: Final = ("superadmin@example.com", "opensells-admin")
# The studio's people act in the stories without ever having signed in.
_NO_SIGN_IN: Final = uuid.UUID(int=0)
_FOUNDED_BEFORE: Final = timedelta(days=24)


@dataclass(frozen=True, slots=True)
class _Company:
    name: str
    plan: str
    preset: Preset
    people: tuple[tuple[str, str, Role], ...]
    look: Mapping[str, Any]  # Any: columns of the company, as its own schema writes them


_STUDIO: Final = _Company(
    name="Cuines Mar",
    plan="pro",
    preset=Preset.KITCHEN_STUDIO,
    # In the order of `Staff`.
    people=(("owner@demo.example.com", "Laia Mar", Role.OWNER), ("agent@demo.example.com", "Pau Vidal", Role.AGENT)),
    look={
        # The website's sea, shell and ink.
        "branding": {
            "primary": "#0f5c5c",
            "on_primary": "#ffffff",
            "background": "#fffdfa",
            "text": "#17262a",
            "radius": 22,
        },
        "texts": {
            "es": {"title": "Cuines Mar", "subtitle": "Cuéntanos qué cocina imaginas"},
            "ca": {"title": "Cuines Mar", "subtitle": "Explica'ns quina cuina t'imagines"},
            "pt": {"title": "Cuines Mar", "subtitle": "Conte-nos que cozinha imagina"},
            "en": {"title": "Cuines Mar", "subtitle": "Tell us about the kitchen you imagine"},
        },
        "contact_email": "hola@cuinesmar.example.com",
    },
)
_NEIGHBOUR: Final = _Company(
    name="Acme Reformas",
    plan="free",
    preset=Preset.GENERAL_BUSINESS,
    people=(("owner@acme.example.com", "Marta Acosta", Role.OWNER),),
    look={},
)


async def found(session: PlatformSession, slug: str, origins: list[str], costs: HashingCosts) -> None:
    """All four people, both companies and two weeks; the session is the studio's when this returns."""
    now = clock.now()
    email, password = SUPERADMIN
    await accounts.create_superadmin(session, costs, email=email, full_name="Superadmin", password=password)
    hashed = await accounts.hasher(costs).hash(PASSWORD)
    with clock.held(now - _FOUNDED_BEFORE):
        neighbour, _ = await _found(session, "acme", _NEIGHBOUR, hashed, [])
        studio, people = await _found(session, slug, _STUDIO, hashed, origins)
        await _open(await narrow(session, neighbour), _NEIGHBOUR)
        own = await narrow(session, studio)
        await _open(own, _STUDIO)
    staff = dict(zip(Staff, people, strict=True))
    await teaching.teach(own, by=staff[Staff.OWNER])
    names = {each: name for each, (_, name, _) in zip(Staff, _STUDIO.people, strict=True)}
    zone = ZoneInfo((await tenant_queries.get_own(own)).timezone)
    await _play(Studio(own, origins[0], zone, staff, names), now)


async def _play(studio: Studio, now: datetime) -> None:
    for story in script.stories(now, studio.zone):
        await studio.play(story)
    await studio.date()
    await desk.fill(studio.session, studio.staff, studio.zone, now)


async def _found(
    session: PlatformSession, slug: str, company: _Company, hashed: str, origins: list[str]
) -> tuple[uuid.UUID, list[Actor]]:
    """The company and its team, in the order in which they are named."""
    tenant = await tenants.found_tenant(
        session, name=company.name, slug=slug, plan=company.plan, allowed_origins=origins
    )
    tenants.change(tenant, {**company.look, "created_at": clock.now()})
    actors = []
    for email, full_name, role in company.people:
        user = await accounts.create_person(
            session, email=email, full_name=full_name, language="es", password_hash=hashed, verified=True
        )
        await accounts.add_member(session, tenant.id, user.id, role)
        actors.append(Actor(user.id, _NO_SIGN_IN, tenant.id, role))
    return tenant.id, actors


async def _open(session: TenantSession, company: _Company) -> None:
    """What is done inside the company: its flow is published, its people take their seats."""
    await flows.found_default(session, company.preset)
    for _ in company.people:
        await accounts.take_seat(session)
