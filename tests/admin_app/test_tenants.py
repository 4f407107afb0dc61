"""Companies: list, found, change, pause, maintenance (SUP-01)."""

import uuid

import pytest
from streamlit.testing.v1 import AppTest

from backend.superadmin.schemas import AdminTenantDetail
from backend.tenants.enums import TenantStatus
from tests.admin_app.conftest import Open
from tests.streamlit_app.looking import labels, press, words
from tests.support.platform_twin import PlatformTwin, company

PATH = "/v1/admin/tenants"


@pytest.fixture
def cuines(twin: PlatformTwin) -> AdminTenantDetail:
    twin.companies = [company("Cuines Mar"), company("Acme Reformas", status=TenantStatus.PAUSED)]
    return twin.companies[0]


def test_the_list_shows_usage_plan_and_status(cuines: AdminTenantDetail, open_page: Open) -> None:
    first, second = (row for _, row in open_page("tenants").dataframe[0].value.iterrows())
    assert (first["name"], first["plan"], first["leads"]) == ("Cuines Mar", "free", 12)
    assert (first["conversations"], first["members"], first["slug"]) == (34, 2, "cuines-mar")
    assert (list(first["status"]), list(second["status"])) == (["Active"], ["Paused"])


def test_a_company_in_maintenance_says_so_unless_it_is_paused(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("One", maintenance=True), company("Two", maintenance=True, status=TenantStatus.PAUSED)]
    table = open_page("tenants").dataframe[0].value
    assert [list(each) for each in table["status"]] == [["Maintenance"], ["Paused"]]


def test_search_and_filter_go_to_the_api(twin: PlatformTwin, cuines: AdminTenantDetail, open_page: Open) -> None:
    test = open_page("tenants")
    test.text_input(key="tenants-q").set_value("acme")
    test.button_group(key="tenants-status").set_value(TenantStatus.PAUSED).run()
    assert twin.made("GET", PATH)[-1].query == {"q": "acme", "status": "paused", "limit": "50"}
    assert list(test.dataframe[0].value["name"]) == ["Acme Reformas"]


def test_a_search_without_result_says_so(cuines: AdminTenantDetail, open_page: Open) -> None:
    test = open_page("tenants")
    assert "No company matches" in words(test.text_input(key="tenants-q").set_value("zzz").run())


def test_an_empty_platform_says_how_the_first_company_comes(twin: PlatformTwin, open_page: Open) -> None:
    assert "Create the first one" in words(open_page("tenants"))


def test_a_long_list_grows_on_demand(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company(f"Company {number}") for number in range(60)]
    test = open_page("tenants")
    assert len(test.dataframe[0].value) == 50
    assert len(test.button(key="tenants-more").click().run().dataframe[0].value) == 60


def fill(test: AppTest, **given: str) -> AppTest:
    """Opens the dialog and sends it with these fields."""
    test.button(key="new-tenant").click().run()
    test.text_input(key="new-name").set_value(given.get("name", ""))
    test.text_input(key="new-email").set_value(given.get("email", ""))
    test.text_area(key="tenant-origins").set_value(given.get("origins", ""))
    test.text_input(key="new-slug").set_value(given.get("slug", ""))
    next(each for each in test.button if each.label == "Create").click()
    return test.run()


def test_a_new_company_is_founded_with_all_that_was_chosen(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("tenants")
    test.button(key="new-tenant").click().run()
    test.selectbox(key="tenant-plan").set_value("pro")
    test.selectbox(key="new-language").set_value("ca")
    test.selectbox(key="new-country").set_value("CL")
    test.text_input(key="new-name").set_value("Cuina & Llar")
    test.text_input(key="new-email").set_value(" jordi@example.com ")
    test.text_area(key="tenant-origins").set_value("https://www.example.com\nhttps://shop.example.com")
    next(each for each in test.button if each.label == "Create").click()
    test.run()
    assert twin.made("POST", PATH)[0].body == {
        "name": "Cuina & Llar",
        "owner_email": "jordi@example.com",
        "plan": "pro",
        "language": "ca",
        "preset": "kitchen_studio",
        "origins": ["https://www.example.com", "https://shop.example.com"],
        "country": "CL",
    }


def test_what_to_hand_on_is_shown_with_the_time_it_took(twin: PlatformTwin, open_page: Open) -> None:
    """The issue allows 20 seconds."""
    test = fill(open_page("tenants"), name="Nova", email="ana@example.com", origins="https://nova.example.com")
    assert not test.exception
    assert test.code[0].value == twin.companies[0].snippet
    assert "Nova is ready. It took 0.1 seconds." in test.success[0].value
    assert r"ana\@example\.com" in words(test)


def test_the_new_company_stands_in_the_list_when_the_dialog_is_done(twin: PlatformTwin, open_page: Open) -> None:
    test = fill(open_page("tenants"), name="Nova", email="ana@example.com")
    test.button(key="create-done").click().run()
    assert list(test.dataframe[0].value["name"]) == ["Nova"]
    assert not test.code


def test_the_new_company_opens_from_the_dialog(twin: PlatformTwin, open_page: Open) -> None:
    test = fill(open_page("tenants"), name="Nova", email="ana@example.com")
    test.button(key="open-new").click().run()
    assert test.title[0].value == "Nova"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "ana@example.com"}, "Enter the company's name."),
        ({"name": "Nova", "email": "ana"}, "The owner's email is not an email address."),
        ({"name": "Nova", "email": "ana@example.com", "origins": "nova.example.com/shop"}, "A website is written like"),
        ({"name": "Nova", "email": "ana@example.com", "slug": "Not Good"}, "A short name has 2 to 40"),
    ],
)
def test_a_field_that_is_wrong_is_named_before_anything_is_sent(
    twin: PlatformTwin, open_page: Open, given: dict[str, str], said: str
) -> None:
    assert said in words(fill(open_page("tenants"), **given))
    assert not twin.made("POST", PATH)


