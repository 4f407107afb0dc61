"""Mail out: through SMTP, or into a folder of .eml files where no server is configured."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

import structlog

from backend.core import clock
from backend.core.errors import UpstreamFailed
from backend.core.settings import MailSettings

log = structlog.get_logger()

TIMEOUT_SECONDS: Final = 10


class MailNotSent(UpstreamFailed):
    """The mail server did not take the message."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person, as text and as simple HTML."""

    to: str
    subject: str
    text: str
    html: str
    language: str


class Mailer(Protocol):
    """Sends a mail or raises `MailNotSent`."""

    async def send(self, mail: Mail) -> None: ...


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """The configured server, over STARTTLS (or TLS from the start on port 465), in a thread."""

    settings: MailSettings

    async def send(self, mail: Mail) -> None:
        message = compose(mail, self.settings.sender, clock.now())
        try:
            await asyncio.to_thread(self._deliver, message)
        except (smtplib.SMTPException, OSError) as error:
            log.warning("mail_not_sent", error=type(error).__name__)
            raise MailNotSent from error

    def _deliver(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        tls = self.settings.port == smtplib.SMTP_SSL_PORT
        with self._connect(context if tls else None) as server:
            if self.settings.starttls and not tls:
                server.starttls(context=context)
            if self.settings.user:
                server.login(self.settings.user, self.settings.password.get_secret_value())
            server.send_message(message)

    def _connect(self, tls: ssl.SSLContext | None) -> smtplib.SMTP:
        host, port = self.settings.host, self.settings.port
        if tls:
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=tls)
        return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)


@dataclass(frozen=True, slots=True)
class OutboxMailer:
    """The offline twin: each mail becomes a file that any mail program opens; the log names it."""

    folder: Path
    sender: str

    async def send(self, mail: Mail) -> None:
        name = await asyncio.to_thread(self._write, mail, clock.now())
        log.info("mail_written", file=name)

    def _write(self, mail: Mail, now: datetime) -> str:
        raw = compose(mail, self.sender, now).as_bytes()
        name = f"{now:%Y%m%dT%H%M%S%f}-{sha256(raw).hexdigest()[:8]}.eml"
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed: whoever watches the folder sees whole mails only.
        draft = self.folder / f".{name}"
        draft.write_bytes(raw)
        draft.rename(self.folder / name)
        return name


def build(settings: MailSettings) -> Mailer:
    if settings.host:
        return SmtpMailer(settings)
    return OutboxMailer(Path(settings.outbox_dir), settings.sender)


def compose(mail: Mail, sender: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    message["Content-Language"] = mail.language
    # RFC 3834: no vacation notes in return.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
