"""What can go wrong with tenants."""

from backend.core.errors import Conflict, Invalid, NotFound


class TenantNotFound(NotFound):
    """There is no such company."""


class SlugTaken(Conflict):
    """Another company has this short name already."""


class DefaultLanguageNotOffered(Invalid):
    """The default language must be one of the languages offered."""
