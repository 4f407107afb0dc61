"""Shapes of the agent's reasons."""

from pydantic import BaseModel


class TraceStepOut(BaseModel):
    """One step: what it found, as a stable word, and why, in words and numbers for people."""

    step: str
    what: str
    why: list[str] = []


class TraceOut(BaseModel):
    """How one answer came to be (DMA-01)."""

    message_id: str
    text: str
    steps: list[TraceStepOut]
