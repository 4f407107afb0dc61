"""Whoever takes events in, in these tests: a job that does nothing, so that what was handed on can be read."""

from collections.abc import Iterator
from typing import Any

import pytest

from backend.core import events
from backend.core.jobs import job
from backend.inbox.events import EventKept
from backend.reactions import REACTIONS


@job("tests.take_in", queue="chat")
async def take_in(_session: Any, _providers: Any, *, event_id: str) -> None:
    """Stands for the conversations' own."""


@pytest.fixture(autouse=True)
def handed_on(app: object) -> Iterator[None]:
    events.connect(REACTIONS | {EventKept: (take_in,)})
    yield
    events.connect(REACTIONS)
