"""Who comes in: superadmins alone, with their second step, and nobody else with a session (SUP-01, IDN-16)."""

import pytest
from streamlit.testing.v1 import AppTest

from admin_app import panel as process
from admin_app.panel import COOKIE, doorway
from backend.accounts.enums import PlatformRole
from streamlit_app.kit.session import Session, Sessions
from streamlit_app.panel import COOKIE as COMPANY_COOKIE
from tests.streamlit_app.looking import labels, words
from tests.support.platform_twin import PlatformTwin

REFUSED = "This panel is only for the platform's staff."


def sign_in(test: AppTest, password: str = "right-password") -> AppTest:
    fields = {each.label: each for each in test.text_input}
    fields["Email"].set_value("root@example.com")
    fields["Password"].set_value(password)
    next(each for each in test.button if each.label == "Sign in").click()
    return test.run()


def finish(test: AppTest, code: str) -> AppTest:
    test.text_input(key="second-code").set_value(code)
    next(each for each in test.button if each.label == "Continue").click()
    return test.run()


def test_a_superadmin_comes_in(twin: PlatformTwin, panel: AppTest) -> None:
    test = sign_in(panel.run())
    assert not test.exception
    assert "Sign out" in labels(test)
    assert "Overview" in words(test)


@pytest.mark.parametrize("role", [None, PlatformRole.INTERNAL])
def test_anybody_else_is_refused_in_clear_words_and_gets_no_session(
    twin: PlatformTwin, panel: AppTest, role: PlatformRole | None
) -> None:
    twin.platform_role = role
    test = sign_in(panel.run())
    assert REFUSED in words(test)
    assert "Sign out" not in labels(test)
    assert "session_id" not in test.session_state
    assert not twin.good_access, "the API's session is ended too"
    assert not [call for call in twin.calls if call.path.startswith("/v1/admin/")]


def test_an_owner_with_a_second_step_is_refused_after_it(twin: PlatformTwin, panel: AppTest) -> None:
    twin.platform_role, twin.second_factor = None, True
    test = finish(sign_in(panel.run()), "123456")
    assert REFUSED in words(test)
    assert not twin.good_access


def test_somebody_who_lost_the_role_is_turned_away_at_the_next_look(twin: PlatformTwin, signed_in: AppTest) -> None:
    assert "Sign out" in labels(signed_in.run())
    twin.platform_role = None
    del signed_in.session_state["me"]
    test = signed_in.run()
    assert REFUSED in words(test)
    assert "Sign out" not in labels(test)


def test_a_wrong_password_is_said_and_keeps_the_door_shut(twin: PlatformTwin, panel: AppTest) -> None:
    test = sign_in(panel.run(), "wrong")
    assert "The email or the password is not right." in words(test)
    assert "Sign out" not in labels(test)


def test_an_api_that_fails_after_the_password_leaves_no_session_behind(twin: PlatformTwin, panel: AppTest) -> None:
    twin.fail("GET", "/v1/auth/me", 503, "unavailable")
    test = sign_in(panel.run())
    assert "The service is restarting" in words(test)
    assert not twin.good_access


def test_the_second_step_is_asked_of_whoever_has_one(twin: PlatformTwin, panel: AppTest) -> None:
    twin.second_factor = True
    test = sign_in(panel.run())
    assert "Sign out" not in labels(test)
    assert "This code is not right" in words(finish(test, "000000"))
    assert "Sign out" in labels(finish(test, "123456"))


def test_a_second_step_that_took_too_long_leads_back_to_the_password(twin: PlatformTwin, panel: AppTest) -> None:
    twin.second_factor = True
    twin.fail("POST", "/v1/auth/login/second-factor", 401, "challenge_expired")
    test = finish(sign_in(panel.run()), "123456")
    assert "This sign-in took too long" in words(test)
    assert "Sign in" in labels(test)


def test_without_a_second_step_every_page_asks_for_it(twin: PlatformTwin, signed_in: AppTest) -> None:
    test = signed_in.run()
    assert "Your account has no second step yet" in words(test)
    assert "Set it up" in labels(test)


def test_with_a_second_step_nothing_asks_for_it(twin: PlatformTwin, signed_in: AppTest) -> None:
    twin.second_factor = True
    assert "no second step" not in words(signed_in.run())


def test_signing_out_ends_both_sessions(twin: PlatformTwin, signed_in: AppTest) -> None:
    test = signed_in.run()
    test.button(key="sign-out").click().run()
    assert "Sign in" in labels(test)
    assert not twin.good_access


def test_signing_out_works_while_the_api_is_away(twin: PlatformTwin, signed_in: AppTest, session: Session) -> None:
    test = signed_in.run()
    twin.down = True
    test.button(key="sign-out").click().run()
    assert "Sign in" in labels(test)
    assert session.ended


def test_the_two_panels_share_neither_cookie_nor_seal(twin: PlatformTwin) -> None:
    """Ports of one host share cookies."""
    assert COOKIE != COMPANY_COOKIE
    other = Sessions(doorway().settings.secret)
    sealed = other.exchange(other.code(other.begin(twin.pair())))
    assert sealed is not None
    assert doorway().sessions.restore(sealed) is None


def test_the_address_of_this_panel_decides_whether_its_cookie_needs_https(
    twin: PlatformTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_URL", "https://admin.example.com")
    process.doorway.cache_clear()
    assert process.doorway().settings.https
