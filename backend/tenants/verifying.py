"""Visits a page and says, in codes that the panel puts into words, whether the widget will show there."""

from typing import Final

from backend.providers import web_page
from backend.providers.web_page import PageNotRead, WebPage, WebPages
from backend.tenants import installation
from backend.tenants.enums import InstallationProblem as Problem
from backend.tenants.models import Tenant
from backend.tenants.origins import origin_of
from backend.tenants.schemas import InstallationOut

_REFUSALS: Final[dict[type[PageNotRead], Problem]] = {
    web_page.PageAddressRefused: Problem.ADDRESS_REFUSED,
    web_page.PageTooSlow: Problem.TOO_SLOW,
    web_page.PageRedirectsTooOften: Problem.TOO_MANY_REDIRECTS,
}


async def verify(pages: WebPages, tenant: Tenant, *, url: str, api_url: str) -> InstallationOut:
    """Only pages of the tenant's own origins are visited: we are nobody's tool to look at others."""
    if origin_of(url) not in tenant.allowed_origins:
        return _unread(url, Problem.ORIGIN_NOT_ALLOWED)
    try:
        page = await pages.read(url)
    except PageNotRead as refusal:
        return _unread(url, _REFUSALS.get(type(refusal), Problem.UNREACHABLE))
    return _judge(page, tenant, api_url)


def _judge(page: WebPage, tenant: Tenant, api_url: str) -> InstallationOut:
    problems: list[Problem] = []
    slug = None
    if page.status >= 400:
        problems.append(Problem.BAD_STATUS)
    elif "html" not in page.content_type:
        problems.append(Problem.NOT_A_WEB_PAGE)
    else:
        seen = installation.inspect(page.text, page_url=page.url, slug=tenant.slug, api_url=api_url)
        slug, problems = seen.slug, list(seen.problems)
    # A redirect may end where the widget would be refused.
    if origin_of(page.url) not in tenant.allowed_origins:
        problems.append(Problem.ORIGIN_NOT_ALLOWED)
    return InstallationOut(
        found=slug == tenant.slug,
        reachable=True,
        status=page.status,
        tenant_slug_found=slug,
        problems=problems,
        checked_url=page.url,
    )


def _unread(url: str, problem: Problem) -> InstallationOut:
    return InstallationOut(
        found=False, reachable=False, status=None, tenant_slug_found=None, problems=[problem], checked_url=url
    )
