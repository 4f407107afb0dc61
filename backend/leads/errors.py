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


class PipelineNotFound(NotFound):
    """This pipeline does not exist."""


class StageNotFound(NotFound):
    """This column does not exist."""


class DefaultPipeline(Conflict):
    """The first pipeline can be renamed, not deleted."""


class UsualStage(Conflict):
    """The first pipeline's own five columns can be renamed and reordered, not deleted nor given another meaning."""


class LastStage(Conflict):
    """A pipeline needs a column; delete the pipeline instead."""


class StageHasLeads(Conflict):
    """There are leads in this column; say where they shall go."""


class StageToMoveToMissing(Invalid):
    """Leads can only be moved to another column that exists."""


class StageOrderIncomplete(Invalid):
    """The order must name every column of the pipeline once."""


class TooManyPipelines(Conflict):
    """There are as many pipelines as there can be."""


class TooManyStages(Conflict):
    """There are as many columns in this pipeline as there can be."""


class LeadNotLost(Invalid):
    """Only a lost lead has a reason why it was lost."""


class NicheNotFound(NotFound):
    """This niche does not exist."""


class NicheExists(Conflict):
    """There is already a niche of this name."""


class NicheNameEmpty(Invalid):
    """A niche's name needs a letter or a digit."""


class NicheMergesWithItself(Invalid):
    """A niche cannot be merged into itself."""


class TooManyNiches(Conflict):
    """There are as many niches as there can be."""


class UnusableWebsite(Invalid):
    """This is not the address of a website."""


class UnusableDomain(Invalid):
    """This is not a business's own domain."""


class DomainKnown(Conflict):
    """There is already a lead with this domain."""
