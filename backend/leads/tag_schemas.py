"""The shape of a tag."""

from pydantic import BaseModel, ConfigDict


class TagOut(BaseModel):
    """A tag, folded and as it is written, and how many leads have it."""

    model_config = ConfigDict(from_attributes=True)

    tag: str
    name: str
    leads: int
