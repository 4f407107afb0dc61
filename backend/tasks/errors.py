"""What can go wrong with tasks."""

from backend.core.errors import Conflict, Invalid, NotFound


class TaskNotFound(NotFound):
    """This task does not exist."""


class TaskWithoutTarget(Invalid):
    """Say which lead or niche the task is about; it does not exist or does not fit the task's kind."""


class TaskAssigneeNotInTeam(Invalid):
    """Tasks can only be given to somebody of the team."""


class TaskIsDone(Conflict):
    """This task is done; open it again to change it."""


class RepeatNeedsDate(Invalid):
    """A task that repeats needs a date to repeat from."""
