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
