"""Who may call what: every route names its caller, and who works above the tenants is counted."""

import ast
from collections import Counter
from collections.abc import Iterator

from tests.architecture.source import Module, backend, expect_none
from tests.support.routes import PUBLIC, ROUTES

# Platforms sign what they tell. Anybody signed in acts on the own account and talks with the assistant, which may no
# more than the person; the rest computes and keeps nothing.
ANY_ROLE_MAY_POST = (
    "/v1/webhooks/",
    "/v1/auth/",
    "/v1/chat/",
    "/v1/flows/{flow_id}/validate",
    "/v1/assistant/",
    "/v1/memory",
)


def test_there_are_routes() -> None:
    assert len(ROUTES) > 50


def test_every_route_names_its_caller() -> None:
    expect_none(each for each in ROUTES if not each.names_its_caller and not each.public)


def test_the_list_of_public_routes_holds_nothing_else() -> None:
    assert {str(each) for each in ROUTES if not each.names_its_caller} == PUBLIC


def test_the_platforms_routes_are_the_superadmins() -> None:
    assert any(each.for_superadmins for each in ROUTES)
    expect_none(each for each in ROUTES if each.path.startswith("/v1/admin/") != each.for_superadmins)


def test_the_chat_is_the_visitors() -> None:
    assert any(each.for_visitors for each in ROUTES)
    expect_none(each for each in ROUTES if each.path.startswith("/v1/chat/") != each.for_visitors)


def test_who_only_looks_changes_nothing() -> None:
    """X8: a viewer reads."""
    expect_none(
        each
        for each in ROUTES
        if each.method != "GET"
        and not each.path.startswith(ANY_ROLE_MAY_POST)
        and not each.for_superadmins
        and not each.roles & {"agent", "admin", "owner"}
    )


# How often each asks for a session over all tenants. Whoever adds one says here why.
ABOVE_TENANTS = {
    # A person belongs to several companies: signing in, one's own account, invitations, the mails about them.
    "backend.accounts.inviting": 2,
    "backend.accounts.jobs": 2,
    "backend.accounts.recovering": 4,
    "backend.accounts.registering": 1,
    "backend.accounts.router.own_account": 2,
    "backend.accounts.router.second_factor": 3,
    "backend.accounts.router.signing_in": 7,
    "backend.accounts.signing_in": 7,
    "backend.accounts.throttling": 1,
    # The widget's first call knows a slug and no tenant.
    "backend.channels.router": 1,
    # A platform's event names an account and no tenant; the clock looks after every account and every event.
    "backend.channels.queries": 1,
    "backend.channels.jobs": 1,
    "backend.inbox.jobs": 2,
    # The platform's own panel, its notes of faults, and the question whether all is ready.
    "backend.superadmin.router": 10,
    "backend.main": 1,
    "backend.core.http.dependencies": 1,
    "backend.core.http.health": 1,
    # The clock: old things are forgotten, and each tenant's work is handed out.
    "backend.core.jobs": 2,
    "backend.conversations.delivery_jobs": 1,
    # Conversations whose time with people is over.
    "backend.conversations.inbox_jobs": 1,
    "backend.conversations.jobs": 1,
    "backend.exports.jobs": 1,
    "backend.imports.jobs": 1,
    "backend.leads.jobs": 1,
    "backend.nurturing.jobs": 2,
    "backend.plans.jobs": 2,
    "backend.prospecting.clock_jobs": 1,
    "backend.superadmin.jobs": 1,
    # The operator: first superadmin, demo data, new keys.
    "backend.cli": 1,
    "backend.demo.service": 1,
    "backend.core.key_rotation": 1,
    "backend.files.service": 1,
    "backend.exports.service": 1,
    "backend.imports.service": 1,
}


def _openings(module: Module) -> Iterator[ast.AST]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if named in {"platform", "every"} or any(
                each.arg == "platform" and getattr(each.value, "value", None) is True for each in node.keywords
            ):
                yield node
        elif (
            isinstance(node, ast.arg)
            and module.story.endswith("router")
            and isinstance(node.annotation, ast.Name)
            and node.annotation.id == "PlatformSession"
        ):
            yield node


def test_who_works_above_the_tenants_is_counted() -> None:
    """Login, the widget's greeting, superadmin, the clock's fan-out and the operator; nobody else (IDN-11)."""
    found = Counter(each.name for each in backend() for _ in _openings(each))
    assert dict(found) == ABOVE_TENANTS
