"""The closed vocabularies of files."""

from enum import StrEnum


class Retention(StrEnum):
    """How long a file is kept, as a class of data (X13)."""

    ATTACHMENT = "attachment"  # linked to what a person said: 180 days
    VOICE = "voice"  # what a person said: as long as the transcript, 90 days
