"""Closed vocabularies of accounts; roles are the actor's (core/http/actor.py), handed on to the panels here."""

from enum import StrEnum

from backend.core.http.actor import PlatformRole, Role

__all__ = ["MailKind", "MembershipStatus", "PlatformRole", "Role", "TokenPurpose"]


class MembershipStatus(StrEnum):
    """Whether a person belongs to the company now; the row stays for the history."""

    ACTIVE = "active"
    REMOVED = "removed"


class TokenPurpose(StrEnum):
    """What a one-time token may be spent on."""

    VERIFY = "verify"
    RESET = "reset"
    SECOND_FACTOR = "second_factor"


class MailKind(StrEnum):
    """The mails that accounts send."""

    VERIFY = "verify"
    RESET = "reset"
    INVITATION = "invitation"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a mail
