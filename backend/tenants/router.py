"""A company's own settings, its snippet, and the check that the snippet is in place."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from backend.core.crypto import fingerprint
from backend.core.http.dependencies import Admin, Db, TenantSession, Viewer
from backend.providers.bundle import Providers
from backend.tenants import installation, queries, service, verifying
from backend.tenants.schemas import InstallationOut, SnippetOut, TenantOut, TenantUpdate, VerifyInstallation

router = APIRouter(prefix="/tenant", tags=["tenant"])


def _providers(request: Request) -> Providers:
    found: Providers = request.app.state.providers
    return found


Outside = Annotated[Providers, Depends(_providers)]


@router.get("", summary="Your company")
async def read(_: Viewer, session: TenantSession) -> TenantOut:
    return TenantOut.model_validate(await queries.get_own(session))


@router.patch("", summary="Change your company")
async def update(body: TenantUpdate, request: Request, actor: Admin, session: TenantSession) -> TenantOut:
    address_hash = fingerprint(request.state.client_ip)
    return TenantOut.model_validate(await service.update(session, body, by=actor.user_id, address_hash=address_hash))


@router.get("/snippet", summary="The line for your web page")
async def snippet(_: Viewer, session: TenantSession, outside: Outside) -> SnippetOut:
    tenant = await queries.get_own(session)
    api_url = outside.site.api_url
    return SnippetOut(snippet=installation.snippet(api_url, tenant.slug), widget_url=installation.widget_url(api_url))


@router.post("/verify-installation", summary="Look whether the widget is on a page")
async def verify_installation(body: VerifyInstallation, actor: Admin, db: Db, outside: Outside) -> InstallationOut:
    assert actor.tenant_id is not None
    # Read and closed before the page is fetched: no transaction waits for somebody's web server.
    async with db.tenant(actor.tenant_id) as session:
        tenant = await queries.get_own(session)
    return await verifying.verify(outside.web_pages, tenant, url=body.url, api_url=outside.site.api_url)
