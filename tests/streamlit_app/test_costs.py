"""What messages cost: entered from a rate card, seen before sending and after, and summed by month (MSG-04)."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from backend.channels.enums import ChannelKind, CostKind, PriceCategory
from backend.channels.price_schemas import CostOut, OfferOut, PriceListOut, PriceRow
from backend.conversations.cost_schemas import ChargedOut
from backend.conversations.delivery_schemas import DeliveryOut
from backend.conversations.enums import ConversationStatus, DeliveryStatus, MessageRole
from streamlit_app.kit import formatting
from streamlit_app.screens import channel_price_file
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, labels, press, words
from tests.support.api_inbox import account, template
from tests.support.api_rows import NOW, conversation, lead, message
from tests.support.api_twin import ApiTwin

EUROS = PriceListOut(
    currency="EUR",
    rows=[
        PriceRow(category=PriceCategory.MARKETING, prefix="34", amount=Decimal("0.0509")),
        PriceRow(category=PriceCategory.MARKETING, prefix="", amount=Decimal("0.0512")),
    ],
)
CSV = b"Category;Prefix;Amount\nMarketing;34;0,0509\nutility;+351;0.0131\nauthentication international;;0,03\n"


@pytest.fixture
def number(twin: ApiTwin) -> uuid.UUID:
    twin.accounts = [account(ChannelKind.WHATSAPP)]
    return twin.accounts[0].id


def opened(open_page: Open, number: uuid.UUID) -> AppTest:
    test = open_page("channels")
    test.button(key=f"prices-{number}").click().run()
    assert not test.exception
    return test


def saved(test: AppTest, number: uuid.UUID, file: bytes | None = None) -> AppTest:
    test.button(key=f"prices-{number}").click()
    if file is not None:
        test.file_uploader[0].set_value(("prices.csv", file, "text/csv"))
    return press(test, f"prices-{number}-save").run()


def test_a_rate_card_is_taken_from_a_file(twin: ApiTwin, open_page: Open, number: uuid.UUID) -> None:
    saved(opened(open_page, number), number, CSV)
    assert [row.model_dump(mode="json") for row in twin.prices.rows] == [
        {"category": "marketing", "prefix": "34", "amount": "0.0509"},
        {"category": "utility", "prefix": "351", "amount": "0.0131"},
        {"category": "authentication_international", "prefix": "", "amount": "0.03"},
    ]
    assert (twin.prices.currency, twin.prices.utility_free_in_window) == ("EUR", False)


def test_what_was_entered_is_there_to_be_changed(twin: ApiTwin, open_page: Open, number: uuid.UUID) -> None:
    twin.prices = EUROS.model_copy(update={"currency": "GBP", "utility_free_in_window": True})
    test = opened(open_page, number)
    assert test.selectbox(key=f"prices-{number}-currency").value == "GBP"
    saved(test, number)
    assert (twin.prices.currency, twin.prices.rows, twin.prices.utility_free_in_window) == ("GBP", EUROS.rows, True)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"category,prefix,amount\nmarketing,34,-1\n", "Row 1: its price is a number from 0 on"),
        (b"category,prefix,amount\nmarketing,34,1\nbirthday,34,1\n", "Row 2: choose its category"),
        (b"category,prefix,amount\nmarketing,Spain,1\n", "Row 1: its prefix is a calling code"),
        (b"category,prefix,amount\nmarketing,34,1\nmarketing,+34,2\n", "Two rows have the same category and prefix"),
    ],
)
def test_what_cannot_be_a_price_is_said_by_its_row(
    twin: ApiTwin, open_page: Open, number: uuid.UUID, file: bytes, said: str
) -> None:
    test = saved(opened(open_page, number), number, file)
    assert said in words(test)
    assert not twin.made("PUT", f"/v1/channels/{number}/template-prices")


def test_a_file_without_titles_is_no_price_list_and_takes_nothing_away(
    twin: ApiTwin, open_page: Open, number: uuid.UUID
) -> None:
    twin.prices = EUROS
    test = opened(open_page, number)
    test.button(key=f"prices-{number}").click()
    test.file_uploader[0].set_value(("prices.csv", b"country;price\nES;0.05\n", "text/csv")).run()
    assert "Its first line must name the columns" in words(test)
    assert test.button(key=f"prices-{number}-save").disabled


def test_whoever_may_not_enter_prices_sees_them(twin: ApiTwin, open_page: Open, number: uuid.UUID) -> None:
    twin.role = Role.AGENT
    test = opened(open_page, number)
    assert "No price entered. An administrator may do this." in words(test)
    twin.prices = EUROS
    test = opened(open_page, number)
    assert list(test.dataframe[0].value["amount"]) == ["0.0509", "0.0512"]
    assert "Save" not in labels(test)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"", None),
        (b"category,prefix\nmarketing,34\n", None),
        (b"\xef\xbb\xbfcategory\tprefix\tamount\nmarketing\t34\t0,05\n", [("marketing", "34", "0.05")]),
        (b"amount,category,prefix,note\n0.05,UTILITY,,x\n\n", [("utility", "", "0.05")]),
        (b"category,prefix,amount\nmarketing\n", [("marketing", "", "")]),
    ],
)
def test_a_file_is_read_as_spreadsheets_write_it(content: bytes, rows: Any) -> None:
    found = channel_price_file.read(content)
    assert (None if found is None else [tuple(row.values()) for row in found]) == rows


OFFERS = [
    (None, "no price entered"),
    (OfferOut(currency="EUR", least=Decimal("0.0509"), elsewhere=None), "from €0.0509"),
    (
        OfferOut(currency="EUR", least=Decimal("0.0509"), elsewhere=Decimal("0.07")),
        "from €0.0509, in any other country €0.07",
    ),
]


@pytest.mark.parametrize(("offer", "said"), OFFERS)
def test_a_template_of_the_list_says_from_how_much(
    twin: ApiTwin, open_page: Open, number: uuid.UUID, offer: OfferOut | None, said: str
) -> None:
    twin.templates = [template("offer", "Hola").model_copy(update={"price": offer})]
    test = open_page("channels")
    test.session_state["channels-tabs"] = "Templates"
    test.run()
    assert formatting.plain(f"Service · {said}") in words(test)
    assert "Prices" in labels(test)


COSTS = [
    (CostOut(kind=CostKind.PRICED, amount=Decimal("0.0509"), currency="EUR"), "about €0.0509 for this message"),
    (CostOut(kind=CostKind.FREE), "free: within the open window"),
    (CostOut(kind=CostKind.NUMBER_HIDDEN), "cost unknown: the number is hidden"),
    (CostOut(kind=CostKind.NO_PRICE), "no price entered: an administrator does that under Channels, Prices"),
]


@pytest.mark.parametrize(("cost", "said"), COSTS)
def test_before_it_is_sent_a_template_says_what_it_costs_this_person(
    twin: ApiTwin, open_page: Open, number: uuid.UUID, cost: CostOut, said: str
) -> None:
    talk = conversation("Rosa", channel=ChannelKind.WHATSAPP, account_id=number, status=ConversationStatus.HUMAN)
    twin.conversations, twin.templates, twin.cost = [talk], [template("hola", "Hola")], cost
    test = open_page("conversations", conversation=str(talk.id))
    test.button(key="open-template").click().run()
    assert f"WhatsApp bills it as: Service · {said}" in words(test)
    assert twin.cost_asked == {
        "template_id": str(twin.templates[0].id),
        "conversation_id": str(talk.id),
        "lead_id": None,
    }


CHARGES: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"category": "marketing", "billable": True, "cost": "0.050900", "currency": "EUR"},
        ["charged as marketing, €0.0509"],
    ),
    ({"category": "marketing", "billable": True}, ["charged as marketing"]),
    ({"category": "utility", "billable": False}, ["free"]),
    ({"category": "service", "billable": False}, []),
    ({}, []),
    # Not there yet, so not charged yet.
    ({"category": "marketing", "billable": True, "status": DeliveryStatus.SENT}, []),
]


@pytest.mark.parametrize(("given", "marks"), CHARGES)
def test_a_message_says_what_it_was_charged_as(
    twin: ApiTwin, open_page: Open, given: dict[str, Any], marks: list[str]
) -> None:
    sent = DeliveryOut.model_validate({"id": uuid.uuid4(), "status": DeliveryStatus.DELIVERED, "at": NOW} | given)
    told = message(MessageRole.AGENT, "Hola").model_copy(update={"delivery": sent})
    talk = conversation("Rosa", channel=ChannelKind.WHATSAPP, messages=[told])
    twin.conversations = [talk]
    test = open_page("conversations", conversation=str(talk.id))
    seen = [each for each in component_data(test)["transcript"]["messages"] if each["role"] != "day"]
    assert seen[0]["marks"] == marks


def test_a_month_is_summed_by_number_and_category(twin: ApiTwin, open_page: Open, number: uuid.UUID) -> None:
    test = open_page("channels")
    assert "Nothing was charged in this month." in words(test)
    (this,) = (each.query["month"] for each in twin.made("GET", "/v1/conversations/costs"))
    assert test.selectbox(key="costs-month").value == this
    twin.charged[this] = [
        ChargedOut(account_id=number, category="marketing", messages=1_200, amount=Decimal("61.08"), currency="EUR"),
        ChargedOut(account_id=number, category="authentication", messages=1),
        ChargedOut(account_id=uuid.uuid4(), category="utility", messages=7),
    ]
    test.run()
    seen = words(test).replace("\\", "")
    assert "Marketing · 1,200 messages · €61.08" in seen
    assert "Sign-in codes · 1 message · no price was entered then" in seen
    assert "7 messages" not in seen
    test.selectbox(key="costs-month").select_index(1).run()
    assert "Nothing was charged in this month." in words(test)


def test_without_whatsapp_nothing_is_charged(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(ChannelKind.TELEGRAM)]
    test = open_page("channels")
    assert "Prices" not in labels(test)
    assert not twin.made("GET", "/v1/conversations/costs")


def test_a_follow_up_says_what_its_template_costs(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    cost = CostOut(kind=CostKind.PRICED, amount=Decimal("0.0509"), currency="EUR")
    twin.step_preview = twin.step_preview.model_copy(update={"template": "seguimos", "cost": cost})
    test = open_page("nurturing")
    test.button(key="try-abandoned").click().run()
    test.radio(key="try-lead").set_value(twin.leads[0].id)
    press(test, "try-abandoned").run()
    assert formatting.plain("template seguimos · about €0.0509 for this message") in words(test)


def test_a_follow_up_sent_to_oneself_says_so_before(twin: ApiTwin, open_page: Open, number: uuid.UUID) -> None:
    talk = conversation("Rosa", channel=ChannelKind.WHATSAPP, account_id=number)
    cost = CostOut(kind=CostKind.FREE)
    known = {"template": "seguimos", "cost": cost, "conversation_id": talk.id}
    twin.conversations, twin.step_preview = [talk], twin.step_preview.model_copy(update=known)
    test = open_page("nurturing")
    test.button(key="try-abandoned").click().run()
    assert "free: within" not in words(test)
    test.button(key="try-abandoned").click()
    test.selectbox(key="try-conversation").set_value(talk.id).run()
    assert formatting.plain("free: within the open window") in words(test)


def test_the_editor_says_what_a_template_costs(twin: ApiTwin, open_page: Open, number: uuid.UUID) -> None:
    offer = OfferOut(currency="EUR", least=Decimal("0.0509"), elsewhere=None)
    twin.templates = [template("seguimos", "Hola {{1}}", "1").model_copy(update={"price": offer})]
    test = open_page("nurturing")
    test.button(key="edit-abandoned").click().run()
    test.button(key="edit-abandoned").click()
    test.selectbox(key="step-abandoned-0-template").set_value("seguimos").run()
    assert "Service · from €0.0509" in words(test)
