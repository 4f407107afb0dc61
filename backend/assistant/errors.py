"""What can go wrong with the assistant."""

from backend.core.errors import Conflict, Invalid


class ConfirmationGone(Conflict):
    """This confirmation was used or has expired; ask again."""


class MemoryFull(Invalid):
    """The memory is full; shorten it before you add more."""
