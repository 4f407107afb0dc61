"""Speaks HTTP with the API: bearer token renewed by itself, errors typed, the browser's address handed on."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeVar, cast

import requests
from pydantic import BaseModel, TypeAdapter, ValidationError
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from backend.accounts.schemas import TokenPair
from streamlit_app.kit.session import Session

TIMEOUT: Final = (3.05, 20.0)
# A file of 50 MB is looked through before the answer; one that comes may be made while it is sent.
FILE_TIMEOUT: Final = (3.05, 180.0)
# A 401 with another code is about what was typed (a wrong code, a wrong password), not about the session.
RENEWABLE: Final = frozenset({"token_expired", "invalid_token", "unauthenticated"})
ENDED: Final = frozenset({"session_ended", "refresh_refused", "refresh_reused"})

Shape = TypeVar("Shape")


class ApiError(Exception):
    """The API said no, or could not be reached (`status` 0); `code` is stable, `details` depend on it."""

    # Any: details are free JSON, different for each code.
    def __init__(self, code: str, message: str = "", *, status: int = 0, details: dict[str, Any] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.status = status
        self.details = details or {}


class SignedOut(ApiError):
    """This session has ended; only signing in again helps."""


def connect() -> requests.Session:
    """One pool for the process. Reads are tried again when a connection fails; nothing else is."""
    http = requests.Session()
    retry = Retry(total=2, connect=2, read=2, status=0, allowed_methods={"GET"}, backoff_factor=0.1)
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=64, max_retries=retry)
    http.mount("http://", adapter)
    http.mount("https://", adapter)
    http.trust_env = False
    return http


@dataclass
class Transport:
    """Calls for one browser; without a session they are anonymous."""

    http: requests.Session
    base_url: str
    session: Session | None = None
    language: str = "es"
    address: str = ""
    agent: str = ""
    _headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._headers = {"Accept-Language": self.language, "User-Agent": self.agent or "OpenSells panel"}
        if self.address:
            self._headers["X-Forwarded-For"] = self.address

    def get(self, path: str, shape: type[Shape], **query: Any) -> Shape:
        return read(shape, self.call("GET", path, query=query))

    def post(self, path: str, shape: type[Shape], body: BaseModel | dict[str, Any] | None = None) -> Shape:
        return read(shape, self.call("POST", path, body=body))

    def patch(self, path: str, shape: type[Shape], body: BaseModel | dict[str, Any]) -> Shape:
        return read(shape, self.call("PATCH", path, body=body))

    def put(self, path: str, shape: type[Shape], body: BaseModel | dict[str, Any]) -> Shape:
        return read(shape, self.call("PUT", path, body=body))

    # Any: JSON in, JSON out; `read` gives it its type.
    def call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: BaseModel | dict[str, Any] | None = None,
        form: dict[str, str] | None = None,
    ) -> Any:
        """The answer's JSON, None when empty. Raises `ApiError`, `SignedOut`."""
        response = self._authorised(method, path, params=_query(query), json=_json(body), data=form)
        return _decoded(response) if response.content else None

    # Any: as with `call`.
    def upload(self, path: str, name: str, content: bytes) -> Any:
        """The answer's JSON to a file sent as the field `file`. Raises `ApiError`, `SignedOut`."""
        return _decoded(self._authorised("POST", path, files={"file": (name, content)}, timeout=FILE_TIMEOUT))

    def stream(self, path: str) -> requests.Response:
        """A download that is read piece by piece; the caller closes it. Raises `ApiError`, `SignedOut`."""
        return self._authorised("GET", path, stream=True, timeout=FILE_TIMEOUT)

    def content(self, path: str) -> bytes:
        """The raw bytes of a download. Raises `ApiError`, `SignedOut`."""
        return self._authorised("GET", path).content

    def _authorised(self, method: str, path: str, **given: Any) -> requests.Response:
        token = self._token()
        response = self._send(method, path, token, **given)
        if response.status_code == 401 and self.session is not None:
            error = _error(response)
            if error.code in ENDED:
                raise SignedOut(error.code, error.message, status=401)
            if error.code in RENEWABLE:
                response = self._send(method, path, self._renewed(self.session, token), **given)
        if response.status_code >= 400:
            raise _error(response)
        return response

    def _token(self) -> str:
        if self.session is None:
            return ""
        return self.session.access_token or self._renewed(self.session, "")

    def _renewed(self, session: Session, stale: str) -> str:
        """One renewal for all tabs: who comes second finds the new token already there."""
        with session.lock:
            if session.ended:
                raise SignedOut("session_ended", status=401)
            if session.access_token == stale:
                response = self._send("POST", "/v1/auth/refresh", "", json={"refresh_token": session.refresh_token})
                if response.status_code in (401, 403, 422):
                    raise SignedOut(_error(response).code, status=401)
                if response.status_code >= 400:
                    raise _error(response)
                session.adopt(read(TokenPair, _decoded(response)))
            return session.access_token

    def _send(self, method: str, path: str, token: str, **given: Any) -> requests.Response:
        headers = self._headers | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            return self.http.request(
                method, self.base_url + path, headers=headers, allow_redirects=False, **({"timeout": TIMEOUT} | given)
            )
        except requests.Timeout as error:
            raise ApiError("too_slow") from error
        except requests.RequestException as error:
            raise ApiError("unreachable") from error


# Any: JSON.
def read(shape: type[Shape], found: Any) -> Shape:
    """Raises `ApiError` where the answer is not what both sides agreed on."""
    try:
        parsed: Shape = _adapter(cast(Hashable, shape)).validate_python(found)
    except ValidationError as error:
        raise ApiError("unexpected_answer") from error
    return parsed


# Any: one adapter for each shape; `read` knows which.
@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _json(body: BaseModel | dict[str, Any] | None) -> dict[str, Any] | None:
    if isinstance(body, BaseModel):
        return body.model_dump(mode="json", exclude_unset=True)
    return body


def _query(query: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (query or {}).items() if value not in (None, "", [])}


def _decoded(response: requests.Response) -> Any:
    try:
        return response.json()
    except requests.JSONDecodeError as error:
        raise ApiError("unexpected_answer", status=response.status_code) from error


def _error(response: requests.Response) -> ApiError:
    try:
        body = response.json()["error"]
        return ApiError(
            str(body["code"]),
            str(body.get("message", "")),
            status=response.status_code,
            details=dict(body.get("details") or {}),
        )
    except (requests.JSONDecodeError, KeyError, TypeError, ValueError):
        return ApiError("unexpected_answer", status=response.status_code)
