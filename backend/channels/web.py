"""The web channel's greeting: which page may show whose chat."""

from urllib.parse import urlsplit

from backend.channels import queries as accounts
from backend.channels.errors import OriginNotAllowed, TenantUnknown
from backend.channels.schemas import WidgetConfigOut, WidgetTenantOut
from backend.core import clock
from backend.core.database.session import PlatformSession
from backend.core.http.tokens import WIDGET_LIFETIME, issue_widget_token
from backend.tenants import queries as tenants


async def greet(session: PlatformSession, secret: str, slug: str, origin: str) -> WidgetConfigOut:
    """Branding, texts and a token bound to tenant and origin.

    Raises `TenantUnknown` (also while the business is paused) or `OriginNotAllowed`.
    """
    tenant = await tenants.find_by_slug(session, slug)
    if tenant is None or tenant.status != "active":
        raise TenantUnknown()
    if normalised(origin) not in {normalised(allowed) for allowed in tenant.allowed_origins}:
        raise OriginNotAllowed(origin=origin[:200])
    now = clock.now()
    return WidgetConfigOut(
        tenant=WidgetTenantOut(name=tenant.name, slug=tenant.slug),
        branding=tenant.branding,
        texts=tenant.texts,
        languages=tenant.languages,
        default_language=tenant.default_language,
        status="maintenance" if tenant.maintenance else "open",
        carry=await accounts.list_carriers(session, tenant.id),
        token=issue_widget_token(secret, tenant.id, origin, now),
        expires_in=int(WIDGET_LIFETIME.total_seconds()),
        token_expires_at=now + WIDGET_LIFETIME,
    )


def normalised(origin: str) -> str:
    """Scheme and host in lower case, the port only where it is not the scheme's own."""
    parts = urlsplit(origin.strip().lower())
    try:
        port = parts.port
    except ValueError:
        return ""
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname or ''}" + (f":{port}" if port and port != usual else "")
