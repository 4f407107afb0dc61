"""What can go wrong in a conversation."""

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound


class ConversationNotFound(NotFound):
    """This conversation does not exist; start a new one."""


class IdempotencyConflict(Conflict):
    """This Idempotency-Key was already used with another message."""


class IdempotencyKeyRequired(Invalid):
    """Send an Idempotency-Key header: 8 to 64 letters, digits, dashes or underscores."""


class ConversationBusy(Conflict):
    """Another message of this conversation is being handled; send it again."""


class ConversationOver(Conflict):
    """This conversation has ended."""


class NotInCharge(Conflict):
    """Take the conversation over before you answer."""


class TenantPaused(Forbidden):
    """This business does not take conversations at the moment."""
