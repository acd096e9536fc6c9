"""Handing one message to the mail server, and knowing what became of it."""

from __future__ import annotations

import enum
import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend


class Outcome(enum.Enum):
    ACCEPTED = "accepted"
    RETRY = "retry"
    SERVER_UNREACHABLE = "server_unreachable"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the server said: `code` is the SMTP reply code (RFC 5321 §4.2) or None."""

    outcome: Outcome
    code: int | None = None
    text: str = ""


class TrackedSMTP(smtplib.SMTP):
    """Knows whether the whole message had been handed over when the connection broke."""

    body_was_sent = False

    def getreply(self) -> tuple[int, bytes]:
        reply = super().getreply()
        self.last_code = reply[0]
        return reply

    def send(self, s: bytes | str) -> None:
        super().send(s)
        # The dot-terminated body is the only thing sent between "354 go ahead" and its reply.
        if getattr(self, "last_code", 0) == 354:
            self.body_was_sent = True


class TrackedSMTP_SSL(TrackedSMTP, smtplib.SMTP_SSL):
    """The same over implicit TLS."""


class TrackedBackend(EmailBackend):
    """Django's SMTP settings with our connection."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TrackedSMTP_SSL if self.use_ssl else TrackedSMTP


def deliver(message: EmailMultiAlternatives) -> Delivery:
    """Send `message` to its one recipient; never raises for what a server or network can do."""
    backend = TrackedBackend(fail_silently=False)
    try:
        backend.open()
    except smtplib.SMTPResponseException as error:
        return Delivery(Outcome.SERVER_UNREACHABLE, error.smtp_code, _text(error.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        return Delivery(Outcome.SERVER_UNREACHABLE, None, type(error).__name__)
    connection = backend.connection
    try:
        backend.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return Delivery(_by_code(code), code, _text(text))
    except smtplib.SMTPSenderRefused as error:
        # Our own sender is refused: the fault is ours, not the recipient's.
        return Delivery(Outcome.SERVER_UNREACHABLE, error.smtp_code, _text(error.smtp_error))
    except smtplib.SMTPResponseException as error:
        if error.smtp_code in {-1, 530, 534, 535}:
            return Delivery(Outcome.SERVER_UNREACHABLE, None, _text(error.smtp_error))
        return Delivery(_by_code(error.smtp_code), error.smtp_code, _text(error.smtp_error))
    except (ValueError, UnicodeError) as error:
        # An address that can't be written into the envelope: nothing was handed over.
        return Delivery(Outcome.RETRY, None, _text(str(error)))
    except (OSError, smtplib.SMTPException) as error:
        lost_after_body = isinstance(connection, TrackedSMTP) and connection.body_was_sent
        outcome = Outcome.UNKNOWN if lost_after_body else Outcome.SERVER_UNREACHABLE
        return Delivery(outcome, None, type(error).__name__)
    finally:
        _close(backend)
    return Delivery(Outcome.ACCEPTED, 250)


def _close(backend: EmailBackend) -> None:
    # QUIT after the 250 must not turn an accepted mail into a failed one.
    try:
        backend.close()
    except (OSError, smtplib.SMTPException):
        backend.connection = None


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if 500 <= code < 600 else Outcome.RETRY


def _text(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return text[:300]
