"""Pages by cursor: an opaque position, so that rows that come in between neither repeat nor vanish."""

import base64
import binascii
import json
import uuid
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

from backend.core.errors import Invalid

Limit = Annotated[int, Query(ge=1, le=200, description="Rows a page")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before")]


class BadCursor(Invalid):
    """This cursor is not one of ours; start from the first page."""


Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """One page; `next_cursor` is null on the last."""

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None


# Any: a position is the sort values of a row, as JSON.
def encode(position: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(position, default=str).encode()).decode().rstrip("=")


def decode(cursor: str, *, length: int) -> list[Any]:
    """Raises `BadCursor`."""
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(position, list) or len(position) != length:
        raise BadCursor()
    return position


def moment(value: Any) -> datetime:
    """A cursor's moment. Raises `BadCursor`."""
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadCursor from error


def identifier(value: Any) -> uuid.UUID:
    """A cursor's id. Raises `BadCursor`."""
    try:
        return uuid.UUID(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise BadCursor from error


def after_id(cursor: str | None) -> uuid.UUID | None:
    """The position in a list that is ordered by id alone. Raises `BadCursor`."""
    return identifier(decode(cursor, length=1)[0]) if cursor else None
