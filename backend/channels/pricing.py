"""What a message on WhatsApp costs: by its category, the person's calling code and the open window. Pure.

Since 1 July 2025 Meta charges each delivered template by its category and by the country of the person's number. Its
rates differ by currency and change several times a year, so none of them stands here: a business enters its own list.
Whether a utility template is free while the person's window is open has changed twice (free from July 2025; providers
write that from October 2026 it and plain replies cost too), so it is part of that list, and not free unless said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.channels.enums import CostKind, PriceCategory

# The prefix of a price that holds wherever no longer one does.
ELSEWHERE = ""


@dataclass(frozen=True, slots=True)
class Price:
    """`prefix` is the beginning of a number without its plus: a country's calling code, or more of it."""

    category: str
    prefix: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PriceList:
    """What an account pays, in one currency."""

    currency: str
    prices: Sequence[Price]
    utility_free_in_window: bool = False

    def of(self, category: str) -> list[Price]:
        return [each for each in self.prices if each.category == category]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one message costs; an amount stands only beside `priced`."""

    kind: CostKind
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a category costs before it is known whom it goes to: the least, and what holds in any other country."""

    currency: str
    least: Decimal
    elsewhere: Decimal | None


def estimate(known: PriceList | None, category: str, phone: str | None, *, window_open: bool) -> Cost:
    """What a template would cost now; `phone` in E.164 is None where the person hides their number (F2)."""
    free = known is not None and known.utility_free_in_window
    if category == PriceCategory.UTILITY and window_open and free:
        return Cost(CostKind.FREE)
    return charged(known, category, phone)


def charged(known: PriceList | None, category: str, phone: str | None) -> Cost:
    """What a message costs that Meta calls billable: the price with the longest prefix of the number."""
    prices = known.of(category) if known else []
    if known is None or not prices:
        return Cost(CostKind.NO_PRICE)
    # A number that is hidden can only cost what every number costs.
    if phone is None and any(each.prefix for each in prices):
        return Cost(CostKind.NUMBER_HIDDEN)
    digits = (phone or "").lstrip("+")
    fitting = [each for each in prices if digits.startswith(each.prefix)]
    if not fitting:
        return Cost(CostKind.NO_PRICE)
    found = max(fitting, key=lambda each: len(each.prefix))
    return Cost(CostKind.PRICED, found.amount, known.currency)


def offered(known: PriceList | None, category: str) -> Offer | None:
    """None where the list has no price for the category."""
    prices = known.of(category) if known else []
    if known is None or not prices:
        return None
    elsewhere = next((each.amount for each in prices if each.prefix == ELSEWHERE), None)
    return Offer(known.currency, min(each.amount for each in prices), elsewhere)
