"""Mail out, through a real SMTP conversation or into the outbox."""

import asyncio
import email
from collections.abc import AsyncIterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.core import clock
from backend.core.errors import UpstreamFailed
from backend.core.settings import MailSettings
from backend.providers import smtp
from backend.providers.smtp import Mail, MailNotSent, OutboxMailer, SmtpMailer

SENDER = "OpenSells <no-reply@opensells.example.com>"
MAIL = Mail(
    to="laia@shop.example.com",
    subject="¡Hola, ñ! 🦄",
    text="Línea\nhttps://x.example.com/?a=1",
    html="<p>é</p>",
    language="es",
)


class Inbox(Sink):
    """Keeps what arrives, or says no."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[bytes] = []
        self.refusal = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest_asyncio.fixture
async def settings(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MailSettings]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(inbox, loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    given = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_STARTTLS": "0", "MAIL_FROM": SENDER}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    yield MailSettings()
    server.close()
    await server.wait_closed()


def _read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _text(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").strip()


async def test_a_mail_arrives_as_it_was_written(inbox: Inbox, settings: MailSettings) -> None:
    await SmtpMailer(settings).send(MAIL)
    [raw] = inbox.received
    message = _read(raw)
    assert (message["To"], message["From"], message["Subject"]) == (MAIL.to, SENDER, MAIL.subject)
    assert (_text(message, "plain"), _text(message, "html")) == (MAIL.text, MAIL.html)
    assert message["Message-ID"].endswith("@opensells.example.com>")
    assert message["Auto-Submitted"] == "auto-generated"


async def test_a_server_that_says_no_is_an_upstream_failure(inbox: Inbox, settings: MailSettings) -> None:
    inbox.refusal = "554 not today"
    with pytest.raises(MailNotSent) as refused:
        await SmtpMailer(settings).send(MAIL)
    assert isinstance(refused.value, UpstreamFailed)
    assert refused.value.__cause__ is not None


async def test_a_server_that_is_not_there_is_an_upstream_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_PORT", "1")
    with pytest.raises(MailNotSent):
        await SmtpMailer(MailSettings()).send(MAIL)


async def test_a_password_is_never_sent_in_clear_where_tls_is_asked_for(
    inbox: Inbox, settings: MailSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_STARTTLS", "1")
    monkeypatch.setenv("SMTP_USER", "user")
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    with pytest.raises(MailNotSent):
        await SmtpMailer(MailSettings()).send(MAIL)
    assert inbox.received == []


async def test_without_a_server_mails_are_files_that_mail_programs_open(tmp_path: Path) -> None:
    mailer = OutboxMailer(tmp_path / "new" / "outbox", SENDER)
    await mailer.send(MAIL)
    await mailer.send(MAIL)
    files = sorted((tmp_path / "new" / "outbox").iterdir())
    assert [each.suffix for each in files] == [".eml", ".eml"]
    assert _text(_read(files[0].read_bytes()), "plain") == MAIL.text


@pytest.mark.parametrize(("host", "kind"), [("", OutboxMailer), ("mail.example.com", SmtpMailer)])
def test_the_settings_choose(monkeypatch: pytest.MonkeyPatch, host: str, kind: type) -> None:
    monkeypatch.setenv("SMTP_HOST", host)
    assert isinstance(smtp.build(MailSettings()), kind)


def test_nothing_smuggles_a_header_in() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        smtp.compose(
            Mail(to="a@example.com", subject="x\r\nBcc: b@example.com", text="", html="", language="en"),
            SENDER,
            clock.now(),
        )
