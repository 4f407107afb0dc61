"""What can go wrong with imports."""

from backend.core.errors import Conflict, Invalid, NotFound, TooLarge


class ImportNotFound(NotFound):
    """This import does not exist."""


class ImportFileTooLarge(TooLarge):
    """Files may have at most 50 MB; split yours into several."""


class ImportFileMissing(Invalid):
    """Send one file in the field `file`."""


class ImportFileEmpty(Invalid):
    """This file has no rows."""


class ImportKindRefused(Invalid):
    """Only CSV and XLSX files can be imported; save yours as one of them."""


class ImportFileDamaged(Invalid):
    """This file is damaged and cannot be opened; export it once more."""


class ImportFileSwells(Invalid):
    """This file is packed so that it would unfold to more than we accept."""


class ImportTooManyColumns(Invalid):
    """This file has more columns than we can map; keep those that matter."""


class ImportNotPlanned(Conflict):
    """Say first which column is what."""


class ImportBusy(Conflict):
    """This cannot be done while the import is in this state."""


class ImportMappingWrong(Invalid):
    """The mapping names a column or a field that does not exist, or reads nothing that makes a lead."""


class ImportFileGone(Conflict):
    """The file is no longer kept; upload it again."""
