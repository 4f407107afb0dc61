"""Overview, errors, audit and plans (SUP-02, SUP-03, X3)."""

import uuid
from datetime import date

import pytest

from backend.audit.enums import ActorKind
from backend.superadmin.schemas import GraphVersionOut
from backend.tenants.enums import TenantStatus
from tests.admin_app.conftest import Open
from tests.streamlit_app.looking import labels, words
from tests.support.platform_twin import PlatformTwin, act, company, fault


def test_the_overview_counts_companies_leads_conversations_and_errors(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("One"), company("Two", status=TenantStatus.PAUSED)]
    twin.faults_kept = [fault("app_error")]
    test = open_page("overview")
    assert not test.exception
    assert {each.label: each.value for each in test.metric} == {
        "Companies": "2",
        "Active companies": "1",
        "Leads": "54",
        "Conversations": "1,140",
        "Errors, 24 hours": "1",
    }
    assert "See the last errors" in labels(test)


def test_a_platform_without_errors_says_so(twin: PlatformTwin, open_page: Open) -> None:
    assert "No errors in 30 days" in words(open_page("overview"))


@pytest.mark.parametrize(("left", "said"), [(12, "v26.0 ends on"), (-1, "v26.0 ended on")])
def test_a_version_of_metas_that_ends_is_told(twin: PlatformTwin, open_page: Open, left: int, said: str) -> None:
    """F1."""
    twin.graph_version = GraphVersionOut(version="v26.0", expires_on=date(2028, 7, 29), days_left=left)
    (warning,) = open_page("overview").warning
    assert said in warning.value


def test_errors_show_where_they_happened_and_to_whom(twin: PlatformTwin, open_page: Open) -> None:
    gone = uuid.uuid4()
    twin.faults_kept = [
        fault("upstream_failed", tenant_id=uuid.uuid4(), tenant_name="Cuines Mar"),
        fault("app_error", tenant_id=gone),
        fault("unavailable"),
    ]
    table = open_page("errors").dataframe[0].value
    assert list(table["code"]) == ["upstream_failed", "app_error", "unavailable"]
    assert [each if isinstance(each, str) else None for each in table["tenant"]] == [
        "Cuines Mar",
        "deleted company",
        None,
    ]
    assert set(table["request"]) == {"req-1"}


def test_errors_of_one_company_alone(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("Cuines Mar"), company("Acme")]
    mar = twin.companies[0].id
    twin.faults_kept = [fault("app_error", tenant_id=mar, tenant_name="Cuines Mar"), fault("unavailable")]
    test = open_page("errors")
    test.selectbox(key="errors-tenant").set_value(mar).run()
    assert list(test.dataframe[0].value["code"]) == ["app_error"]
    assert test.query_params["tenant"] == str(mar), "a reload keeps the filter"


def test_a_company_beyond_the_first_two_hundred_can_be_named_by_its_address(
    twin: PlatformTwin, open_page: Open
) -> None:
    twin.companies = [company(f"Company {number}") for number in range(201)]
    last = twin.companies[-1]
    test = open_page("errors", tenant=str(last.id))
    assert test.selectbox(key="errors-tenant").value == last.id


def test_no_errors_is_good_news(twin: PlatformTwin, open_page: Open) -> None:
    assert "No errors" in words(open_page("errors"))


def test_the_trail_says_who_did_what_to_whom(twin: PlatformTwin, open_page: Open) -> None:
    twin.companies = [company("Cuines Mar")]
    mar = twin.companies[0].id
    someone = uuid.UUID("12345678-0000-4000-8000-000000000000")
    twin.trail = [
        act(
            "tenant.updated",
            tenant_id=mar,
            actor_id=twin.user_id,
            actor_kind=ActorKind.STAFF,
            changes={"status": {"from": "active", "to": "paused"}, "contact_email": {"changed": True}},
        ),
        act("member.role_changed", tenant_id=mar, actor_id=someone, actor_kind=ActorKind.PERSON),
        act("invitation.sent", tenant_id=mar, changes={"role": {"to": "owner"}}),
        act("something.new", changes={"languages": {"from": ["es"], "to": ["es", "ca"]}}),
    ]
    table = open_page("audit").dataframe[0].value
    assert list(table["who"]) == ["You", "A member (12345678)", "The system", "The system"]
    assert list(table["act"]) == ["Company changed", "Role changed", "Invitation sent", "something.new"]
    assert table["tenant"][0] == "Cuines Mar"
    assert table["changes"][0] == "status: active → paused; contact_email: changed"
    assert table["changes"][2] == "role: owner"
    assert table["changes"][3] == 'languages: ["es"] → ["es", "ca"]'


def test_the_trail_is_turned_page_by_page(twin: PlatformTwin, open_page: Open) -> None:
    twin.trail = [act(f"act.{number}") for number in range(60)]
    test = open_page("audit")
    assert test.button(key="audit-newer").disabled
    test.button(key="audit-older").click().run()
    test.button(key="audit-older").click().run()
    assert test.dataframe[0].value["act"].iloc[0] == "act.50"
    assert test.button(key="audit-older").disabled
    test.button(key="audit-newer").click().run()
    assert test.dataframe[0].value["act"].iloc[0] == "act.25"


def test_a_filter_begins_at_the_first_page(twin: PlatformTwin, open_page: Open) -> None:
    twin.trail = [act("tenant.updated") for _ in range(30)] + [act("lead.deleted")]
    test = open_page("audit")
    test.button(key="audit-older").click().run()
    test.selectbox(key="audit-action").set_value("lead.deleted").run()
    assert list(test.dataframe[0].value["act"]) == ["Lead deleted"]
    assert "Page 1" in words(test)


def test_a_trail_without_a_match_says_so(twin: PlatformTwin, open_page: Open) -> None:
    assert "No act matches these filters." in words(open_page("audit"))


def test_the_catalogue_stands_side_by_side(twin: PlatformTwin, open_page: Open) -> None:
    table = open_page("plans").dataframe[0].value.set_index("what")
    assert list(table.columns) == ["free", "pro", "old"]
    assert list(table.loc["Monthly leads, a month"]) == ["40", "No limit", "5"]
    assert list(table.loc["AI budget, a month"]) == ["€10", "€10", "€10"]
    assert table.loc["Price", "free"] == "€49.90 a month"


@pytest.mark.parametrize("page", ["overview", "tenants", "errors", "audit", "plans"])
def test_an_api_that_is_away_is_a_sentence_and_not_a_trace(twin: PlatformTwin, open_page: Open, page: str) -> None:
    test = open_page(page)
    twin.down = True
    test.run()
    assert not test.exception
    assert "We cannot reach the server right now" in words(test)
