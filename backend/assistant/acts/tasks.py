"""Acts on tasks: add, list, complete, delete."""

import uuid
from datetime import date
from typing import Final

from pydantic import Field

from backend.assistant.acts.base import Act, Arguments, Desk, Done
from backend.assistant.acts.lead_queries import line, resolve
from backend.assistant.acts.task_queries import SHOWN, describe, resolve_task
from backend.core.http.actor import Role
from backend.tasks import queries, service
from backend.tasks.enums import Priority, When
from backend.tasks.schemas import TaskCreate


class CreateTask(Arguments):
    title: str = Field(min_length=1, max_length=200)
    lead: str | None = Field(None, max_length=200, description="Whom it is about: id, name, company, email or domain")
    due_on: date | None = Field(None, description="A day of the company's calendar")
    priority: Priority = Priority.NORMAL


class ListTasks(Arguments):
    when: When | None = None


class OneTask(Arguments):
    task: str = Field(min_length=1, max_length=200, description="The task's id or words of its title")


async def create_task(desk: Desk, given: CreateTask) -> Done:
    lead = await resolve(desk.session, given.lead) if given.lead else None
    wanted = TaskCreate(
        title=given.title,
        lead_id=lead.id if lead else None,
        due_on=given.due_on,
        priority=given.priority,
        assignee_id=desk.actor.user_id,
    )
    task = await service.create(desk.session, wanted, by=desk.actor)
    name = line(lead)["name"] if lead else None
    return Done("task_created", describe(task, name), lead_id=task.lead_id, task_id=task.id)


async def list_tasks(desk: Desk, given: ListTasks) -> Done:
    found = await queries.list_tasks(desk.session, queries.Filters(when=given.when), limit=SHOWN)
    listed = [describe(task, lead_name) for task, lead_name, _ in found]
    return Done("tasks" if listed else "no_tasks", {"tasks": listed, "when": given.when and given.when.value})


async def complete_task(desk: Desk, given: OneTask) -> Done:
    task = await service.complete(desk.session, (await resolve_task(desk.session, given.task)).id, by=desk.actor)
    return Done("task_completed", {"title": task.title}, lead_id=task.lead_id, task_id=task.id)


async def describe_deleting(desk: Desk, given: OneTask) -> Done:
    task = await resolve_task(desk.session, given.task)
    return Done("delete_task_asked", {"title": task.title}, task_id=task.id)


async def delete_task(desk: Desk, given: OneTask) -> Done:
    task = await resolve_task(desk.session, given.task)
    title, task_id = task.title, uuid.UUID(str(task.id))
    await service.remove(desk.session, task_id)
    return Done("task_deleted", {"title": title}, task_id=task_id)


ACTS: Final = (
    Act("create_task", "Add a to-do, for a lead or for nobody.", CreateTask, create_task, Role.AGENT),
    Act("list_tasks", "Open tasks by deadline.", ListTasks, list_tasks),
    Act("complete_task", "Mark a task as done.", OneTask, complete_task, Role.AGENT),
    Act("delete_task", "Delete a task.", OneTask, delete_task, Role.AGENT, describe_deleting),
)
