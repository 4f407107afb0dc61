"""The API's routes as a table, for the tests that walk all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from backend.api import AT_ROOT, ROUTERS
from backend.core.http import dependencies

# Nobody is signed in yet, or a mailed secret stands for the person; platforms sign what they send.
PUBLIC = frozenset(
    {
        "GET /health",
        "GET /v1/health",
        "GET /ready",
        "GET /metrics",
        "GET /widget.js",
        "GET /v1/widget/config",
        "GET /v1/webhooks/meta",
        "POST /v1/webhooks/meta",
        "POST /v1/webhooks/telegram/{account_id}",
        "POST /v1/auth/register",
        "POST /v1/auth/login",
        "POST /v1/auth/login/second-factor",
        "POST /v1/auth/refresh",
        "POST /v1/auth/verify",
        "POST /v1/auth/password/forgot",
        "POST /v1/auth/password/reset",
        "POST /v1/auth/invitations/preview",
        "POST /v1/auth/invitations/accept",
    }
)


@dataclass(frozen=True)
class Route:
    """A method on a path, with all that stands in its signature, dependencies of dependencies too."""

    method: str
    path: str
    parameters: tuple[str, ...]
    calls: frozenset[object]
    takes_input: bool
    body: Literal["json", "form", "file"] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def public(self) -> bool:
        return str(self) in PUBLIC

    @property
    def for_visitors(self) -> bool:
        return dependencies.visitor in self.calls

    @property
    def for_superadmins(self) -> bool:
        return dependencies.super_admin in self.calls

    @property
    def names_its_caller(self) -> bool:
        return self.for_visitors or dependencies.person in self.calls

    @property
    def roles(self) -> set[str]:
        """What `require(role)` closed over."""
        closures = (getattr(call, "__closure__", ()) for call in self.calls if _is_role(call))
        return {cell.cell_contents.value for closure in closures for cell in closure}


def _is_role(call: object) -> bool:
    return getattr(call, "__qualname__", "").startswith("require.")


def _body(route: APIRoute) -> Literal["json", "form", "file"] | None:
    fields = [type(each.field_info).__name__ for each in route.dependant.body_params]
    if not fields:
        return None
    return "file" if "File" in fields else "form" if "Form" in fields else "json"


def _takes_input(dependant: Dependant) -> bool:
    own = dependant.path_params or dependant.query_params or dependant.body_params
    return bool(own) or any(map(_takes_input, dependant.dependencies))


def _calls(dependant: Dependant) -> Iterator[object]:
    if dependant.call:
        yield dependant.call
    for each in dependant.dependencies:
        yield from _calls(each)


def _routes() -> Iterator[Route]:
    for prefix, router in [*(("", router) for router in AT_ROOT), *(("/v1", router) for router in ROUTERS)]:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            parameters = tuple(each.name for each in route.dependant.path_params)
            for method in sorted(route.methods or ()):
                calls = frozenset(_calls(route.dependant))
                yield Route(method, prefix + route.path, parameters, calls, _takes_input(route.dependant), _body(route))


ROUTES = tuple(_routes())
