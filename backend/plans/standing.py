"""How much of an entitlement is left: pure arithmetic on what was counted."""

from dataclasses import dataclass
from decimal import Decimal

from backend.plans.enums import OnExceed, Unit, Window

Number = int | float


@dataclass(frozen=True, slots=True)
class Standing:
    """One entitlement and its usage in the present period; a `limit` of None is without limit."""

    metric: str
    window: Window
    unit: Unit
    on_exceed: OnExceed
    limit: Number | None
    used: Number
    reserved: Number
    period: str
    plan: str
    timezone: str

    @property
    def remaining(self) -> Number | None:
        """Never below zero, and never None where a limit exists (X6)."""
        return None if self.limit is None else max(0, self.limit - self.used - self.reserved)


def plain(amount: Decimal) -> Number:
    """Whole amounts as integers, money as it is."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def tightest(standings: list[Standing]) -> Standing | None:
    """Of several windows of one metric the one with least left (X6)."""
    return min(
        standings,
        key=lambda each: float("inf") if each.remaining is None else each.remaining,
        default=None,
    )
