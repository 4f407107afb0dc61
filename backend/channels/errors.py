"""What can go wrong at a channel's door."""

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, UpstreamFailed


class OriginNotAllowed(Forbidden):
    """This web page may not show this business's chat; add its address to the allowed origins."""


class TenantUnknown(NotFound):
    """There is no business of this name."""


class AccountNotFound(NotFound):
    """There is no such account."""


class AccountTaken(Conflict):
    """This account is connected already, here or with another business; disconnect it there first."""


class TokenRefused(Invalid):
    """The platform does not accept this token for this account; check both and try again."""


class PlatformUnreachable(UpstreamFailed):
    """The platform did not answer; nothing was changed, try again in a moment."""


class NoTemplates(Invalid):
    """Only WhatsApp has message templates."""


class TemplateNotFound(NotFound):
    """There is no such template; load them again from WhatsApp."""


class VariablesMissing(Invalid):
    """The template has more variables than were given."""


class NoAddress(Conflict):
    """This account has no public address yet; test it once, and its link is known."""


class SignatureInvalid(Unauthenticated):
    """The request is not signed with our app's secret."""


class WebhookSecretInvalid(Unauthenticated):
    """The request does not carry this bot's secret."""


class VerificationRefused(Forbidden):
    """The verification token is not ours."""
