"""A page of rows, as every list of the API answers."""

from typing import Generic, TypeVar

from pydantic import BaseModel

Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """`next_cursor` is null on the last."""

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None
