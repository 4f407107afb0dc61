"""What of the outside world will end: the version of Meta's Graph API that we speak (F1). Pure."""

from datetime import date
from typing import Final

from backend.superadmin.schemas import GraphVersionOut

WARNED_DAYS: Final = 60


def graph_version(version: str, expires_on: date | None, today: date) -> GraphVersionOut | None:
    """None while there is nothing to say; past its day the days left are negative."""
    if expires_on is None or (expires_on - today).days > WARNED_DAYS:
        return None
    return GraphVersionOut(version=version, expires_on=expires_on, days_left=(expires_on - today).days)
