"""The mail server of `make run`: accepts everything, sends nothing on, keeps it as files."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .ports import free_port

_number = itertools.count()


class Keeper:
    """Writes each accepted mail to a file whose name sorts by time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        now = dt.datetime.now(dt.UTC)
        name = f"{now:%Y%m%d-%H%M%S-%f}-{next(_number) % 1000:03d}"
        recipients = ", ".join(envelope.rcpt_tos)
        new = self.directory / f"{name}.new"
        new.write_bytes(
            f"X-Envelope-To: {recipients}\r\n".encode() + (envelope.original_content or b"")
        )
        new.rename(new.with_suffix(".eml"))
        return "250 OK"


class MailCatcher:
    """The server, on a free port of this machine only."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.controller = Controller(Keeper(directory), hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def start(self) -> None:
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()
