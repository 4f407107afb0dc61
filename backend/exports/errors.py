"""What can go wrong with exports."""

from backend.core.errors import Conflict, Invalid, NotFound


class ExportNotFound(NotFound):
    """This export does not exist."""


class ExportNotReady(Conflict):
    """This file is still being made."""


class ExportExpired(Conflict):
    """This file is no longer kept; make the export again."""


class ExportFailed(Conflict):
    """This export could not be made; make it again."""


class ExportColumnUnknown(Invalid):
    """One of the columns does not exist."""


class ExportScopeWrong(Invalid):
    """Say which niche, and no niche or filter where the scope is another."""
