"""What can go wrong with sequences and those who are in them."""

from backend.core.errors import Conflict, Invalid, NotFound


class StepNotFound(NotFound):
    """This sequence has no such step."""


class SequenceOff(Conflict):
    """Switch the sequence on before you enrol somebody."""


class AlreadyEnrolled(Conflict):
    """This person is in the sequence already."""


class NobodyToWriteTo(Conflict):
    """There is no conversation with this lead yet, so there is nowhere to write."""


class PersonOptedOut(Conflict):
    """This person asked for no more messages."""


class StageDoesNotFit(Conflict):
    """This sequence is not for leads of this stage."""


class UnknownTemplate(Invalid):
    """None of your WhatsApp accounts has an approved template of this name."""


class NotItsSetting(Invalid):
    """Only the sequence `re_engagement` waits for silence."""
