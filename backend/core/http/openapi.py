"""The API's document: to what each route declares itself it adds the refusals that follow from its signature."""

from typing import Any

from fastapi import FastAPI

from backend.core.http.errors import ErrorOut
from backend.core.http.rate_limit import PUBLIC_PREFIXES

# For the routes that spend what a plan limits (X3). Any: FastAPI takes whatever describes a response.
SPENDS_QUOTA: dict[int | str, dict[str, Any]] = {402: {"model": ErrorOut, "description": "The plan's limit is reached"}}

_REF = "#/components/schemas/ErrorOut"
_SENTENCES = {
    400: "The body cannot be read",
    401: "No token, or not a good one",
    403: "Not allowed",
    404: "Not found",
    409: "Clashes with the present state",
    413: "Too large",
    429: "Too many requests; wait for `Retry-After` seconds",
    503: "Not ready; try again shortly",
}


class DocumentedApi(FastAPI):
    """FastAPI whose document names every answer: clients are written, and tested, against it."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            for path, operations in super().openapi()["paths"].items():
                for method, operation in operations.items():
                    _declare(path, method, operation)
        return super().openapi()


# Any: the document is JSON.
def _declare(path: str, method: str, operation: dict[str, Any]) -> None:
    declared: dict[str, Any] = operation["responses"]
    for status in sorted(_refusals(path, method, operation)):
        content = {"application/json": {"schema": {"$ref": _REF}}}
        declared.setdefault(str(status), {"description": _SENTENCES[status], "content": content})


def _refusals(path: str, method: str, operation: dict[str, Any]) -> set[int]:
    found = {503}
    if "security" in operation:
        found |= {401, 403}
    if path.startswith("/v1/auth/"):
        found |= {401}
    if "{" in path:
        found |= {404}
    if method != "get":
        found |= {409}
    if "requestBody" in operation:
        # Bytes that are no JSON and no form at all are 400; wrong fields are 422.
        found |= {400, 413}
    if path.startswith(PUBLIC_PREFIXES):
        found |= {429}
    return found
