"""A request that is sent again because its answer was lost: the Idempotency-Key header tells it from a new one."""

import hashlib
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel

IdempotencyKey = Annotated[
    str | None,
    Header(
        pattern=r"^[A-Za-z0-9_-]{8,64}$",
        description="8 to 64 letters, digits, - or _; a repeat with the same key does nothing twice",
    ),
]


def digest(body: BaseModel) -> bytes:
    """Bodies are the same when they mean the same, whatever their spelling; another one is a conflict."""
    return hashlib.sha256(body.model_dump_json().encode()).digest()
