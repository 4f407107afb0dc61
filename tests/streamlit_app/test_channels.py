"""Channels: connecting, conduct, tokens, links, templates, and what came in (MSG-01, MSG-05, MSG-07)."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from backend.channels.enums import AccountStatus, ChannelKind, Responder
from backend.inbox.enums import EventState
from streamlit_app.kit import formatting
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, labels, press, words
from tests.support.api_channels import event
from tests.support.api_inbox import account, template
from tests.support.api_twin import ApiTwin

WHATSAPP = ChannelKind.WHATSAPP
EVENTS, TEMPLATES = "Event log", "Templates"


def _tab(open_page: Open, name: str) -> AppTest:
    test = open_page("channels")
    test.session_state["channels-tabs"] = name
    test.run()
    assert not test.exception
    return test


def test_without_accounts_the_page_invites(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("channels")
    assert not test.exception
    assert "Be where your customers write" in words(test)
    assert {"Connect WhatsApp", "Connect Instagram", "Connect Messenger", "Connect Telegram"} <= labels(test)


def test_a_telegram_bot_needs_only_its_token(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("channels")
    test.button(key="connect-telegram").click().run()
    assert "@BotFather" in words(test)
    test.text_input(key="connect-token").set_value(" 123456:ABCdef ")
    press(test, "connect-telegram", "connect-agree").run()
    assert twin.made("POST", "/v1/channels")[0].body == {"kind": "telegram", "token": "123456:ABCdef"}
    assert len(twin.accounts) == 1


def test_a_whatsapp_number_needs_its_ids_and_says_so_before_it_is_sent(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("channels")
    test.button(key="connect-whatsapp").click().run()
    test.text_input(key="connect-token").set_value("EAAG12345678")
    press(test, "connect-whatsapp", "connect-agree").run()
    assert "Something is missing" in words(test)
    assert not twin.made("POST", "/v1/channels")


def test_a_token_that_the_platform_refuses_is_a_sentence(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("POST", "/v1/channels", 422, "token_refused")
    test = open_page("channels")
    test.button(key="connect-telegram").click().run()
    test.text_input(key="connect-token").set_value("123456:ABCdef")
    press(test, "connect-telegram", "connect-agree").run()
    assert "The platform does not accept this token" in words(test)


@pytest.mark.parametrize(
    ("status", "said"),
    [(AccountStatus.EXPIRED, "Give it a new token."), (AccountStatus.ERROR, "The platform refuses this account.")],
)
def test_an_account_that_fails_says_what_to_do(
    twin: ApiTwin, open_page: Open, status: AccountStatus, said: str
) -> None:
    twin.accounts = [account(WHATSAPP).model_copy(update={"status": status, "error": "unauthorized 190"})]
    assert said in words(open_page("channels"))


@pytest.mark.parametrize(("days", "told"), [(3, True), (60, False), (-1, True)])
def test_a_token_that_ends_soon_is_an_alarm(twin: ApiTwin, open_page: Open, days: int, told: bool) -> None:
    ends = formatting.now() + timedelta(days=days, hours=1)
    twin.accounts = [account(WHATSAPP).model_copy(update={"token_expires_at": ends})]
    assert ("Its token end" in words(open_page("channels"))) is told


def test_who_answers_is_saved_at_once(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(WHATSAPP)]
    one = twin.accounts[0]
    test = open_page("channels")
    test.number_input(key=f"debounce_seconds-{one.id}").set_value(7).run()
    test.toggle(key=f"bot_on-{one.id}").set_value(False).run()
    sent = [each.body for each in twin.made("PATCH", f"/v1/channels/{one.id}")]
    assert sent == [{"debounce_seconds": 7}, {"bot_on": False}]


def test_what_somebody_else_changed_is_shown_and_not_undone(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(WHATSAPP)]
    test = open_page("channels")
    twin.accounts[0].bot_on, twin.accounts[0].responder = False, Responder.PEOPLE
    test.run()
    assert test.toggle(key=f"bot_on-{twin.accounts[0].id}").value is False
    assert not twin.made("PATCH", f"/v1/channels/{twin.accounts[0].id}")


def test_an_account_is_renamed_gets_a_token_and_goes(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(WHATSAPP)]
    key = twin.accounts[0].id
    test = open_page("channels")
    test.button(key=f"rename-{key}").click().run()
    test.text_input(key="rename-account-name").set_value("Shop")
    press(test, f"rename-{key}", "rename-account-save").run()
    assert twin.accounts[0].name == "Shop"
    test.button(key=f"rotate-{key}").click().run()
    test.text_input(key="rotate-token").set_value("EAAGnew12345")
    press(test, f"rotate-{key}", "rotate-go").run()
    assert twin.made("PATCH", f"/v1/channels/{key}")[-1].body == {"token": "EAAGnew12345"}
    answer(test, f"disconnect-{key}", "confirm-agree")
    assert not twin.accounts


def test_a_link_carries_the_first_words(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(WHATSAPP)]
    test = open_page("channels")
    opener = f"link-{twin.accounts[0].id}"
    test.button(key=opener).click().run()
    test.text_input(key="link-text").set_value("Hola")
    press(test, opener).run()
    assert "https://wa.me/34600?text=Hola" in [each.value for each in test.code]


@pytest.mark.parametrize(
    ("role", "hidden"),
    [(Role.VIEWER, {"Test", "Rename", "New token", "Disconnect"}), (Role.ADMIN, set())],
)
def test_only_administrators_change_accounts(twin: ApiTwin, open_page: Open, role: Role, hidden: set[str]) -> None:
    twin.role, twin.accounts = role, [account(WHATSAPP)]
    test = open_page("channels")
    assert not test.exception
    assert {"Test", "Rename", "New token", "Disconnect"} - labels(test) == hidden
    assert "Link and QR" in labels(test)


def test_templates_say_whether_they_may_be_sent_and_show_how_they_read(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts, twin.templates = [account(WHATSAPP)], [template("offer", "Hola {{1}}, *today*", "1")]
    test = _tab(open_page, TEMPLATES)
    assert "Approved" in words(test)
    opener = f"preview-{twin.templates[0].id}"
    test.button(key=opener).click().run()
    test.text_input(key=f"gap-{twin.templates[0].id}-0").set_value("Rosa")
    press(test, opener).run()
    assert r"Hola Rosa, \*today\*" in words(test)


def test_templates_are_loaded_again(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(WHATSAPP)]
    _tab(open_page, TEMPLATES).button(key="templates-load").click().run()
    assert twin.made("POST", f"/v1/channels/{twin.accounts[0].id}/templates")


def test_without_whatsapp_there_are_no_templates(twin: ApiTwin, open_page: Open) -> None:
    twin.accounts = [account(ChannelKind.TELEGRAM)]
    assert "Templates belong to WhatsApp" in words(_tab(open_page, TEMPLATES))


def test_what_failed_is_shown_first_with_its_error_and_taken_in_again(twin: ApiTwin, open_page: Open) -> None:
    twin.events = [event(EventState.DONE), event(EventState.DEAD)]
    test = _tab(open_page, EVENTS)
    assert [each.value for each in test.code] == ["ValueError: no text"]
    test.button(key=f"retry-{twin.events[1].id}").click().run()
    assert twin.events[1].state is EventState.WAITING


def test_a_range_of_days_is_taken_in_again(twin: ApiTwin, open_page: Open) -> None:
    twin.events = [event(EventState.DEAD), event(EventState.DEAD)]
    answer(_tab(open_page, EVENTS), "retry-range", "retry-agree")
    sent = twin.made("POST", "/v1/inbox/events/retry")[0].body
    assert {"since", "until"} <= set(sent)
    assert {each.state for each in twin.events} == {EventState.WAITING}


def test_a_viewer_does_not_see_what_came_in(twin: ApiTwin, open_page: Open) -> None:
    twin.role, twin.events = Role.VIEWER, [event(EventState.DEAD)]
    assert "Your role does not see what came in" in words(_tab(open_page, EVENTS))
