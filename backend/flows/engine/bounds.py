"""Says where a figure falls outside what a block allows."""

from backend.flows.engine.formatting import amount_text, number_text
from backend.flows.engine.parsing.money import is_currency
from backend.flows.engine.scene import Scene
from backend.flows.engine.sentences import Hint
from backend.flows.engine.steps import Wrong

Bounds = tuple[float | None, float | None]


def outside(span: Bounds, allowed: Bounds, unit: str | None, scene: Scene) -> Wrong | None:
    """The known bounds of a span must both be allowed: "up to 3.000" is refused where 5.000 is the least."""
    known = [bound for bound in span if bound is not None]
    least, most = allowed
    too_low = least is not None and any(bound < least for bound in known)
    too_high = most is not None and any(bound > most for bound in known)
    if not (too_low or too_high):
        return None
    facts = {"min": _said(least, unit, scene), "max": _said(most, unit, scene)}
    if least is not None and most is not None:
        return Wrong(Hint.BETWEEN, facts)
    return Wrong(Hint.AT_LEAST if too_low else Hint.AT_MOST, facts)


def _said(bound: float | None, unit: str | None, scene: Scene) -> str:
    if bound is None:
        return ""
    if unit and is_currency(unit):
        return amount_text(bound, unit, scene.language)
    number = number_text(bound, scene.language)
    return f"{number} {unit.replace('m2', 'm²')}" if unit else number
