"""What can go wrong with the knowledge list."""

from backend.core.errors import Conflict, Invalid, NotFound


class ItemNotFound(NotFound):
    """There is no such entry in your knowledge."""


class TooManyItems(Conflict):
    """Your knowledge is full; delete what nobody asks any more."""


class ItemExists(Conflict):
    """There is already an entry with this name in this language."""


class PriceNeedsCurrency(Invalid):
    """A price and its currency come together."""


class NothingToImport(Invalid):
    """There is no line to read."""
