"""The common forms of a reply: its words, or its figure."""

import math

from pydantic import JsonValue

from backend.flows.engine.parsing.numbers import whole
from backend.flows.engine.state import Reply


def words(reply: Reply) -> str:
    """The reply as text, whichever field carried it."""
    for form in (reply.text, reply.option, reply.value):
        if isinstance(form, str):
            return form
        if isinstance(form, int | float) and not isinstance(form, bool):
            return str(form)
    return ""


def figure(value: JsonValue) -> float | None:
    """A number sent as a number; infinities and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return whole(number) if math.isfinite(number) else None
