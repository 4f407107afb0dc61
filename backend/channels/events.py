"""Facts of channels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountNeedsCare:
    """An account stopped working, or will: `reason` is expired, error or expiring (then in so many days)."""

    account_id: str
    kind: str
    name: str
    reason: str
    days: int
