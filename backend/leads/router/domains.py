"""Leads by their domain: the warning while somebody types, and the sync of other programs without duplicates."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.leads import by_domain, identities
from backend.leads.router.reading import Reader, detail
from backend.leads.schemas import DomainCheck, LeadDetail, LeadUpsert

router = APIRouter(prefix="/leads", tags=["leads"])

Domain = Annotated[str, Path(max_length=2_000, description="A domain or an address of its website")]


@router.get("/check", summary="Whose domain it is")
async def check(
    _: Viewer,
    session: TenantSession,
    domain: Annotated[str, Query(max_length=2_000, description="A domain or an address of its website")] = "",
) -> DomainCheck:
    return await identities.check(session, domain)


@router.get("/by-domain/{domain}", summary="The lead of a domain")
async def read(domain: Domain, _: Viewer, session: TenantSession, reader: Reader) -> LeadDetail:
    return await detail(session, await by_domain.get(session, domain), reader)


@router.put(
    "/by-domain/{domain}",
    summary="Add or change the lead of a domain",
    responses={status.HTTP_201_CREATED: {"model": LeadDetail, "description": "Added"}},
)
async def put(
    domain: Domain, body: LeadUpsert, actor: Agent, session: TenantSession, reader: Reader, response: Response
) -> LeadDetail:
    """The given fields replace what the lead has; the same again changes nothing."""
    lead, created = await by_domain.put(session, domain, body, by=actor)
    if created:
        response.status_code = status.HTTP_201_CREATED
    return await detail(session, lead, reader)
