"""What can go wrong with flows."""

from backend.core.errors import Conflict, Invalid, NotFound


class FlowNotFound(NotFound):
    """This flow does not exist."""


class FlowVersionNotFound(NotFound):
    """This version of the flow does not exist."""


class FlowHasFaults(Invalid):
    """The flow cannot be published yet; mend the faults that are listed."""


class NoDraft(Conflict):
    """There is no draft to publish; edit the flow first."""


class NotPublished(Conflict):
    """This flow is not published."""


class NothingToRollBackTo(Conflict):
    """There is no earlier published version to go back to."""


class AlreadyPublished(Conflict):
    """This version is the published one already."""


class NeverPublished(Conflict):
    """This version is a draft; only one that was published before can be gone back to."""


class FlowNameTaken(Conflict):
    """Another flow has this name already."""


class TooManyFlows(Conflict):
    """You have as many flows as a business can have; delete one first."""


class DefaultFlowStays(Conflict):
    """This flow greets your visitors; it cannot be deleted."""


class FlowInUse(Conflict):
    """Conversations were held with this flow; it stays so that they can be continued and read."""
