"""Who calls a route, and the ids that are theirs to name."""

from httpx2 import Response

from tests.isolation.company import Company
from tests.support.people import Person
from tests.support.routes import Route

# What ends the caller's own session, or shuts the company's door, is done to a company of its own.
SELF_HARM = ("/v1/auth/", "/v1/members", "/v1/tenant", "/v1/admin/")


def right_caller(route: Route) -> str:
    if route.for_superadmins:
        return "superadmin"
    if route.for_visitors:
        return "visitor"
    return "nobody" if route.public else "owner"


class Callers:
    """Who calls, by name; `owner` owns the company that has lived, unless the route would end that."""

    def __init__(self, company: Company, stranger: Person, superadmin: Person) -> None:
        self.company, self.stranger, self.superadmin = company, stranger, superadmin

    def headers(self, caller: str, route: Route) -> dict[str, str]:
        owner = self.stranger if route.path.startswith(SELF_HARM) else self.company.owner
        found = {
            "nobody": {},
            "visitor": self.company.page,
            "owner": owner.headers,
            "superadmin": self.superadmin.headers,
        }
        return found[caller]

    def ids(self, route: Route) -> dict[str, str]:
        """Real ones, so that more than a 404 is seen."""
        mine = {name: found[0] for name, found in self.company.ids.items()}
        return {name: mine[name] for name in route.parameters} | self._own(route)

    def _own(self, route: Route) -> dict[str, str]:
        return {"tenant_id": self.stranger.tenant_id} if "tenant_id" in route.parameters else {}


def assert_clear(answer: Response) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        error = answer.json()["error"]
        assert error["code"]
        assert error["message"]
        assert error["request_id"]
