"""Files of leads: in with a look before, out with a history (CRM-09, CRM-10)."""

import uuid

import pytest

from backend.accounts.enums import Role
from backend.exports.enums import State as ExportState
from backend.imports.enums import State
from backend.imports.schemas import ImportCounts
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import labels, words
from tests.support.api_crm_rows import niche
from tests.support.api_data import an_export, an_import
from tests.support.api_rows import metric
from tests.support.api_twin import ApiTwin


def test_a_file_is_sent_once_and_its_columns_are_shown(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("data")
    test.file_uploader[0].set_value(("customers.csv", b"Name;Email\nRosa;rosa@example.com\n", "text/csv"))
    test.run().run()
    assert not test.exception
    assert len(twin.made("POST", "/v1/imports")) == 1
    assert "customers" in test.title[0].value
    assert "UTF-8" in words(test).replace("\\", "")
    assert "semicolon" in words(test)


def test_the_guessed_columns_are_planned_and_previewed_with_problems(twin: ApiTwin, open_page: Open) -> None:
    twin.imports = [an_import()]
    known = twin.imports[0].id
    test = open_page("data", **{"import": str(known)})
    assert twin.made("PUT", f"/v1/imports/{known}/plan")[0].body["mapping"] == {"0": "name", "1": "email"}
    table = test.dataframe[0].value
    assert list(table["problem"]) == ["", "✗ Not an email."]
    assert "1 would be refused" in words(test)


def test_a_person_corrects_the_columns(twin: ApiTwin, open_page: Open) -> None:
    twin.imports = [an_import()]
    known = twin.imports[0].id
    test = open_page("data", **{"import": str(known)})
    test.selectbox(key=f"map-{known}-2").set_value("tags").run()
    assert twin.made("PUT", f"/v1/imports/{known}/plan")[-1].body["mapping"]["2"] == "tags"


def test_without_any_column_nothing_can_be_imported(twin: ApiTwin, open_page: Open) -> None:
    twin.imports = [an_import()]
    known = twin.imports[0].id
    test = open_page("data", **{"import": str(known)})
    test.selectbox(key=f"map-{known}-0").set_value("")
    test.selectbox(key=f"map-{known}-1").set_value("").run()
    assert "Say at least which column" in words(test)
    assert "Import leads" not in labels(test)


def test_a_trial_tells_its_counts_and_the_import_follows(twin: ApiTwin, open_page: Open) -> None:
    twin.imports = [an_import()]
    known = twin.imports[0].id
    test = open_page("data", **{"import": str(known)})
    test.button(key="import-try").click().run()
    assert "100 new" in words(test)
    assert "This was a trial" in words(test)
    plans = len(twin.made("PUT", f"/v1/imports/{known}/plan"))
    test.button(key="import-start").click().run()
    assert len(twin.made("PUT", f"/v1/imports/{known}/plan")) == plans, "planning again would forget the trial"
    assert [each.body["dry_run"] for each in twin.made("POST", f"/v1/imports/{known}/start")] == [True, False]
    assert "See leads" in labels(test)


def test_refused_rows_are_shown_and_can_be_taken_away(twin: ApiTwin, open_page: Open) -> None:
    twin.imports = [an_import(state=State.DONE, counts=ImportCounts(created=1, refused=1), position=2)]
    test = open_page("data", **{"import": str(twin.imports[0].id)})
    assert list(test.dataframe[0].value["why"]) == ["Not an email."]
    links = [each.proto.url for each in test.get("link_button")]
    assert f"/download/refused/{twin.imports[0].id}" in links


@pytest.mark.parametrize(
    ("before", "button", "after"),
    [
        (State.RUNNING, "import-pause", State.PAUSED),
        (State.PAUSED, "import-resume", State.RUNNING),
        (State.FAILED, "import-resume", State.RUNNING),
        (State.RUNNING, "import-cancel", State.CANCELLED),
    ],
)
def test_an_import_is_paused_resumed_and_cancelled(
    twin: ApiTwin, open_page: Open, before: State, button: str, after: State
) -> None:
    twin.imports = [an_import(state=before, position=10)]
    test = open_page("data", **{"import": str(twin.imports[0].id)})
    test.button(key=button).click().run()
    assert twin.imports[0].state is after


def test_an_import_is_taken_back_after_a_question(twin: ApiTwin, open_page: Open) -> None:
    twin.imports = [an_import(state=State.DONE, counts=ImportCounts(created=3), position=3)]
    test = open_page("data", **{"import": str(twin.imports[0].id)})
    test.button(key="import-undo").click().run()
    assert "3 leads go to the bin" in words(test)
    assert not twin.made("POST", f"/v1/imports/{twin.imports[0].id}/undo")
    test.session_state["import_to_undo"] = twin.imports[0]
    test.button(key="confirm-agree").click().run()
    assert twin.imports[0].state is State.UNDOING


@pytest.mark.parametrize("state", list(State))
def test_every_state_of_an_import_has_words(twin: ApiTwin, open_page: Open, state: State) -> None:
    twin.imports = [an_import(state=state)]
    assert not open_page("data").exception
    assert not open_page("data", **{"import": str(twin.imports[0].id)}).exception


def test_an_export_of_everything_is_made_with_the_chosen_columns(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("data")
    test.multiselect(key="export-columns").set_value(["email"])
    test.button(key="export-start").click().run()
    (asked,) = twin.made("POST", "/v1/exports")
    assert asked.body == {"format": "csv", "scope": "all", "bom": True, "columns": ["email"]}
    assert "The file is being made" in words(test)


def test_an_export_of_a_niche_as_excel(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [niche("Dentists")]
    test = open_page("data")
    test.selectbox(key="export-scope").set_value("niche")
    test.segmented_control(key="export-format").set_value("xlsx").run()
    test.button(key="export-start").click().run()
    body = twin.made("POST", "/v1/exports")[0].body
    assert (body["format"], body["niche_id"]) == ("xlsx", str(twin.niches[0].id))


def test_the_plan_says_how_much_may_go_out(twin: ApiTwin, open_page: Open) -> None:
    twin.metrics = [*twin.metrics, metric("csv_exports", 1, 0)]
    assert "1 of 1 exports left" in words(open_page("data")).replace("\\", "")


def test_a_plan_that_is_used_up_refuses_in_words(twin: ApiTwin, open_page: Open) -> None:
    twin.fail("POST", "/v1/exports", 402, "quota_exceeded", metric="csv_exports", limit=1, used=1)
    test = open_page("data")
    assert "Exports: 0 of 1 left" in words(test.button(key="export-start").click().run())


def test_the_history_says_who_when_and_offers_the_file_again(twin: ApiTwin, open_page: Open) -> None:
    ready = an_export(limited=True, row_limit=10)
    twin.exports = [ready, an_export(state=ExportState.EXPIRED), an_export(state=ExportState.RUNNING, filename="")]
    test = open_page("data")
    said = words(test).replace("\\", "")
    assert "Ana Puig" in said
    assert "Your plan lets out 10 rows" in said
    assert [each.proto.url for each in test.get("link_button")] == [f"/download/exports/{ready.id}"]


def test_who_may_only_look_sees_histories_only(twin: ApiTwin, open_page: Open) -> None:
    twin.role = Role.VIEWER
    twin.exports, twin.imports = [an_export()], [an_import(state=State.DONE)]
    test = open_page("data")
    assert not test.exception
    assert not test.file_uploader
    assert not {"Export leads", "Download"} & labels(test)
    assert not test.get("link_button")


def test_a_download_that_was_refused_comes_back_with_its_reason(twin: ApiTwin, open_page: Open) -> None:
    assert "This file is no longer kept" in words(open_page("data", refused="export_expired"))


def test_an_import_that_is_gone_is_said_kindly(twin: ApiTwin, open_page: Open) -> None:
    assert "This import no longer exists" in words(open_page("data", **{"import": str(uuid.uuid4())}))
