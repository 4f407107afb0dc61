"""What can go wrong with uploads."""

from backend.core.errors import Invalid, NotFound, TooLarge


class FileNotFound(NotFound):
    """This file does not exist."""


class FileTooLarge(TooLarge):
    """Files may have at most 5 MB."""


class TooManyFiles(TooLarge):
    """This conversation already holds as many files as we keep."""


class FileEmpty(Invalid):
    """This file is empty."""


class FileKindRefused(Invalid):
    """Only photos (JPG, PNG) and PDF documents are accepted."""
