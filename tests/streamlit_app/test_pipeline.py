"""The pipeline: what the board is given, who may move cards, and how columns are set up (CRM-03)."""

from typing import Any

import pytest

from backend.accounts.enums import Role
from backend.leads.enums import Stage
from streamlit_app.kit.parts.board import Move, read_move
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import answer, component_data, labels, words
from tests.support import api_crm_rows as rows
from tests.support.api_rows import STAGES, lead
from tests.support.api_twin import ApiTwin


def columns(test: Any) -> dict[str, dict[str, Any]]:
    return {column["name"]: column for column in component_data(test)["board"]["columns"]}


def test_the_board_shows_columns_cards_and_what_they_are_worth(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [
        lead("Rosa <b>Cano</b>", score=88, value_minor=125_000, currency="EUR", tags=["vip", "a", "b", "c"]),
        lead("Marc Riera", stage=Stage.HOT, stage_id=STAGES[Stage.HOT], assignee_id=twin.user_id),
    ]
    twin.tasks = [rows.task("Call Rosa", lead_id=twin.leads[0].id, overdue=True)]
    test = open_page("pipeline")
    assert not test.exception
    found = columns(test)
    assert list(found) == ["New", "Active", "Hot", "Customer", "Lost"]
    assert (found["New"]["count"], found["New"]["total"]) == (1, "€1,250")
    card = found["New"]["cards"][0]
    assert (card["title"], card["score"], card["value"]) == ("Rosa <b>Cano</b>", 88, "€1,250")
    assert (card["task"], card["overdue"], card["days"]) == ("Call Rosa", True, "3 d")
    assert card["tags"] == ["vip", "a", "b", "+1"]
    assert (found["Hot"]["cards"][0]["owner"], found["Hot"]["cards"][0]["owner_name"]) == ("AP", "Ana Puig")


def test_an_empty_column_says_what_to_do(twin: ApiTwin, open_page: Open) -> None:
    assert columns(open_page("pipeline"))["Lost"]["empty"] == "Drop a card here"


@pytest.mark.parametrize(
    ("role", "movable", "shown"),
    [
        (Role.VIEWER, False, set()),
        (Role.AGENT, True, {"Add lead"}),
        (Role.ADMIN, True, {"Add lead", "Columns"}),
    ],
)
def test_each_role_may_do_its_part(twin: ApiTwin, open_page: Open, role: Role, movable: bool, shown: set[str]) -> None:
    twin.role = role
    test = open_page("pipeline", settings="1") if role is Role.AGENT else open_page("pipeline")
    assert component_data(test)["board"]["movable"] is movable
    assert labels(test) & {"Add lead", "Columns"} == shown


def test_search_sort_and_filters_go_to_the_api(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists")]
    twin.leads = [lead("Rosa", tags=["vip"]), lead("Marc")]
    test = open_page("pipeline")
    test.text_input(key="board-q").set_value("rosa")
    test.selectbox(key="board-sort").set_value("-score")
    test.selectbox(key="board-niche_id").set_value(str(twin.niches[0].id))
    test.selectbox(key="board-assignee_id").set_value(twin.user_id)
    test.multiselect(key="board-tags").set_value(["vip"])
    test.run()
    asked = next(call.query for call in reversed(twin.calls) if call.path.endswith("/board"))
    assert (asked["q"], asked["sort"], asked["tag"]) == ("rosa", "-score", "vip")
    assert (asked["niche_id"], asked["assignee_id"]) == (str(twin.niches[0].id), str(twin.user_id))
    assert [card["title"] for card in columns(test)["New"]["cards"]] == ["Rosa"]


def test_the_last_board_stays_while_the_api_is_away(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    test = open_page("pipeline")
    board = f"/v1/pipelines/{twin.pipelines[0].id}/board"
    twin.fail("GET", board, 503, "unavailable")
    test.run()
    assert "The service is restarting" in words(test)
    assert [card["title"] for card in columns(test)["New"]["cards"]] == ["Rosa"]


def test_another_pipeline_is_chosen_and_kept_in_the_address(twin: ApiTwin, open_page: Open) -> None:
    twin.pipelines.append(rows.pipeline("Tenders", is_default=False))
    test = open_page("pipeline")
    test.selectbox(key="board-pipeline").set_value(twin.pipelines[1].id).run()
    assert component_data(test)["board"]["label"] == "Tenders"
    assert test.query_params["pipeline"] == str(twin.pipelines[1].id)


def test_a_card_opens_the_lead_here_and_leads_back(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa")]
    test = open_page("pipeline", lead=str(twin.leads[0].id))
    assert "Rosa" in test.title[0].value
    test.button(key="back").click().run()
    assert test.title[0].value == "Pipeline"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"card": "a", "column": "b", "from": "c", "number": 3}, Move("a", "b", "c", 3)),
        ({"card": "a", "column": "b", "from": "c", "number": "3"}, None),
        ({"card": 1, "column": "b", "from": "c", "number": 3}, None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_a_browsers_word_is_checked(sent: object, read: Move | None) -> None:
    assert read_move(sent) == read


def settings(open_page: Open) -> Any:
    return open_page("pipeline", settings="1")


def test_a_column_is_renamed_and_marked_after_other_days(twin: ApiTwin, open_page: Open) -> None:
    test = settings(open_page)
    assert not test.exception
    next(each for each in test.text_input if each.value == "New").set_value("Fresh").run()
    assert twin.pipelines[0].stages[0].name == "Fresh"
    test.number_input[0].set_value(3).run()
    assert twin.pipelines[0].stages[0].rot_days == 3


def test_columns_change_places(twin: ApiTwin, open_page: Open) -> None:
    test = settings(open_page)
    test.button(key=f"stage-down-{STAGES[Stage.NEW]}").click().run()
    assert [each.kind for each in twin.pipelines[0].stages][:2] == [Stage.ACTIVE, Stage.NEW]


def test_a_column_is_added_and_deleted_with_a_place_for_its_leads(twin: ApiTwin, open_page: Open) -> None:
    test = settings(open_page)
    test.text_input(key="new-stage-name").set_value("Visit")
    next(each for each in test.button if each.label == "Add column").click().run()
    added = twin.pipelines[0].stages[-1]
    assert added.name == "Visit"
    answer(test, f"stage-delete-{added.id}", "confirm-agree")
    assert added not in twin.pipelines[0].stages
    deleted = next(call for call in twin.calls if call.method == "DELETE")
    assert deleted.query["move_to"] == str(STAGES[Stage.NEW])


def test_a_refusal_is_said_in_words(twin: ApiTwin, open_page: Open) -> None:
    path = f"/v1/pipelines/{twin.pipelines[0].id}/stages"
    twin.fail("POST", path, 409, "too_many_stages")
    test = settings(open_page)
    test.text_input(key="new-stage-name").set_value("Visit")
    next(each for each in test.button if each.label == "Add column").click().run()
    assert "as many columns as there can be" in words(test)


def test_a_pipeline_is_made_renamed_and_deleted(twin: ApiTwin, open_page: Open) -> None:
    test = settings(open_page)
    test.button(key="new-pipeline").click().run()
    next(each for each in test.text_input if each.label == "Name" and not each.value).set_value("Tenders")
    test.button(key="new-pipeline").click()
    next(each for each in test.button if each.label == "Create").click().run()
    assert [each.name for each in twin.pipelines] == ["Sales", "Tenders"]
    made = twin.pipelines[1]
    test.text_input(key=f"pipeline-name-{made.id}").set_value("Partners").run()
    assert made.name == "Partners"
    answer(test, "delete-pipeline", "confirm-agree")
    assert [each.name for each in twin.pipelines] == ["Sales"]