def test_a_short_name_that_is_taken_is_said(twin: PlatformTwin, open_page: Open) -> None:
    twin.fail("POST", PATH, 409, "slug_taken")
    test = fill(open_page("tenants"), name="Nova", email="ana@example.com", slug="demo")
    assert "Another company has this short name already" in words(test)


def detail(open_page: Open, tenant: AdminTenantDetail) -> AppTest:
    return open_page("tenants", tenant=str(tenant.id))


def test_a_company_shows_its_usage_and_its_line(cuines: AdminTenantDetail, open_page: Open) -> None:
    test = detail(open_page, cuines)
    assert not test.exception
    assert test.title[0].value == "Cuines Mar"
    assert [each.value for each in test.metric] == ["12", "34", "2", "Free"]
    assert test.code[0].value == cuines.snippet


def test_only_what_was_changed_is_sent(twin: PlatformTwin, cuines: AdminTenantDetail, open_page: Open) -> None:
    test = detail(open_page, cuines)
    test.text_input(key="tenant-name").set_value("Cuines Mar i Cel")
    test.selectbox(key="tenant-plan").set_value("pro")
    next(each for each in test.button if each.label == "Save").click()
    test.run()
    assert twin.made("PATCH", f"{PATH}/{cuines.id}")[0].body == {"name": "Cuines Mar i Cel", "plan": "pro"}
    assert twin.companies[0].plan == "pro"


def test_a_withdrawn_plan_is_offered_only_to_whoever_has_it(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("Old friend", plan="old"), company("New friend")]
    offered = [detail(open_page, each).selectbox(key="tenant-plan").options for each in twin.companies]
    assert offered == [["Free", "Pro", "Old"], ["Free", "Pro"]]


def test_pausing_asks_first(twin: PlatformTwin, cuines: AdminTenantDetail, open_page: Open) -> None:
    test = detail(open_page, cuines)
    test.button(key="pause").click().run()
    assert not twin.made("PATCH", f"{PATH}/{cuines.id}")
    press(test, "pause", "confirm-agree").run()
    assert twin.companies[0].status is TenantStatus.PAUSED
    assert "The company is paused." in words(test)


def test_activating_needs_one_click(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("Cuines Mar", status=TenantStatus.PAUSED)]
    detail(open_page, twin.companies[0]).button(key="activate").click().run()
    assert twin.companies[0].status is TenantStatus.ACTIVE


def test_maintenance_goes_on_with_a_note_and_off_again(
    twin: PlatformTwin, cuines: AdminTenantDetail, open_page: Open
) -> None:
    test = detail(open_page, cuines)
    test.text_input(key="maintenance-note").set_value("Moving house")
    next(each for each in test.button if each.label == "Close for maintenance").click()
    test.run()
    test.button(key="maintenance-off").click().run()
    sent = [call.body for call in twin.made("PUT", f"{PATH}/{cuines.id}/maintenance")]
    assert sent == [{"on": True, "note": "Moving house"}, {"on": False}]
    assert twin.companies[0].maintenance is False


def test_a_company_that_is_gone_is_said_kindly(twin: PlatformTwin, open_page: Open) -> None:
    test = open_page("tenants", tenant=str(uuid.uuid4()))
    assert "This company no longer exists." in words(test)
    test.button(key="back").click().run()
    assert test.title[0].value == "Companies"


def test_a_customers_name_is_never_formatted(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("![x](https://evil.example/p.png)")]
    assert r"\!\[x\]\(" in detail(open_page, twin.companies[0]).title[0].value


def test_a_refusal_of_the_api_is_a_sentence(twin: PlatformTwin, cuines: AdminTenantDetail, open_page: Open) -> None:
    twin.fail("GET", PATH, 403, "address_not_allowed")
    assert "may not be used from this network address" in words(open_page("tenants"))
    assert "Try again" in labels(open_page("tenants"))
