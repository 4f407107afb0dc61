"""Getting in and out: sign-in, second step, registration, mailed links, a session that ended (IDN-01, IDN-17)."""

import pytest
from streamlit.testing.v1 import AppTest

from backend.accounts.enums import Role
from streamlit_app.kit.session import Session
from streamlit_app.panel import doorway
from tests.streamlit_app.looking import labels, words
from tests.support.api_twin import ApiTwin


def sign_in(test: AppTest, password: str = "right-password") -> AppTest:
    fields = {each.label: each for each in test.text_input}
    fields["Email"].set_value(" Ana@Example.com ")
    fields["Password"].set_value(password)
    next(each for each in test.button if each.label == "Sign in").click()
    return test.run()


def test_the_right_password_opens_the_panel(twin: ApiTwin, panel: AppTest) -> None:
    test = sign_in(panel.run())
    assert not test.exception
    assert "Sign out" in labels(test)
    assert twin.made("POST", "/v1/auth/login")[0].body["username"] == "ana@example.com"


def test_a_password_keeps_its_spaces(twin: ApiTwin, panel: AppTest) -> None:
    sign_in(panel.run(), " right-password ")
    assert twin.made("POST", "/v1/auth/login")[0].body["password"] == " right-password "


def test_a_wrong_password_is_said_and_keeps_the_door_shut(twin: ApiTwin, panel: AppTest) -> None:
    test = sign_in(panel.run(), "wrong")
    assert "The email or the password is not right." in words(test)
    assert "Sign out" not in labels(test)


def test_throttling_says_how_long(twin: ApiTwin, panel: AppTest) -> None:
    twin.fail("POST", "/v1/auth/login", 429, "too_many_attempts", retry_after=120)
    assert "Wait 2 minutes." in words(sign_in(panel.run()))


def test_the_second_step_comes_before_the_panel(twin: ApiTwin, panel: AppTest) -> None:
    twin.second_factor = True
    test = sign_in(panel.run())
    assert "Sign out" not in labels(test)
    test.text_input(key="second-code").set_value("000000")
    next(each for each in test.button if each.label == "Continue").click().run()
    assert "This code is not right" in words(test)
    test.text_input(key="second-code").set_value("123456")
    next(each for each in test.button if each.label == "Continue").click().run()
    assert "Sign out" in labels(test)


def test_registering_signs_in_at_once(twin: ApiTwin, panel: AppTest) -> None:
    test = panel.run()
    test.button(key="to-register").click().run()
    fields = {each.label: each for each in test.text_input}
    for label, value in {
        "Your name": "Ana",
        "Company": "Cuines",
        "Email": "a@b.co",
        "Password": "long-enough-1",
    }.items():
        fields[label].set_value(value)
    next(each for each in test.button if each.label == "Create account").click().run()
    assert "Sign out" in labels(test)
    assert twin.made("POST", "/v1/auth/register")[0].body["language"] == "en"


def test_a_forgotten_password_gets_the_same_words_for_every_address(twin: ApiTwin, panel: AppTest) -> None:
    test = panel.run()
    test.button(key="to-forgot").click().run()
    test.text_input[0].set_value("nobody@example.com")
    next(each for each in test.button if each.label == "Send the link").click().run()
    assert "If there is an account" in test.success[0].value


@pytest.mark.parametrize("kind", ["verify", "reset", "invitation"])
def test_a_mailed_token_leaves_the_address_at_once(twin: ApiTwin, panel: AppTest, kind: str) -> None:
    panel.query_params[kind] = "a-token-of-a-mail"
    test = panel.run()
    assert not test.exception
    assert kind not in test.query_params


def test_a_spent_link_says_what_to_do(twin: ApiTwin, panel: AppTest) -> None:
    twin.fail("POST", "/v1/auth/verify", 422, "link_expired")
    panel.query_params["verify"] = "a-token-of-a-mail"
    test = panel.run()
    assert "Ask for a new one." in words(test)
    test.button(key="leave-link").click().run()
    assert "Sign in" in labels(test)


def test_an_invitation_is_accepted_with_a_name_and_a_password(twin: ApiTwin, panel: AppTest) -> None:
    panel.query_params["invitation"] = "a-token-of-a-mail"
    test = panel.run()
    fields = {each.label: each for each in test.text_input}
    fields["Your name"].set_value("Pau Vidal")
    fields["Password"].set_value("long-enough-1")
    next(each for each in test.button if each.label == "Join").click().run()
    assert "Sign out" in labels(test)


def test_signing_out_ends_the_session_at_the_api_and_in_every_tab(
    twin: ApiTwin, signed_in: AppTest, session: Session
) -> None:
    test = signed_in.run()
    test.button(key="sign-out").click().run()
    assert twin.made("POST", "/v1/auth/logout")
    assert doorway().sessions.find(session.id) is None
    assert "Sign in" in labels(test)
    assert [each for each in test.session_state if each == "me"] == []


def test_signing_out_works_while_the_api_is_away(twin: ApiTwin, signed_in: AppTest) -> None:
    test = signed_in.run()
    twin.down = True
    test.button(key="sign-out").click().run()
    assert "Sign in" in labels(test)


def test_a_session_that_the_api_ended_leads_to_the_door_with_a_word(twin: ApiTwin, signed_in: AppTest) -> None:
    twin.good_access.clear()
    twin.good_refresh.clear()
    test = signed_in.run()
    assert not test.exception
    assert "Your session has ended" in words(test)


def test_another_company_makes_the_page_forget_what_it_showed(
    twin: ApiTwin, signed_in: AppTest, session: Session
) -> None:
    test = signed_in.run()
    test.session_state["attachments"] = {"secret": b"of the other company"}
    session.epoch += 1
    test.run()
    assert "attachments" not in test.session_state


@pytest.mark.parametrize("language", ["es", "ca", "pt", "en"])
def test_every_screen_opens_in_every_language(twin: ApiTwin, signed_in: AppTest, language: str) -> None:
    twin.language = language
    test = signed_in.run()
    assert not test.exception
    assert test.session_state["language"] == language


def test_somebody_without_a_company_is_told_what_to_do(twin: ApiTwin, signed_in: AppTest) -> None:
    status, me = twin.me(twin.calls[-1] if twin.calls else None)  # type: ignore[arg-type] # the twin ignores the call
    alone = me.model_copy(update={"tenant": None, "role": None, "tenants": []})
    twin.failures["GET", "/v1/auth/me"] = (status, alone)
    assert "Ask the owner of your company" in words(signed_in.run())


def test_the_viewers_menu_is_the_same_and_its_buttons_are_not(twin: ApiTwin, signed_in: AppTest) -> None:
    twin.role = Role.VIEWER
    assert not signed_in.run().exception
