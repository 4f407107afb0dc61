"""The closed vocabularies of leads (X17: three fields that the sources mixed up)."""

from enum import StrEnum


class Stage(StrEnum):
    """Where the lead stands in the pipeline; people move it (X18)."""

    NEW = "new"
    ACTIVE = "active"
    HOT = "hot"
    CUSTOMER = "customer"
    LOST = "lost"


class Temperature(StrEnum):
    """The band of the score, coldest first (SCO-02)."""

    COLD = "cold"
    WARM = "warm"
    HOT = "hot"
    PREMIUM = "premium"


class ContactState(StrEnum):
    """How far the staff's contact with the lead has come (CRM-06)."""

    TO_CONTACT = "to_contact"
    CONTACTED = "contacted"
    REPLIED = "replied"
    NOT_INTERESTED = "not_interested"


class Source(StrEnum):
    """Where the lead came from, or through which channel it speaks (CRM-01)."""

    WEB = "web"
    WHATSAPP = "whatsapp"
    INSTAGRAM = "instagram"
    TELEGRAM = "telegram"
    MESSENGER = "messenger"
    MANUAL = "manual"


class EventKind(StrEnum):
    """What the timeline tells (CRM-12)."""

    CREATED = "created"
    CAPTURED = "captured"
    RETURNED = "returned"
    JOINED = "joined"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    CONTACT_ADDED = "contact_added"
    QUALIFIED = "qualified"
    TEMPERATURE_CHANGED = "temperature_changed"
    STAGE_CHANGED = "stage_changed"
    CONTACT_STATE_CHANGED = "contact_state_changed"
    ASSIGNED = "assigned"
    EDITED = "edited"


class Sort(StrEnum):
    """The orders in which leads may be listed; a minus means the greatest first."""

    CREATED = "-created_at"
    SCORE = "-score"
    LAST_ACTIVITY = "-last_activity_at"
    NAME = "name"
