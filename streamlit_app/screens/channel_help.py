"""Where at each platform one finds what connecting asks for, step by step."""

from collections.abc import Sequence

from backend.channels.enums import ChannelKind
from streamlit_app.kit.i18n import _


def steps(kind: ChannelKind) -> str:
    """A numbered list in Markdown."""
    return "\n".join(f"{number}. {step}" for number, step in enumerate(_steps(kind), start=1))


def _steps(kind: ChannelKind) -> Sequence[str]:
    if kind is ChannelKind.TELEGRAM:
        return (
            _("Open Telegram and write to **@BotFather**."),
            _("Send /newbot, then a name, then a user name that ends in “bot”."),
            _("Copy the token that it answers with and paste it here. We do the rest."),
        )
    if kind is ChannelKind.WHATSAPP:
        return (
            _("Open developers.facebook.com, choose your app, then **WhatsApp › API Setup**."),
            _("There you see the phone number ID and the WhatsApp Business Account ID."),
            _("In **Business settings › System users** make a token that never expires, with both WhatsApp rights."),
        )
    if kind is ChannelKind.INSTAGRAM:
        return (
            _("Your Instagram account must be professional and allow access to messages (Settings › Messages)."),
            _("Open developers.facebook.com, choose your app, then **Instagram › API setup**."),
            _("Add your account there: you get its ID and a token. The token lasts 60 days; we tell you before."),
        )
    return (
        _("Open developers.facebook.com, choose your app, then **Messenger › API Settings**."),
        _("Connect your page there: its ID stands beside its name."),
        _("Press “Generate” beside the page and copy the token."),
    )
