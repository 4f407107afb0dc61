"""The error tree: every refusal has a family (HTTP status) and a stable code.

    AppError
    |-- Invalid            422
    |-- Unauthenticated    401
    |-- Forbidden          403
    |-- NotFound           404
    |-- Conflict           409
    |-- TooLarge           413
    |-- QuotaExceeded      402
    |-- RateLimited        429
    |-- UpstreamFailed     502
    `-- Unavailable        503

A capability derives its own; the docstring is the message, the class name in snake case is the code.
"""

import re
from typing import Any, ClassVar


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class AppError(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "app_error"

    # Any: details are free JSON for the client, different for each error.
    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.details = details
        super().__init__(self.message)

    def __init_subclass__(cls) -> None:
        if "code" not in cls.__dict__:
            cls.code = _snake(cls.__name__)


class Invalid(AppError):
    """The request is not valid."""

    status = 422


class Unauthenticated(AppError):
    """Sign in to continue."""

    status = 401


class Forbidden(AppError):
    """You are not allowed to do this."""

    status = 403


class NotFound(AppError):
    """There is nothing here."""

    status = 404


class Conflict(AppError):
    """This clashes with the present state; load it again and retry."""

    status = 409


class TooLarge(AppError):
    """This is larger than we accept."""

    status = 413


class QuotaExceeded(AppError):
    """Your plan's limit is reached."""

    status = 402


class RateLimited(AppError):
    """Too many requests; wait a moment and try again."""

    status = 429

    def __init__(self, message: str | None = None, *, retry_after: int = 60, **details: Any) -> None:
        super().__init__(message, retry_after=retry_after, **details)
        self.retry_after = retry_after


class UpstreamFailed(AppError):
    """An outside service did not answer as expected."""

    status = 502


class Unavailable(AppError):
    """The service is not ready; try again shortly."""

    status = 503
