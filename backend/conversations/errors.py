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


class ConversationNoteNotFound(NotFound):
    """This note does not exist."""


class CannedReplyNotFound(NotFound):
    """This ready answer does not exist."""


class TooManyCannedReplies(Conflict):
    """There are as many ready answers as fit; delete one first."""


class MessageNotFound(NotFound):
    """This message does not exist."""


class NothingToCorrect(Conflict):
    """Only what the assistant said can be corrected."""


class SendRefused(Conflict):
    """This may not be sent now."""


class DeliveryNotFound(NotFound):
    """This message is not on its way anywhere."""


class DeliveryNotOpen(Conflict):
    """Only a message that failed or was never confirmed can be sent again."""


class TemplateUnusable(Invalid):
    """This template does not exist on this account, is not approved, or has another number of variables."""


class NothingToSay(Invalid):
    """A message needs words, a file or a template."""


class FileNotOfConversation(Invalid):
    """A file can only be sent in the conversation that it was added to."""


class NoWayToReach(Conflict):
    """This person cannot be reached on this channel: no phone is known, or they never wrote there."""


class OptOutNotFound(NotFound):
    """Nobody opted out under this id."""


class UnusableOptOut(Invalid):
    """Give a phone number with its prefix, or an email address."""


class TraceNotFound(NotFound):
    """The agent did not write this message."""
