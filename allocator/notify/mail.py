"""Mail through an SMTP server: plain text, counts only."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0


class MailFault(Exception):
    """A message was not taken; the text says why, without addresses."""


@dataclass(frozen=True)
class Mail:
    """Where mail is handed in.

    Attributes:
        secure: ``tls`` from the first byte, ``starttls``, or ``none`` (on this machine only).
    """

    host: str
    port: int
    secure: str
    user: str
    password: str
    sender: str


@dataclass(frozen=True)
class Post:
    """One message."""

    to: str
    subject: str
    text: str


def parse_mail(url: str, sender: str) -> Mail | None:
    """The setting ``smtps://user:password@host:465``, ``smtp://host:587`` (with STARTTLS); None: no mail.

    Raises:
        ValueError: when it is none of these.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or "@" not in sender:
        raise ValueError("smtp")
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    secure = "tls" if parts.scheme == "smtps" else "none" if local else "starttls"
    port = parts.port or (465 if secure == "tls" else 587)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mail(parts.hostname, port, secure, user, password, sender)


def send(mail: Mail, post: Post) -> None:
    """Hand in a message.

    Raises:
        MailFault: when it is not taken.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, post.to, post.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=mail.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(post.text)
    try:
        with _connected(mail) as server:
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise MailFault(type(error).__name__) from error


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.secure == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
    if mail.secure == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server
