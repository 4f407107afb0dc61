"""What can go wrong with leads."""

from backend.core.errors import Conflict, Invalid, NotFound


class LeadNotFound(NotFound):
    """This lead does not exist."""


class LeadExists(Conflict):
    """There is already a lead with this email or phone."""


class LeadChangedMeanwhile(Conflict):
    """Somebody changed this lead meanwhile; load it again."""


class UnusableEmail(Invalid):
    """This is not an email address."""


class UnusablePhone(Invalid):
    """This is not a phone number; write it with its country prefix."""


class AssigneeNotInTeam(Invalid):
    """Leads can only be assigned to somebody of the team."""
