"""The closed vocabularies of conversations."""

from enum import StrEnum


class ConversationStatus(StrEnum):
    OPEN = "open"  # the flow answers
    HUMAN = "human"  # a person answers, or is waited for
    ENDED = "ended"
    PAUSED = "paused"  # nobody answers until the clock gives it back
    CLOSED = "closed"  # maintenance: kind words and contact capture (issue: conversations and web channel)


class MessageRole(StrEnum):
    VISITOR = "visitor"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class SenderKind(StrEnum):
    """On whose behalf something is sent; the policy of sending asks (F3)."""

    FLOW = "flow"
    AGENT = "agent"  # the automatic one
    HUMAN = "human"
    NURTURING = "nurturing"
    SYSTEM = "system"  # the confirmation of an opt-out, a handoff's sentence


class DeliveryStatus(StrEnum):
    """What became of a message on its way out.

    `sending` is written before the call: a worker that dies then leaves a question, not a second message.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


class Decision(StrEnum):
    """What the policy of sending says."""

    ALLOWED = "allowed"
    NEEDS_TEMPLATE = "needs_template"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why something may not be sent now."""

    WINDOW_CLOSED = "window_closed"
    OPTED_OUT = "opted_out"
    SUPPRESSED = "suppressed"
    NO_CONSENT = "no_consent"
    QUIET_HOURS = "quiet_hours"
    WEEKLY_CAP = "weekly_cap"
    NEVER_WROTE = "never_wrote"
    BLOCKED = "blocked"
    ACCOUNT_DOWN = "account_down"


class CannedPurpose(StrEnum):
    """The three sets of ready answers."""

    OPENING = "opening"
    FOLLOW_UP = "follow_up"
    HANDOFF = "handoff"


class OptOutReason(StrEnum):
    """How somebody opted out."""

    SAID = "said"
    MANUAL = "manual"
