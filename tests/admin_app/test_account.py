"""One's own account: the second factor, the password, the name, every device (IDN-16, SUP-04)."""

from streamlit.testing.v1 import AppTest

from tests.admin_app.conftest import Open
from tests.streamlit_app.looking import labels, words
from tests.support.platform_twin import PlatformTwin


def press(test: AppTest, label: str) -> AppTest:
    next(each for each in test.button if each.label == label).click()
    return test.run()


def test_the_second_factor_is_enrolled_with_a_picture_and_recovery_codes(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("account")
    assert "Your account has no second step yet" in words(test)
    test.button(key="enrol").click().run()
    assert test.get("image")
    assert test.code[0].value == "JBSWY3DPEHPK3PXP"
    next(each for each in test.text_input if each.label.startswith("2.")).set_value("123 456")
    press(test, "Confirm")
    assert test.code[0].value == "aaaa-bbbb\ncccc-dddd"
    assert "They are not shown again." in words(test)


def test_a_wrong_code_does_not_switch_it_on(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("account")
    test.button(key="enrol").click().run()
    next(each for each in test.text_input if each.label.startswith("2.")).set_value("000000")
    press(test, "Confirm")
    assert "This code is not right" in words(test)
    assert test.code[0].value == "JBSWY3DPEHPK3PXP"


def test_the_prompt_goes_with_the_second_factor(twin: PlatformTwin, open_page: Open) -> None:
    twin.second_factor = True
    test = open_page("account")
    assert "no second step" not in words(test)
    assert "Switch off" in labels(test)


def test_the_password_is_changed(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("account")
    fields = {each.label: each for each in test.text_input}
    fields["Current password"].set_value("right-password")
    fields["New password"].set_value("a-much-longer-one")
    fields["The same again"].set_value("a-much-longer-one")
    press(test, "Change password")
    sent = twin.made("POST", "/v1/auth/password/change")[0].body
    assert sent == {"current": "right-password", "new": "a-much-longer-one"}


def test_signing_out_everywhere_leads_back_to_the_sign_in(twin: PlatformTwin, signed_in: AppTest) -> None:
    test = signed_in.run()
    test.button(key="set-up-second-factor").click().run()
    test.button(key="everywhere").click().run()
    assert "Your session has ended. Sign in again." in words(test)
    assert twin.made("POST", "/v1/auth/logout-everywhere")


def test_another_language_is_spoken_at_once(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("account")
    fields = {each.label: each for each in test.selectbox}
    fields["Language"].set_value("ca")
    twin.language = "ca"
    press(test, "Save")
    assert test.title[0].value == "El meu compte"
    assert twin.made("PATCH", "/v1/auth/me")[0].body["language"] == "ca"


def test_an_empty_name_is_refused(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("account")
    next(each for each in test.text_input if each.label == "Your name").set_value("  ")
    press(test, "Save")
    assert "Enter your name." in words(test)
    assert not twin.made("PATCH", "/v1/auth/me")
