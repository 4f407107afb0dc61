"""The list of routers: at the root, under /v1 and under /v1/admin."""

from collections.abc import Mapping

from fastapi import APIRouter

from backend.accounts.router import ROUTERS as accounts
from backend.assistant.router import ROUTERS as assistant
from backend.audit.router import router as audit
from backend.channels import webhooks_router
from backend.channels.accounts_router import router as channel_accounts
from backend.channels.prices_router import router as channel_prices
from backend.channels.router import router as channels
from backend.channels.script_router import router as widget_script
from backend.channels.templates_router import router as channel_templates
from backend.conversations.router import ROUTERS as conversations
from backend.conversations.router import sending
from backend.core.http.direct_roads import Road
from backend.core.http.health import router as health
from backend.exports.router import router as exports
from backend.files.router import router as files
from backend.flows.router import router as flows
from backend.imports.router import router as imports
from backend.inbox.router import router as inbox
from backend.leads.router import ROUTERS as leads
from backend.nurturing.router import router as nurturing
from backend.plans.router import router as plans
from backend.prospecting.router import ROUTERS as prospecting
from backend.superadmin.router import router as superadmin
from backend.tasks.router import router as tasks
from backend.tenants.router import router as tenants

AT_ROOT: tuple[APIRouter, ...] = (health, widget_script)

# The two calls that machines hammer.
DIRECT: Mapping[tuple[str, str], Road] = {
    ("POST", "/v1/webhooks/meta"): webhooks_router.meta,
    ("POST", "/v1/chat/send"): sending.fed,
}

# A request is matched against one route after another: Telegram's webhooks stand first.
ROUTERS: tuple[APIRouter, ...] = (
    webhooks_router.router,
    *accounts,
    *assistant,
    channel_accounts,
    channel_prices,
    channel_templates,
    channels,
    *conversations,
    exports,
    files,
    flows,
    imports,
    inbox,
    *leads,
    audit,
    nurturing,
    plans,
    *prospecting,
    superadmin,
    tasks,
    tenants,
)
