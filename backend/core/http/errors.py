"""One shape for every error: {"error": {"code", "message", "details", "request_id"}} (IDN-20)."""

import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg import errors as pg
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from backend.core.errors import AppError, Conflict, Invalid, RateLimited, Unavailable

log = structlog.get_logger()

_BY_STATUS = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
}


class ErrorBody(BaseModel):
    """What went wrong: a stable code for programs, a sentence for people."""

    code: str
    message: str
    details: dict[str, Any] = {}
    request_id: str | None = None


class ErrorOut(BaseModel):
    """Every answer that is not a success."""

    error: ErrorBody


class BodyTooLarge(HTTPException):
    """Raised while a body is read; of all exceptions FastAPI's readers let only this kind through."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"Send at most {limit} bytes.")
        self.limit = limit


class InvalidInput(Invalid):
    """Some of the fields are not valid."""


class NotStorable(Invalid):
    """The text holds characters that cannot be stored."""


def render(request: Request, status: int, body: ErrorBody, headers: dict[str, str] | None = None) -> JSONResponse:
    body.request_id = getattr(request.state, "request_id", None)
    return JSONResponse({"error": body.model_dump(mode="json")}, status, headers)


async def _app_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, RateLimited) else {}
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return render(
        request,
        error.status,
        ErrorBody(code=error.code, message=error.message, details=error.details),
        headers,
    )


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    # The input itself is left out: it may hold a password or a person's data.
    fields = [
        {"field": ".".join(map(str, each["loc"])), "message": each["msg"], "type": each["type"]}
        for each in error.errors()
    ]
    return await _app_error(request, InvalidInput(fields=fields))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, "http_error")
    return render(
        request, error.status_code, ErrorBody(code=code, message=str(error.detail)), dict(error.headers or {})
    )


async def too_large(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, BodyTooLarge)
    return render(request, 413, ErrorBody(code="body_too_large", message=error.detail, details={"limit": error.limit}))


async def _cut_off(request: Request, error: Exception) -> JSONResponse:
    """Whoever hung up within their own body reads nothing; logs and metrics say that the fault was theirs."""
    return render(request, 400, ErrorBody(code="bad_request", message="The body did not arrive whole."))


async def _database(request: Request, error: Exception) -> JSONResponse:
    """What Postgres refuses because of the input is a 4xx; a lost database is a 503; the rest is ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, pg.UniqueViolation | pg.ExclusionViolation | pg.SerializationFailure | pg.DeadlockDetected):
        return await _app_error(request, Conflict())
    if isinstance(cause, pg.UntranslatableCharacter | pg.CharacterNotInRepertoire | pg.DataError):
        return await _app_error(request, NotStorable())
    if isinstance(error, OperationalError | PoolTimeout) or isinstance(cause, pg.OperationalError | pg.InterfaceError):
        log.error("database_unavailable", error=type(cause).__name__)
        return await _app_error(request, Unavailable())
    return await unexpected(request, error)


async def unexpected(request: Request, error: Exception) -> JSONResponse:
    """A fault of ours: logged with its trace, never shown."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, pg.Error):
        # Its sentences quote rows and values, so people's data; what failed and where says enough (SEC-05).
        diag = cause.diag
        what = {"sqlstate": cause.sqlstate, "table": diag.table_name, "constraint": diag.constraint_name}
        trace = "".join(traceback.format_tb(error.__traceback__))
        log.error("unexpected_error", error=type(cause).__name__, trace=trace, path=request.url.path, **what)
    else:
        log.error("unexpected_error", exc_info=error, path=request.url.path)
    body = ErrorBody(code="internal_error", message="Something went wrong on our side; please try again.")
    return render(request, 500, body)


# The closest class wins, as in the framework.
_HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[JSONResponse]]] = {
    AppError: _app_error,
    ClientDisconnect: _cut_off,
    RequestValidationError: _validation,
    HTTPException: _http,
    BodyTooLarge: too_large,
    DBAPIError: _database,
    PoolTimeout: _database,
    pg.Error: _database,
    Exception: unexpected,
}


def install(app: FastAPI) -> None:
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)


async def answer(request: Request, error: Exception) -> JSONResponse:
    """The same answer for a road that the framework does not lead to."""
    return await next(_HANDLERS[kind] for kind in type(error).__mro__ if kind in _HANDLERS)(request, error)
