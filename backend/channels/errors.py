"""What can go wrong at a channel's door."""

from backend.core.errors import Forbidden, NotFound


class OriginNotAllowed(Forbidden):
    """This web page may not show this business's chat; add its address to the allowed origins."""


class TenantUnknown(NotFound):
    """There is no business of this name."""
