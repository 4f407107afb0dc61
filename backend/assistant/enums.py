"""The closed vocabularies of the assistant."""

from enum import StrEnum


class Mode(StrEnum):
    """How a message was understood: by the documented commands, or by a language model."""

    COMMANDS = "commands"
    MODEL = "model"


class Speaker(StrEnum):
    """Who said a line."""

    PERSON = "person"
    ASSISTANT = "assistant"


class Notice(StrEnum):
    """Why the answer is not what the person might expect."""

    REFUSED = "refused"
    NOT_UNDERSTOOD = "not_understood"
    MODEL_FAILED = "model_failed"
    QUOTA = "quota"
    EXTRACTION_OFF = "extraction_off"


class Tone(StrEnum):
    """How the agent speaks (FLW-10)."""

    FORMAL = "formal"
    FRIENDLY = "friendly"
    EXPERT = "expert"


class ReplyLength(StrEnum):
    """How much the agent says at once (FLW-10)."""

    SHORT = "short"
    NORMAL = "normal"


class SkillName(StrEnum):
    """What the agent can do besides answering for the business (CAT-03)."""

    WELLBEING = "wellbeing"
    RECYCLING = "recycling"


class Intent(StrEnum):
    """What a person wants with a message (DMA-02)."""

    GREETING = "greeting"
    INTEREST_SOFT = "interest_soft"
    INTEREST_STRONG = "interest_strong"
    OBJECTION_PRICE = "objection_price"
    OBJECTION_TIME = "objection_time"
    OBJECTION_DOUBT = "objection_doubt"
    OBJECTION_LATER = "objection_later"
    QUESTION_PRODUCT = "question_product"
    QUESTION_GENERAL = "question_general"
    SUPPORT = "support"
    ESCALATION = "escalation"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    OPT_OUT = "opt_out"
    SPAM = "spam"
    OTHER = "other"
