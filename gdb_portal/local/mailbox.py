"""Reading the mails that the mail catcher kept."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"\d{8}-\d{6}-\d{6}-\d{3}")


@dataclass(frozen=True)
class Mail:
    """One mail; its `key` is the time at which it arrived and names its file."""

    key: str
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        message = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101  the policy makes nothing else
        return message

    @property
    def arrived_at(self) -> dt.datetime:
        return dt.datetime.strptime(self.key[:22], "%Y%m%d-%H%M%S-%f").replace(tzinfo=dt.UTC)

    @property
    def subject(self) -> str:
        return self._header("Subject")

    @property
    def sender(self) -> str:
        return self._header("From")

    @property
    def recipient(self) -> str:
        return self._header("X-Envelope-To") or self._header("To")

    @property
    def headers(self) -> list[list[str]]:
        return [[name, str(value)] for name, value in self.message.items()]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return part.get_content() if isinstance(part, EmailMessage) else ""


def keys() -> list[str]:
    """The keys of all mails, newest first."""
    found = (path.stem for path in _directory().glob("*.eml"))
    return sorted((key for key in found if _NAME.fullmatch(key)), reverse=True)


def read(key: str) -> Mail | None:
    """The mail of this key, or None. A key that is none can't lead outside the directory."""
    if not _NAME.fullmatch(key):
        return None
    try:
        return Mail(key, (_directory() / f"{key}.eml").read_bytes())
    except FileNotFoundError:
        return None


def _directory() -> Path:
    # Only the settings of `make run` and of tests have it.
    return Path(settings.GDB_MAILBOX)  # type: ignore[misc]
