"""Handing one message to the mail server, and knowing what became of it."""

from __future__ import annotations

import enum
import re
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

# The whole conversation, however slowly the server drips: EMAIL_TIMEOUT only limits each silence.
LONGEST_CONVERSATION = 60
# Wrong password, no encryption, no login: our fault or the server's, never the recipient's.
_OURS = frozenset({530, 534, 535, 538})
_TOO_BIG = 552
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")


class Outcome(enum.Enum):
    ACCEPTED = "accepted"
    RETRY = "retry"
    SERVER_UNREACHABLE = "server_unreachable"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the server said: `code` is the SMTP reply code (RFC 5321 §4.2) or None.

    `suspicious`: this mail failed, but so may all others; enough of these in a row are a fault of
    the server.
    """

    outcome: Outcome
    code: int | None = None
    text: str = ""
    suspicious: bool = False

    @property
    def status(self) -> str:
        """The enhanced status code (RFC 3463), e.g. "5.1.1"; "" when the server gave none."""
        match = _ENHANCED.match(self.text)
        return match.group(1) if match else ""


class ClaimLost(Exception):
    """While we talked to the server, this mail was taken from us: do not send it."""


class TrackedSMTP(smtplib.SMTP):
    """Tells before it hands over the message, and knows whether it had when the line broke."""

    body_was_sent = False
    before_body: Callable[[], None] | None = None

    def getreply(self) -> tuple[int, bytes]:
        reply = super().getreply()
        self.last_code = reply[0]
        return reply

    def send(self, s: Any) -> None:
        # The dot-terminated body is the only thing sent between "354 go ahead" and its reply.
        is_body = getattr(self, "last_code", 0) == 354
        if is_body and self.before_body is not None:
            self.before_body()
        super().send(s)
        if is_body:
            self.body_was_sent = True

    def quit(self) -> tuple[int, bytes]:
        if getattr(self, "last_code", 0) == 354:
            # In the middle of a message QUIT would be its text: hang up, and it is discarded.
            self.close()
            return 221, b""
        return super().quit()


class TrackedSMTP_SSL(TrackedSMTP, smtplib.SMTP_SSL):
    """The same over implicit TLS."""


class TrackedBackend(EmailBackend):
    """Django's SMTP settings with our connection."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TrackedSMTP_SSL if self.use_ssl else TrackedSMTP


def deliver(
    message: EmailMultiAlternatives, *, before_body: Callable[[], None] | None = None
) -> Delivery:
    """Send `message` to its one recipient; never raises for what a server or network can do.

    `before_body` is called when all that is left is the message itself; what it raises stops the
    sending and is passed on.
    """
    backend = TrackedBackend(fail_silently=False)
    try:
        backend.open()
    except smtplib.SMTPResponseException as error:
        return Delivery(Outcome.SERVER_UNREACHABLE, error.smtp_code, _text(error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(Outcome.SERVER_UNREACHABLE, None, type(error).__name__)
    connection = backend.connection
    if isinstance(connection, TrackedSMTP):
        connection.before_body = before_body
    try:
        with _time_limit(connection):
            backend.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return _refused_recipient(code, _text(text))
    except smtplib.SMTPSenderRefused as error:
        return _refused_sender(error.smtp_code, _text(error.smtp_error))
    except smtplib.SMTPNotSupportedError as error:
        # The server can't take this address or this message; it can take others.
        return Delivery(Outcome.REFUSED, None, _text(str(error)))
    except smtplib.SMTPResponseException as error:
        if error.smtp_code == -1 or error.smtp_code in _OURS:
            return Delivery(Outcome.SERVER_UNREACHABLE, None, _text(error.smtp_error))
        return _by_code(error.smtp_code, _text(error.smtp_error))
    except (ValueError, UnicodeError) as error:
        # An address or header that can't be written: nothing was handed over.
        return Delivery(Outcome.REFUSED, None, _text(str(error)))
    except (OSError, smtplib.SMTPException) as error:
        lost_after_body = isinstance(connection, TrackedSMTP) and connection.body_was_sent
        if lost_after_body:
            return Delivery(Outcome.UNKNOWN, None, type(error).__name__)
        return Delivery(Outcome.RETRY, None, type(error).__name__, suspicious=True)
    finally:
        _close(backend)
    return Delivery(Outcome.ACCEPTED, 250)


@contextmanager
def _time_limit(connection: smtplib.SMTP | None) -> Iterator[None]:
    """Hang up after LONGEST_CONVERSATION seconds, whatever either side is doing."""

    def hang_up() -> None:
        sock = connection.sock if connection is not None else None
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(LONGEST_CONVERSATION, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _close(backend: EmailBackend) -> None:
    # QUIT after the 250 must not turn an accepted mail into a failed one.
    try:
        backend.close()
    except (OSError, smtplib.SMTPException):
        backend.connection = None


def _refused_recipient(code: int, text: str) -> Delivery:
    delivery = _by_code(code, text)
    if delivery.status.startswith("5.7."):
        # "Relaying denied" and the like: said of one recipient, usually meant for all.
        return Delivery(Outcome.RETRY, code, text, suspicious=True)
    return delivery


def _refused_sender(code: int, text: str) -> Delivery:
    if code == _TOO_BIG:
        return Delivery(Outcome.REFUSED, code, text)
    return Delivery(Outcome.SERVER_UNREACHABLE, code, text)


def _by_code(code: int, text: str) -> Delivery:
    if 500 <= code < 600:
        return Delivery(Outcome.REFUSED, code, text)
    return Delivery(Outcome.RETRY, code, text, suspicious=code == 421)


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return text.replace("\x00", "")[:300]
