"""Shapes of uploads."""

import uuid

from pydantic import BaseModel, ConfigDict


class FileOut(BaseModel):
    """An upload that was accepted."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    content_type: str
    size: int
