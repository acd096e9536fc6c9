"""A real mail server for tests: keeps what it accepts, and answers as a test tells it to."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPT = "250 OK"
DROP_AFTER_DATA = "drop"
# Hangs up as well, but the message is lost.
DROP_AND_FORGET = "drop and forget"


class Mailbox:
    """What arrived, and what to answer next: scripts name a recipient and the replies in turn."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.wait_at_rcpt = 0.0
        self.wait_at_data = 0.0
        # Called with the recipient when a message has been stored and not yet confirmed.
        self.before_confirming: Callable[[str], None] | None = None
        # Called with the recipient before the message is asked for.
        self.before_data: Callable[[str], None] | None = None
        self._at_mail: deque[str] = deque()
        self._at_rcpt: dict[str, deque[str]] = defaultdict(deque)
        self._at_data: dict[str, deque[str]] = defaultdict(deque)

    def answer_sender(self, *replies: str) -> None:
        """Answer the next MAIL FROM with these, whoever sends, then accept."""
        self._at_mail.extend(replies)

    def answer_recipient(self, address: str, *replies: str) -> None:
        """Answer RCPT TO for `address` with these, then accept."""
        self._at_rcpt[address].extend(replies)

    def answer_data(self, address: str, *replies: str) -> None:
        """Answer the message for `address` with these, then accept;
        DROP_AFTER_DATA keeps it and hangs up, DROP_AND_FORGET only hangs up."""
        self._at_data[address].extend(replies)

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if message["X-Envelope-To"] == address]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if self._at_mail:
            return self._at_mail.popleft()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return ACCEPT

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        await asyncio.sleep(self.wait_at_rcpt)
        if self.before_data is not None:
            self.before_data(address)
        replies = self._at_rcpt[address]
        reply = replies.popleft() if replies else ACCEPT
        if reply == ACCEPT:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        address = envelope.rcpt_tos[0]
        await asyncio.sleep(self.wait_at_data)
        replies = self._at_data[address]
        reply = replies.popleft() if replies else ACCEPT
        if reply in {ACCEPT, DROP_AFTER_DATA}:
            message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
            message["X-Envelope-To"] = address
            message["X-Envelope-From"] = envelope.mail_from
            self.messages.append(message)  # type: ignore[arg-type]
            if self.before_confirming is not None:
                self.before_confirming(address)
        if reply in {DROP_AFTER_DATA, DROP_AND_FORGET}:
            server.transport.close()
        return reply


@contextmanager
def mail_server(port: int = 0, **options: Any) -> Iterator[tuple[Mailbox, int]]:
    """A server on this machine, on a free port if none is given; gives its mailbox and the port."""
    mailbox, port = Mailbox(), port or free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()


def free_port() -> int:
    """A port on this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
