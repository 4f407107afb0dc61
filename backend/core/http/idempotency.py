"""A request that is sent again because its answer was lost: the Idempotency-Key header tells it from a new one."""

import hashlib
import re
from typing import Annotated, Final

from fastapi import Header
from pydantic import BaseModel

KEY: Final = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
DESCRIPTION: Final = "8 to 64 letters, digits, - or _; a repeat with the same key does nothing twice"
IdempotencyKey = Annotated[str | None, Header(pattern=KEY.pattern, description=DESCRIPTION)]


def digest(body: BaseModel) -> bytes:
    """Bodies are the same when they mean the same, whatever their spelling; another one is a conflict."""
    return hashlib.sha256(body.model_dump_json().encode()).digest()
