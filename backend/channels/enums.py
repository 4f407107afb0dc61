"""The closed vocabularies of channels."""

from enum import StrEnum


class ChannelKind(StrEnum):
    """The platforms people write on."""

    WEB = "web"
    WHATSAPP = "whatsapp"
    INSTAGRAM = "instagram"
    MESSENGER = "messenger"
    TELEGRAM = "telegram"


class AccountStatus(StrEnum):
    """Whether the account can be used; `expired` and `error` want somebody's hand."""

    CONNECTED = "connected"
    EXPIRED = "expired"
    ERROR = "error"
    DISCONNECTED = "disconnected"


class Responder(StrEnum):
    """Who answers on an account by default (DMA-05)."""

    AGENT = "agent"
    FLOW = "flow"
    PEOPLE = "people"


class IncomingKind(StrEnum):
    """What an event of a platform is to us."""

    MESSAGE = "message"
    EDIT = "edit"
    DELETION = "deletion"
    REACTION = "reaction"
    ECHO = "echo"  # the business wrote from the platform's own app
    STATUS = "status"
    READ = "read"
    BLOCKED = "blocked"  # the person stopped the bot, or started it again
    IGNORED = "ignored"


class MediaKind(StrEnum):
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"


class ReceiptState(StrEnum):
    """What a platform says became of a message of ours."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class TemplateStatus(StrEnum):
    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"
    PAUSED = "paused"


class TemplateCategory(StrEnum):
    """What WhatsApp bills a template as."""

    MARKETING = "marketing"
    UTILITY = "utility"
    AUTHENTICATION = "authentication"


class PriceCategory(StrEnum):
    """What WhatsApp's rate cards price; `service` is a message without a template."""

    MARKETING = "marketing"
    UTILITY = "utility"
    AUTHENTICATION = "authentication"
    AUTHENTICATION_INTERNATIONAL = "authentication_international"
    SERVICE = "service"


class CostKind(StrEnum):
    """What can be said of a message's cost."""

    PRICED = "priced"
    FREE = "free"
    NUMBER_HIDDEN = "number_hidden"
    NO_PRICE = "no_price"
