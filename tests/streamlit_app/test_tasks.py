"""Tasks: lists by date, adding in one line, editing, the plan's cap (CRM-07, CRM-08, BIL-05)."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.enums import Role
from backend.tasks.enums import Priority, Repeat, State, TaskKind
from streamlit_app.screens import task_words
from tests.streamlit_app.conftest import Open
from tests.streamlit_app.looking import component_data, labels, press, words
from tests.support import api_crm_rows as rows
from tests.support.api_rows import NOW, lead
from tests.support.api_twin import ApiTwin


def todos(test: Any) -> list[dict[str, Any]]:
    return [item for data in _lists(test) for item in data["items"]]


def _lists(test: Any) -> list[dict[str, Any]]:
    found = [each.proto for each in test.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name == "opensells_todo"]


def test_without_tasks_the_page_says_how_to_begin(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("tasks")
    assert not test.exception
    assert "Nothing to do" in words(test)


def test_tasks_stand_by_date_with_what_they_are_about(twin: ApiTwin, open_page: Open) -> None:
    twin.tasks = [
        rows.task("Call", due_on=task_words.today() - timedelta(days=1), overdue=True, priority=Priority.HIGH),
        rows.task("Visit", due_on=task_words.today() + timedelta(days=1), repeat=Repeat.WEEKLY),
        rows.task("Think", kind=TaskKind.LEAD, lead_id=uuid.uuid4(), lead_name="Rosa *C*", notes="x"),
    ]
    test = open_page("tasks")
    assert [data["label"] for data in _lists(test)] == ["Overdue", "This week", "No date"]
    late, soon, some = todos(test)
    assert (late["title"], late["due"], late["overdue"], late["flag"]) == ("Call", "yesterday", True, "High priority")
    assert (soon["due"], soon["notes"]) == ("tomorrow", ["↻ Every week"])
    assert (some["target"], some["notes"]) == ("Rosa *C*", ["with notes"])
    assert dict(_lists(test)[0]["choices"])["tomorrow"] == "Tomorrow morning"


def test_one_line_is_enough_for_a_new_task(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("tasks")
    test.text_input(key="quick-title-tasks").set_value("Call Rosa")
    test.selectbox(key="quick-day-tasks").set_value("tomorrow")
    test.selectbox(key="quick-priority-tasks").set_value(Priority.HIGH)
    next(each for each in test.button if each.label == "Add").click().run()
    assert not test.exception
    assert twin.made("POST", "/v1/tasks")[0].body == {
        "title": "Call Rosa",
        "due_on": str(task_words.today() + timedelta(days=1)),
        "priority": "high",
        "assignee_id": str(twin.user_id),
        "lead_id": None,
        "niche_id": None,
        "kind": "general",
    }
    assert [item["title"] for item in todos(test)] == ["Call Rosa"]


def test_an_empty_line_is_not_sent(twin: ApiTwin, open_page: Open) -> None:
    test = open_page("tasks")
    next(each for each in test.button if each.label == "Add").click().run()
    assert "Write what is to be done." in words(test)
    assert not twin.made("POST", "/v1/tasks")


def test_a_full_plan_says_what_helps(twin: ApiTwin, open_page: Open) -> None:
    twin.task_limit, twin.tasks = 1, [rows.task("Call")]
    test = open_page("tasks")
    assert "No room for more" in words(test)
    test.text_input(key="quick-title-tasks").set_value("Another")
    next(each for each in test.button if each.label == "Add").click().run()
    assert "Your plan allows 1 active tasks. Complete or delete some, or choose a larger plan." in words(test)


@pytest.mark.parametrize("limit", [None, 10])
def test_the_bar_shows_only_where_there_is_a_cap(twin: ApiTwin, open_page: Open, limit: int | None) -> None:
    twin.task_limit, twin.tasks = limit, [rows.task("Call")]
    test = open_page("tasks")
    assert not test.exception
    assert len(test.get("progress")) == (0 if limit is None else 1)


def test_a_task_with_everything_is_added_in_the_dialog(twin: ApiTwin, open_page: Open) -> None:
    twin.leads = [lead("Rosa Cano")]
    test = open_page("tasks")
    test.button(key="new-task").click().run()
    test.text_input(key="title-new").set_value("Send the quote")
    test.selectbox(key="repeat-new").set_value(Repeat.MONTHLY)
    test.text_area(key="notes-new").set_value("With the photos")
    test.text_input(key="task-lead-q").set_value("rosa")
    press(test, "new-task").run()
    test.selectbox(key="repeat-new").set_value(Repeat.MONTHLY)
    test.text_input(key="title-new").set_value("Send the quote")
    test.text_area(key="notes-new").set_value("With the photos")
    test.text_input(key="task-lead-q").set_value("rosa")
    press(test, "new-task", "create-task").run()
    sent = twin.made("POST", "/v1/tasks")[0].body
    assert (sent["title"], sent["repeat"], sent["notes"]) == ("Send the quote", "monthly", "With the photos")
    assert (sent["lead_id"], sent["due_on"]) == (str(twin.leads[0].id), str(task_words.today()))


def test_a_task_is_edited_and_deleted(twin: ApiTwin, open_page: Open) -> None:
    twin.tasks = [rows.task("Call")]
    task = twin.tasks[0]
    test = open_page("tasks")
    test.session_state["task_to_open"] = task
    test.run()
    test.text_input(key=f"title-{task.id}").set_value("Call back")
    test.button(key="save-task").click()
    test.session_state["task_to_open"] = task
    test.run()
    assert twin.made("PATCH", f"/v1/tasks/{task.id}")[0].body == {"title": "Call back"}
    assert twin.tasks[0].title == "Call back"
    test.session_state["task_to_open"] = twin.tasks[0]
    test.run()
    test.session_state["task_to_open"] = twin.tasks[0]
    test.button(key="delete-task").click().run()
    assert not twin.tasks


def test_filters_go_to_the_api(twin: ApiTwin, open_page: Open) -> None:
    twin.niches = [rows.niche("Dentists")]
    test = open_page("tasks")
    test.selectbox(key="tasks-owner").set_value("mine")
    test.text_input(key="tasks-q").set_value("call")
    test.selectbox(key="tasks-niche").set_value(twin.niches[0].id)
    test.run()
    asked = twin.made("GET", "/v1/tasks")[-1].query
    assert (asked["assignee_id"], asked["q"]) == (str(twin.user_id), "call")
    assert asked["niche_id"] == str(twin.niches[0].id)
    assert "No task matches" in words(test)


@pytest.mark.parametrize(("state", "said"), [(State.DONE, "Nothing done yet"), (State.SNOOZED, "Nothing sleeps")])
def test_other_states_have_their_own_words(twin: ApiTwin, open_page: Open, state: State, said: str) -> None:
    test = open_page("tasks")
    test.button_group(key="tasks-state").set_value(state).run()
    assert said in words(test)


def test_a_viewer_reads_and_changes_nothing(twin: ApiTwin, open_page: Open) -> None:
    twin.role, twin.tasks = Role.VIEWER, [rows.task("Call")]
    test = open_page("tasks")
    assert not {"Add", "With details"} & labels(test)
    item = component_data(test)["todo"]["items"][0]
    assert item["movable"] is False
    assert not component_data(test)["todo"]["choices"]


def test_an_undo_stands_until_it_is_used(twin: ApiTwin, open_page: Open) -> None:
    twin.tasks = [rows.task("Call", done_at=NOW)]
    test = open_page("tasks")

    def reopen() -> None:
        twin.tasks[0].done_at = None

    test.session_state["undo_offer"] = ("“Call” is done.", reopen)
    assert "“Call” is done." in words(test.run())
    test.button(key="undo").click().run()
    assert twin.tasks[0].done_at is None
    assert "“Call” is done." not in words(test)
