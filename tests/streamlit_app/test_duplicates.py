"""The queue of duplicates: side by side, merged either way, or told apart (CRM-10)."""

from backend.accounts.enums import Role
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import labels, words
from tests.support import api_crm_rows as rows
from tests.support.api_rows import lead
from tests.support.api_twin import ApiTwin


def two(twin: ApiTwin) -> None:
    twin.leads = [lead("Rosa Cano"), lead("R. *Cano*", email="r@example.com")]
    twin.pairs = [rows.pair(twin.leads[0], twin.leads[1])]


def test_an_empty_queue_says_what_comes_here(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("duplicates")
    assert not test.exception
    assert "No duplicates wait for you" in words(test)


def test_both_leads_stand_side_by_side(twin: ApiTwin, open_page: Open) -> None:
    two(twin)
    test = open_page("duplicates")
    said = words(test)
    assert "Rosa Cano" in said
    assert r"R\. \*Cano\*" in said
    assert "The same phone" in said


def test_one_is_kept_and_it_can_be_undone(twin: ApiTwin, open_page: Open) -> None:
    two(twin)
    kept, pair = twin.leads[1], twin.pairs[0]
    test = open_page("duplicates")
    test.button(key=f"keep-{kept.id}-{pair.id}").click().run()
    assert twin.leads == [kept]
    assert "Rosa Cano was merged into the lead that you kept." in words(test)
    test.button(key="undo").click().run()
    assert len(twin.leads) == 2


def test_two_that_are_different_are_not_asked_about_again(twin: ApiTwin, open_page: Open) -> None:
    two(twin)
    test = open_page("duplicates")
    test.button(key=f"different-{twin.pairs[0].id}").click().run()
    assert not twin.pairs
    assert len(twin.leads) == 2
    assert "We will not ask about these two again." in words(test)


def test_a_pair_that_somebody_decided_is_said_in_words(twin: ApiTwin, open_page: Open) -> None:
    two(twin)
    pair = twin.pairs[0]
    twin.fail("POST", f"/v1/duplicates/{pair.id}/merge", 409, "pair_decided")
    test = open_page("duplicates")
    test.button(key=f"keep-{pair.one.id}-{pair.id}").click().run()
    assert "Somebody decided about these two already." in words(test)


def test_a_scan_is_asked_for(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("duplicates")
    test.button(key="scan").click().run()
    assert twin.made("POST", "/v1/duplicates/scan")
    assert "what we find appears here" in words(test)


def test_a_viewer_decides_nothing(twin: ApiTwin, open_page: Open) -> None:
    two(twin)
    twin.role = Role.VIEWER
    assert not {"Keep this one", "They are different", "Search all leads"} & labels(open_page("duplicates"))
