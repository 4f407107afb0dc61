"""What a WhatsApp message costs, by the list that the business entered (issue 4: templates, categories and cost)."""

from decimal import Decimal
from typing import Any

import pytest

from backend.channels.enums import CostKind
from backend.channels.parsing import parse
from backend.channels.pricing import Cost, Offer, Price, PriceList, charged, estimate, offered
from tests.support.webhooks import shape

PRICES = PriceList(
    "EUR",
    [
        Price("marketing", "34", Decimal("0.0509")),
        Price("marketing", "3467", Decimal("0.07")),
        Price("marketing", "1", Decimal("0.0212")),
        Price("marketing", "1787", Decimal("0.0628")),
        Price("marketing", "", Decimal("0.0512")),
        Price("utility", "34", Decimal("0.0166")),
        Price("authentication", "", Decimal("0.0166")),
        Price("service", "34", Decimal(0)),
    ],
    utility_free_in_window=True,
)
FREE, HIDDEN, UNKNOWN = Cost(CostKind.FREE), Cost(CostKind.NUMBER_HIDDEN), Cost(CostKind.NO_PRICE)


def euros(amount: str) -> Cost:
    return Cost(CostKind.PRICED, Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("category", "phone", "cost"),
    [
        ("marketing", "+34600111222", euros("0.0509")),
        ("marketing", "+34670111222", euros("0.07")),
        ("marketing", "+12025550123", euros("0.0212")),
        ("marketing", "+17875550123", euros("0.0628")),
        # Neither 34 nor 1 stands at its beginning.
        ("marketing", "+351910200303", euros("0.0512")),
        ("marketing", "+93701341234", euros("0.0512")),
        ("marketing", None, HIDDEN),
        ("utility", "+34600111222", euros("0.0166")),
        ("utility", "+351910200303", UNKNOWN),
        ("utility", None, HIDDEN),
        # One price for every number: who has which does not matter.
        ("authentication", None, euros("0.0166")),
        ("authentication_international", "+34600111222", UNKNOWN),
        # Entered as costing nothing, which is a price too.
        ("service", "+34600111222", euros("0")),
        ("something_new", "+34600111222", UNKNOWN),
    ],
)
def test_the_longest_prefix_of_the_category_counts(category: str, phone: str | None, cost: Cost) -> None:
    assert charged(PRICES, category, phone) == cost
    assert estimate(PRICES, category, phone, window_open=False) == cost


@pytest.mark.parametrize(
    ("known", "category", "window_open", "cost"),
    [
        (PRICES, "utility", True, FREE),
        (None, "utility", True, UNKNOWN),
        (PRICES, "utility", False, euros("0.0166")),
        (None, "utility", False, UNKNOWN),
        (PRICES, "marketing", True, euros("0.0509")),
        (PRICES, "authentication", True, euros("0.0166")),
        # Not free unless the list says so.
        (PriceList("EUR", PRICES.prices), "utility", True, euros("0.0166")),
    ],
)
def test_an_open_window_makes_utility_free_where_the_list_says_so_and_nothing_else(
    known: PriceList | None, category: str, window_open: bool, cost: Cost
) -> None:
    assert estimate(known, category, "+34600111222", window_open=window_open) == cost


def test_a_hidden_number_within_the_window_is_free_all_the_same() -> None:
    assert estimate(PRICES, "utility", None, window_open=True) == FREE


@pytest.mark.parametrize(
    ("known", "category", "offer"),
    [
        (PRICES, "marketing", Offer("EUR", Decimal("0.0212"), Decimal("0.0512"))),
        (PRICES, "utility", Offer("EUR", Decimal("0.0166"), None)),
        (PRICES, "authentication_international", None),
        (None, "marketing", None),
    ],
)
def test_a_category_is_offered_from_its_least_price(
    known: PriceList | None, category: str, offer: Offer | None
) -> None:
    assert offered(known, category) == offer


PMP = {"pricing_model": "PMP", "category": "utility"}


# Any: JSON of the platform, well-formed and not.
@pytest.mark.parametrize(
    ("pricing", "category", "billable"),
    [
        (PMP | {"billable": True, "type": "regular"}, "utility", True),
        (PMP | {"billable": False, "type": "free_customer_service"}, "utility", False),
        (
            PMP | {"billable": False, "type": "free_entry_point", "category": "referral_conversion"},
            "referral_conversion",
            False,
        ),
        # `type` is to take the place of `billable`.
        (PMP | {"type": "regular"}, "utility", True),
        (PMP | {"type": "free_customer_service"}, "utility", False),
        (PMP | {"type": "something_new"}, "utility", None),
        (PMP | {"billable": True, "category": "AUTHENTICATION-INTERNATIONAL"}, "authentication_international", True),
        # A conversation was charged, and no message.
        ({"billable": True, "pricing_model": "CBP", "category": "marketing"}, "marketing", None),
        ({"billable": "yes", "category": 7}, "7", None),
        ({}, "", None),
        ([], "", None),
        (None, "", None),
    ],
    ids=str,
)
def test_whether_a_message_is_charged(pricing: Any, category: str, billable: bool | None) -> None:
    told = shape("whatsapp", "status_delivered")
    told["entry"][0]["changes"][0]["value"]["statuses"][0]["pricing"] = pricing
    (found,) = parse("whatsapp", told)
    assert (found.receipts[0].category, found.receipts[0].billable) == (category, billable)
