"""What signing in needs from the settings: the signing secret and the password hasher."""

from dataclasses import dataclass

from backend.accounts.passwords import Hasher


@dataclass(frozen=True, slots=True)
class Keys:
    """Built by a door; `secret` signs access tokens."""

    secret: str
    hasher: Hasher


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody calls."""

    address: str
    user_agent: str
