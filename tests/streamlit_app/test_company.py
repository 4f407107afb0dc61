"""Team and account: people, roles, plan, password, second factor (IDN-15, IDN-16, BIL-20)."""

import pytest

from backend.accounts.enums import Role
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import labels, press, words
from tests.support.api_twin import ApiTwin


def test_an_owner_changes_a_role(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("team")
    assert not test.exception
    colleague = twin.members[1]
    test.selectbox(key=f"role-{colleague.user_id}").set_value(Role.ADMIN).run()
    assert twin.members[1].role is Role.ADMIN
    assert "Pau Vidal is now Administrator." in words(test)


def test_nobody_changes_their_own_role_by_accident(twin: ApiTwin, open_page: Open) -> None:
    keys = {each.key for each in open_page("team").selectbox}
    assert f"role-{twin.user_id}" not in keys


def test_removing_asks_first_and_a_refusal_is_said_in_words(twin: ApiTwin, open_page: Open) -> None:
    colleague = twin.members[1].user_id
    twin.fail("DELETE", f"/v1/members/{colleague}", 409, "last_owner")
    test = open_page("team")
    test.button(key=f"remove-{colleague}").click().run()
    assert len(twin.members) == 2
    press(test, f"remove-{colleague}", "confirm-agree").run()
    assert "A company needs at least one owner." in words(test)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT])
def test_who_may_not_set_up_sees_the_team_and_no_buttons(twin: ApiTwin, open_page: Open, role: Role) -> None:
    twin.role = role
    test = open_page("team")
    assert "Pau Vidal" in words(test)
    assert not {"Invite somebody", "Remove"} & labels(test)
    assert not twin.made("GET", "/v1/invitations")


def test_the_plan_shows_bars_with_what_is_left_and_the_month_in_words(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("account")
    assert not test.exception
    said = words(test)
    assert "March 2026" in said
    assert "38 \\/ 40" in said
    assert "2 left" in said


def test_no_limit_is_said_and_never_divided_by(twin: ApiTwin, open_page: Open) -> None:
    twin.metrics[0].limit = None
    twin.metrics[1].limit = 0
    test = open_page("account")
    assert not test.exception
    assert "No limit" in words(test)
    assert "Not in your plan" in words(test)


def test_the_second_factor_is_switched_on_with_a_code_and_shows_the_recovery_codes_once(
    twin: ApiTwin, open_page: Open
) -> None:
    test = open_page("account")
    test.button(key="enrol").click().run()
    code = next(each for each in test.text_input if each.label.startswith("2."))
    code.set_value("000000")
    next(each for each in test.button if each.label == "Confirm").click().run()
    assert "This code is not right" in words(test)
    next(each for each in test.text_input if each.label.startswith("2.")).set_value("123 456")
    next(each for each in test.button if each.label == "Confirm").click().run()
    assert "aaaa-bbbb\ncccc-dddd" in [each.value for each in test.code]
    test.button(key="codes-kept").click().run()
    assert "aaaa-bbbb\ncccc-dddd" not in [each.value for each in test.code]


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "short", "At least 10 characters"),
        ("a-long-password", "another-password", "not the same"),
        ("a-long-password", "a-long-password", "Your password is changed"),
    ],
)
def test_a_new_password_is_checked_before_it_is_sent(
    twin: ApiTwin, open_page: Open, new: str, again: str, said: str
) -> None:
    test = open_page("account")
    fields = {each.label: each for each in test.text_input}
    fields["Current password"].set_value("right-password")
    fields["New password"].set_value(new)
    fields["The same again"].set_value(again)
    next(each for each in test.button if each.label == "Change password").click().run()
    assert said in "\n".join([words(test), *(each.value for each in test.success)])
