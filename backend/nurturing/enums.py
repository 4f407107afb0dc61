"""The closed vocabularies of nurturing."""

from enum import StrEnum


class SequenceKind(StrEnum):
    """The eight sequences (NUR-01)."""

    INTEREST_COLD = "interest_cold"
    OBJECTION_PRICE = "objection_price"
    OBJECTION_TIME = "objection_time"
    OBJECTION_DOUBT = "objection_doubt"
    OBJECTION_LATER = "objection_later"
    ABANDONED = "abandoned"
    RE_ENGAGEMENT = "re_engagement"
    POST_PURCHASE = "post_purchase"


class Trigger(StrEnum):
    """Why somebody was enrolled (NUR-02, X19)."""

    INTENT = "intent"
    SILENCE = "silence"
    PURCHASE = "purchase"
    HAND = "hand"


class EnrolmentState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED = "stopped"


class StopReason(StrEnum):
    """Why an enrolment ended before its last step."""

    REPLIED = "replied"
    STAGE_CHANGED = "stage_changed"
    OPTED_OUT = "opted_out"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    SWITCHED_OFF = "switched_off"
    LEAD_GONE = "lead_gone"
    FAILED = "failed"


class FollowUpStatus(StrEnum):
    """What became of one step for one person (NUR-03); `skipped` could not be sent, and the next step comes."""

    PENDING = "pending"
    SENT = "sent"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class SkipReason(StrEnum):
    """Why a step was skipped; a refusal of the door out is told in its own word."""

    CONDITION = "condition"
    NO_CHANNEL = "no_channel"
    NO_TEMPLATE = "no_template"
    NO_TEXT = "no_text"
    IN_CONVERSATION = "in_conversation"
    FAILED = "failed"


class Condition(StrEnum):
    """When a step is sent at all; else it is skipped and the next one waits for its own time."""

    ALWAYS = "always"
    WITH_LEAD = "with_lead"  # we know who it is
    WITH_PRODUCT = "with_product"  # something was talked about
    WARM = "warm"  # the score is at least warm (SCO-02)
    UNASSIGNED = "unassigned"  # no colleague looks after the person
