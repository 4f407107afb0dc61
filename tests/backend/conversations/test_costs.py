"""What WhatsApp charges: estimated before, kept once when it says so, summed by month (issue 4: templates, cost)."""

import itertools
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.channels.enums import ReceiptState
from backend.channels.models import TemplatePriceList
from backend.channels.shapes import Receipt
from backend.conversations import cost_queries, receipts
from backend.conversations.channel_models import ChannelIdentity, Delivery
from backend.core import clock, crypto
from tests.support.builders import found_staffed
from tests.support.house import House
from tests.support.lines import Talk

SENT, DELIVERED, READ, FAILED = ReceiptState.SENT, ReceiptState.DELIVERED, ReceiptState.READ, ReceiptState.FAILED
SPAIN, MARKETING_IN_SPAIN = "34", "0.0509"


async def priced(house: House, talk: Talk, *rows: tuple[str, str, str], currency: str = "EUR") -> None:
    given = [dict(zip(("category", "prefix", "amount"), row, strict=True)) for row in rows]
    async with house.database.tenant(house.business.id) as session:
        await session.execute(text("DELETE FROM template_price_lists WHERE account_id = :id"), {"id": talk.account_id})
        entered = {"currency": currency, "prices": given, "utility_free_in_window": True}
        session.add(TemplatePriceList(account_id=talk.account_id, **entered))


async def numbered(house: House, phone: str = "+34600111222", **given: Any) -> Talk:
    """Somebody who shows their number."""
    talk = await house.talk(**given)
    async with house.database.tenant(house.business.id) as session:
        index = crypto.cipher().blind_index(f"phone:{talk.id}")
        session.add(
            ChannelIdentity(
                account_id=talk.account_id, conversation_id=talk.id, key_index=index, kind="phone", value=phone
            )
        )
    return talk


async def said(talk: Talk) -> Delivery:
    await talk.say("hola")
    await talk.deliver()
    return (await talk.deliveries())[-1]


def word(about: Delivery, state: ReceiptState, at: datetime | None = None, **given: Any) -> Receipt:
    # Any: fields of the shape by name.
    priced: dict[str, Any] = {"category": "marketing", "billable": True} | given
    return Receipt(about.provider_id or "", state, at or clock.now(), opaque=str(about.id), **priced)


async def tell(talk: Talk, *told: Receipt) -> None:
    async with talk.database.tenant(talk.tenant_id) as session:
        await receipts.note(session, talk.account_id, told)


async def charge(talk: Talk) -> tuple[bool | None, str, Decimal | None, str | None]:
    found = (await talk.deliveries())[-1]
    return found.billable, found.category, found.cost, found.currency


ORDERS = [order for size in (1, 2, 3) for order in itertools.permutations((SENT, DELIVERED, READ), size)]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
async def test_a_charge_is_kept_once_in_whatever_order_it_is_told(house: House, order: Sequence[ReceiptState]) -> None:
    talk = await numbered(house)
    await priced(house, talk, ("marketing", SPAIN, MARKETING_IN_SPAIN), ("marketing", "", "0.07"))
    about = await said(talk)
    for state in order:
        await tell(talk, word(about, state))
        # A new rate card is for what comes, and not for what was charged.
        await priced(house, talk, ("marketing", "", "9"), currency="USD")
        await tell(talk, word(about, state), word(about, state))
    assert await charge(talk) == (True, "marketing", Decimal(MARKETING_IN_SPAIN), "EUR")


async def test_a_status_without_a_price_takes_none_away(house: House) -> None:
    """Meta tells the price with `sent` and with one of `delivered` and `read`."""
    talk = await numbered(house)
    await priced(house, talk, ("marketing", SPAIN, MARKETING_IN_SPAIN))
    about = await said(talk)
    await tell(talk, word(about, SENT), word(about, DELIVERED, category="", billable=None))
    await tell(talk, word(about, READ, category="", billable=None))
    assert await charge(talk) == (True, "marketing", Decimal(MARKETING_IN_SPAIN), "EUR")


