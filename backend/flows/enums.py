"""The closed vocabularies of flows: variables, states, outcomes, faults."""

from enum import StrEnum


class VariableType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    MONEY = "money"
    OPTION = "option"
    OPTIONS = "options"
    FILES = "files"


class VariableRole(StrEnum):
    """What the rest of the product reads from a conversation, whatever the flow calls it (SCO-03)."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    PROJECT = "project"
    STYLE = "style"
    METRES = "metres"
    BUDGET = "budget"
    URGENCY = "urgency"
    PHOTOS = "photos"
    NOTE = "note"


class InputFormat(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    MONEY = "money"


class MediaKind(StrEnum):
    JPG = "jpg"
    PNG = "png"
    PDF = "pdf"


class FlowStatus(StrEnum):
    """Where one conversation stands in its flow."""

    ACTIVE = "active"
    HANDOFF = "handoff"
    ENDED = "ended"


class Outcome(StrEnum):
    QUALIFIED = "qualified"
    COMPLETED = "completed"
    DISQUALIFIED = "disqualified"
    REFUSED = "refused"
    ABANDONED = "abandoned"


class Preset(StrEnum):
    KITCHEN_STUDIO = "kitchen_studio"
    GENERAL_BUSINESS = "general_business"


class FaultCode(StrEnum):
    """Why a flow cannot be published (FLW-03)."""

    NO_START = "no_start"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_OPTION = "duplicate_option"
    DUPLICATE_ROLE = "duplicate_role"
    DANGLING_NEXT = "dangling_next"
    MISSING_NEXT = "missing_next"
    UNREACHABLE = "unreachable"
    MISSING_LANGUAGE = "missing_language"
    UNKNOWN_VARIABLE = "unknown_variable"
    RESERVED_NAME = "reserved_name"
    TYPE_CLASH = "type_clash"
    BOUNDS = "bounds"
    LOOP_WITHOUT_ASK = "loop_without_ask"
    TOO_LONG_WITHOUT_ASK = "too_long_without_ask"
    NO_END = "no_end"


class VersionStatus(StrEnum):
    """A draft may change; a published one greets new conversations; an archived one serves those that began with it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
