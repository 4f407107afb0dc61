"""The twin's answers about tasks."""

from backend.tasks.schemas import NextTask, TaskOut, TaskSummary
from tests.support import api_crm_rows as rows
from tests.support.api_desk import Answer, Call, Desk, error, page
from tests.support.api_rows import NOW


class Tasks(Desk):
    """Mixed into the twin; what is due is told by `overdue` and whether there is a date."""

    def list_tasks(self, call: Call) -> Answer:
        return 200, page([each for each in self.tasks if self._fits(each, call)])

    def _fits(self, task: TaskOut, call: Call) -> bool:
        done = task.done_at is not None
        if done != (call.query.get("state") == "done") or call.query.get("state") == "snoozed":
            return False
        if call.query.get("q", "").lower() not in task.title.lower():
            return False
        asked = {name: call.query[name] for name in ("lead_id", "assignee_id", "priority") if name in call.query}
        if any(str(getattr(task, name)) != value for name, value in asked.items()):
            return False
        when = "overdue" if task.overdue else "week" if task.due_on else "none"
        return call.query.get("when") in (None, when)

    def task_summary(self, _call: Call) -> Answer:
        active = sum(each.done_at is None for each in self.tasks)
        nought = dict.fromkeys(("overdue", "today", "week", "later", "none", "snoozed", "done_today"), 0)
        return 200, TaskSummary(**nought, active=active, limit=self.task_limit)

    def next_tasks(self, call: Call) -> Answer:
        """The call keeps only the first of several ids, which is enough for one card."""
        found = [
            NextTask(
                lead_id=each.lead_id,
                id=each.id,
                title=each.title,
                due_at=each.due_at,
                due_on=each.due_on,
                overdue=each.overdue,
            )
            for each in self.tasks
            if each.lead_id is not None and str(each.lead_id) == call.query.get("lead_ids")
        ]
        return 200, [each.model_dump(mode="json") for each in found]

    def add_task(self, call: Call) -> Answer:
        if self.task_limit is not None and len(self.tasks) >= self.task_limit:
            return 402, error("quota_exceeded", metric="tasks_active", limit=self.task_limit)
        self.tasks.append(rows.task(**call.body))
        return 201, self.tasks[-1]

    def _task(self, task_id: str) -> TaskOut:
        return next(each for each in self.tasks if str(each.id) == task_id)

    def change_task(self, call: Call, task_id: str) -> Answer:
        found = self._task(task_id)
        changed = TaskOut.model_validate(found.model_dump(mode="json") | call.body)
        self.tasks[self.tasks.index(found)] = changed
        return 200, changed

    def delete_task(self, _call: Call, task_id: str) -> Answer:
        self.tasks.remove(self._task(task_id))
        return 204, None

    def move_task(self, call: Call, task_id: str) -> Answer:
        found, verb = self._task(task_id), call.path.rsplit("/", 1)[1]
        if verb == "complete":
            found.done_at = NOW
        elif verb == "reopen":
            found.done_at = None
        else:
            found.snoozed_until = call.body["until"]
        return 200, TaskOut.model_validate(found.model_dump(mode="json"))