UNPRICED: dict[str, tuple[dict[str, Any], tuple[bool | None, str, None, None]]] = {
    "free": ({"category": "utility", "billable": False}, (False, "utility", None, None)),
    "free_reply": ({"category": "service", "billable": False}, (False, "service", None, None)),
    "no_price": ({"category": "authentication"}, (True, "authentication", None, None)),
    "unheard_of": ({"category": "x" * 200}, (True, "x" * 40, None, None)),
    "by_conversation": ({"category": "marketing", "billable": None}, (None, "marketing", None, None)),
}


@pytest.mark.parametrize("kind", UNPRICED)
async def test_what_costs_nothing_or_nobody_knows_what(house: House, kind: str) -> None:
    told, kept = UNPRICED[kind]
    talk = await numbered(house)
    await priced(house, talk, ("marketing", "", "0.05"))
    about = await said(talk)
    for _ in range(2):
        await tell(talk, word(about, DELIVERED, **told))
    assert await charge(talk) == kept


async def test_without_a_number_only_one_price_for_all_is_known(house: House) -> None:
    """F2: WhatsApp lets people hide their number."""
    talk = await house.talk()
    await priced(house, talk, ("marketing", SPAIN, "0.05"), ("marketing", "", "0.07"), ("utility", "", "0.02"))
    about = await said(talk)
    await tell(talk, word(about, DELIVERED))
    assert await charge(talk) == (True, "marketing", None, None)
    about = await said(talk)
    await tell(talk, word(about, DELIVERED, category="utility"))
    assert await charge(talk) == (True, "utility", Decimal("0.02"), "EUR")


async def test_another_business_is_charged_nothing(house: House, client: AsyncClient) -> None:
    business, person = await found_staffed(client, house.database)
    other = House(client, house.app, house.database, house.twin, business, person)
    mine, theirs = await numbered(house), await numbered(other)
    await priced(house, mine, ("marketing", "", "0.05"))
    about = await said(mine)
    await said(theirs)
    await tell(theirs, word(about, DELIVERED))
    assert await charge(mine) == await charge(theirs) == (None, "", None, None)
    await tell(mine, word(about, DELIVERED))
    assert (await house.get("/conversations/costs"))["items"]
    assert (await other.get("/conversations/costs"))["items"] == []


async def test_a_message_shows_what_it_cost(house: House) -> None:
    talk = await numbered(house)
    await priced(house, talk, ("marketing", SPAIN, MARKETING_IN_SPAIN))
    await tell(talk, word(await said(talk), DELIVERED))
    (message,) = (await house.get(f"/conversations/{talk.id}"))["messages"]
    shown = {name: message["delivery"][name] for name in ("billable", "category", "cost", "currency")}
    assert shown == {"billable": True, "category": "marketing", "cost": "0.050900", "currency": "EUR"}


async def estimated(house: House, template_id: uuid.UUID, **whom: Any) -> dict[str, Any]:
    found: dict[str, Any] = await house.post("/conversations/template-cost", template_id=str(template_id), **whom)
    return found


NOTHING = {"amount": None, "currency": None}
SOME = {"kind": "priced", "amount": MARKETING_IN_SPAIN, "currency": "EUR"}
HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("category", "hours", "entered", "phone", "cost"),
    [
        ("marketing", 1, True, True, SOME),
        ("marketing", 30, True, True, SOME),
        ("utility", 1, True, True, {"kind": "free"} | NOTHING),
        ("utility", 1, False, False, {"kind": "no_price"} | NOTHING),
        ("utility", 30, True, True, SOME),
        ("utility", 30, False, True, {"kind": "no_price"} | NOTHING),
        ("marketing", 1, True, False, {"kind": "number_hidden"} | NOTHING),
    ],
)
async def test_a_template_says_what_it_would_cost_here(
    house: House, category: str, hours: int, entered: bool, phone: bool, cost: dict[str, Any]
) -> None:
    made = numbered(house, wrote=hours * HOURS) if phone else house.talk(wrote=hours * HOURS)
    talk = await made
    template_id = await house.template(talk, category=category)
    if entered:
        await priced(house, talk, (category, SPAIN, MARKETING_IN_SPAIN), (category, "", "0.2"))
    assert await estimated(house, template_id, conversation_id=str(talk.id)) == cost


