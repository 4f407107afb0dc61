"""What can go wrong with plans and usage."""

from backend.core import errors


class QuotaExceeded(errors.QuotaExceeded):
    """Your plan's limit is reached; wait for the next period or choose a larger plan."""


class UnknownPlan(errors.Invalid):
    """There is no such plan."""
