"""What can go wrong with people, their passwords and their teams."""

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, RateLimited, Unauthenticated


class WrongCredentials(Unauthenticated):
    """The email or the password is not right."""


class WrongPassword(Invalid):
    """The password is not right."""


class WrongCode(Unauthenticated):
    """This code is not right or was used already."""


class ChallengeExpired(Unauthenticated):
    """This sign-in took too long; enter email and password again."""


class RefreshRefused(Unauthenticated):
    """This session has ended; sign in again."""


class TooManyAttempts(RateLimited):
    """Too many attempts; wait a little and try again."""


class EmailTaken(Conflict):
    """There is already an account with this email; sign in instead."""


class PasswordTooWeak(Invalid):
    """Choose a password that is harder to guess."""


class LinkExpired(Invalid):
    """This link has expired or was used already; ask for a new one."""


class DetailsNeeded(Invalid):
    """Give your name and a password to create your account."""


class NotAMember(Forbidden):
    """You do not belong to this company, or it is paused."""

    code = "not_a_member"


class OnlyOwners(Forbidden):
    """Only an owner may make, change or remove owners."""


class LastOwner(Conflict):
    """A company needs at least one owner; make somebody else an owner first."""


class MemberNotFound(NotFound):
    """There is no such person in your team."""


class AlreadyMember(Conflict):
    """This person is in your team already."""


class InvitationNotFound(NotFound):
    """There is no such open invitation."""


class TwoFactorOn(Conflict):
    """Two-step sign-in is on already."""


class TwoFactorOff(Conflict):
    """Two-step sign-in is not on; enrol first."""