async def test_a_lead_who_never_wrote_costs_by_their_own_number(house: House) -> None:
    talk = await house.talk()
    await priced(house, talk, ("marketing", SPAIN, MARKETING_IN_SPAIN), ("marketing", "351", "0.0428"))
    template_id = await house.template(talk)
    abroad = await house.lead(phone="+351910200303")
    assert (await estimated(house, template_id, lead_id=abroad))["amount"] == "0.0428"
    unknown = await house.lead(email="rosa@example.com")
    assert (await estimated(house, template_id, lead_id=unknown))["kind"] == "number_hidden"


async def test_a_cost_is_asked_for_one_person_and_a_template_of_their_number(house: House) -> None:
    one, two, telegram = await house.talk(), await house.talk(), await house.talk("telegram")
    template_id = str(await house.template(one))
    path, lead_id = "/conversations/template-cost", str(uuid.uuid4())
    asked: list[tuple[dict[str, Any], tuple[int, str]]] = [
        ({}, (422, "invalid_input")),
        ({"conversation_id": str(one.id), "lead_id": lead_id}, (422, "invalid_input")),
        ({"conversation_id": str(two.id)}, (422, "template_unusable")),
        ({"conversation_id": str(telegram.id)}, (422, "template_unusable")),
        ({"conversation_id": lead_id}, (404, "conversation_not_found")),
        ({"lead_id": lead_id}, (404, "lead_not_found")),
        ({"template_id": lead_id, "conversation_id": str(one.id)}, (404, "template_not_found")),
    ]
    for body, refusal in asked:
        assert (await house.refused(path, **({"template_id": template_id} | body)))[:2] == refusal


async def test_a_month_is_summed_by_account_and_category(house: House) -> None:
    """In the business's own calendar: Madrid's November ends an hour before that of the world's clock."""
    talk = await numbered(house)
    await priced(house, talk, ("marketing", "", "0.05"), ("utility", "", "0.015"))
    november = datetime(2026, 11, 30, 22, 59, tzinfo=UTC)
    told: list[tuple[datetime, ReceiptState, dict[str, Any]]] = [
        (november, DELIVERED, {}),
        (november, READ, {}),
        (november, DELIVERED, {"category": "utility"}),
        (november, DELIVERED, {"category": "authentication"}),
        # Not charged, not there, and not November any more.
        (november, DELIVERED, {"category": "service", "billable": False}),
        (november, FAILED, {}),
        (november, SENT, {}),
        (november + timedelta(minutes=1), DELIVERED, {}),
    ]
    for at, state, given in told:
        await tell(talk, word(await said(talk), state, at, **given))
    found = await house.get("/conversations/costs?month=2026-11")
    kept = [(each["category"], each["messages"], each["amount"], each["currency"]) for each in found["items"]]
    assert found["month"] == "2026-11"
    assert kept == [
        ("authentication", 1, None, None),
        ("marketing", 2, "0.100000", "EUR"),
        ("utility", 1, "0.015000", "EUR"),
    ]
    assert {each["account_id"] for each in found["items"]} == {str(talk.account_id)}
    december = (await house.get("/conversations/costs?month=2026-12"))["items"]
    assert [(each["category"], each["messages"]) for each in december] == [("marketing", 1)]
    async with house.database.tenant(house.business.id) as session:
        with clock.held(november + timedelta(minutes=2)):
            assert (await cost_queries.of_month(session)).month == "2026-12"


@pytest.mark.parametrize("month", ["2026", "2026-13", "1999-01", "2026-1", "noviembre"])
async def test_what_is_no_month_is_refused(house: House, month: str) -> None:
    assert (await house.ask("GET", f"/conversations/costs?month={month}")).status_code == 422
