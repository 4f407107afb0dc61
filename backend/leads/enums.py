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
    PROSPECTING = "prospecting"
    IMPORT = "import"
    API = "api"


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
    NOTE_ADDED = "note_added"
    NOTE_EDITED = "note_edited"
    NOTE_DELETED = "note_deleted"
    TASK_ADDED = "task_added"
    TASK_COMPLETED = "task_completed"
    TAGGED = "tagged"
    NICHE_CHANGED = "niche_changed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    DELETED = "deleted"
    RESTORED = "restored"
    EXPORTED = "exported"
    OPENED = "opened"


class Sort(StrEnum):
    """The orders in which leads may be listed; a minus means the greatest first."""

    CREATED = "-created_at"
    SCORE = "-score"
    LAST_ACTIVITY = "-last_activity_at"
    NAME = "name"


class ContactKind(StrEnum):
    """What a further contact of a lead is."""

    EMAIL = "email"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    SOCIAL = "social"
    WEBSITE = "website"
    ADDRESS = "address"
    TAX_ID = "tax_id"
    OPENING_HOURS = "opening_hours"


class Reach(StrEnum):
    """By what a lead can be reached, as a filter."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"


class BoardSort(StrEnum):
    """The orders within a column of the board; a minus means the greatest first."""

    NEWEST = "-stage_since"
    OLDEST = "stage_since"
    SCORE = "-score"


class FieldKind(StrEnum):
    """The type of a custom field."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    URL = "url"


class DuplicateState(StrEnum):
    """What a person decided about a possible duplicate."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"


class BulkKind(StrEnum):
    """What can be done to many leads at once, and undone."""

    MOVE_STAGE = "move_stage"
    SET_CONTACT_STATE = "set_contact_state"
    ASSIGN = "assign"
    MOVE_NICHE = "move_niche"
    ADD_TAG = "add_tag"
    REMOVE_TAG = "remove_tag"
    DELETE = "delete"
