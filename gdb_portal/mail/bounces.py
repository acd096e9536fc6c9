"""Reading what comes back: delivery status notifications (RFC 3464) and complaints (RFC 5965)."""

from __future__ import annotations

import email
import email.policy
import re
import uuid
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Final

from .enums import BounceClass
from .tokens import read_return_path

# No such mailbox or domain (5.1.1, 5.1.2, 5.1.3, 5.1.10), moved (5.1.6), switched off (5.2.1).
HARD_STATUS: Final = re.compile(r"5\.1\.(1|2|3|6|10)|5\.2\.1")
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
LARGEST: Final = 1_000_000
_ENVELOPE_HEADERS: Final = ("X-Original-To", "Delivered-To", "Envelope-To", "To")


@dataclass(frozen=True, slots=True)
class BounceReport:
    """One mail of ours came back. `status` is the enhanced code of RFC 3463 or "complaint"."""

    mail_id: uuid.UUID
    severity: BounceClass
    status: str


def read_bounce(content: bytes, *, envelope_to: str = "") -> BounceReport | None:
    """What the message says about one of our mails; None when it says nothing that counts.

    Only a return path that we signed counts: anybody can write a report, nobody can forge that
    address. Holiday notes, delays and successes are nothing to act on. Nothing is ever answered.
    """
    if len(content) > LARGEST:
        return None
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        mail_id = _mail_that_came_back(message, envelope_to)
        if mail_id is None or message.get_content_type() != "multipart/report":
            return None
        return _read_report(message, mail_id)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        # Python's parser raises all of these for headers that no mail program would write.
        return None


def _mail_that_came_back(message: EmailMessage, envelope_to: str) -> uuid.UUID | None:
    addresses = [envelope_to]
    for name in _ENVELOPE_HEADERS:
        addresses += [str(value) for value in message.get_all(name, [])]
    for address in addresses:
        if mail_id := read_return_path(address):
            return mail_id
    return None


def _read_report(message: EmailMessage, mail_id: uuid.UUID) -> BounceReport | None:
    for part in message.iter_parts():
        match part.get_content_type():
            case "message/feedback-report":
                return BounceReport(mail_id, BounceClass.COMPLAINT, "complaint")
            case "message/delivery-status" | "message/global-delivery-status":
                return _read_delivery_status(part, mail_id)
    return None


def _read_delivery_status(part: Message, mail_id: uuid.UUID) -> BounceReport | None:
    """We send to one recipient per mail: the first block that says "failed" is about it."""
    for fields in _blocks(part):
        action = fields.get("action", "").split(" ")[0].strip().lower()
        if action != "failed":
            continue
        status = _STATUS.search(fields.get("status", ""))
        diagnosis = _STATUS.search(fields.get("diagnostic-code", ""))
        # Many servers report a vague 5.0.0 and say precisely only in their diagnosis.
        code = status.group(1) if status else "5.0.0"
        if diagnosis and code.endswith(".0.0"):
            code = diagnosis.group(1)
        severity = BounceClass.HARD if HARD_STATUS.fullmatch(code) else BounceClass.SOFT
        return BounceReport(mail_id, severity, code)
    return None


def _blocks(part: Message) -> list[dict[str, str]]:
    """The groups of fields, whichever way Python took the part apart."""
    text = part.as_string(policy=email.policy.compat32).replace("\r\n", "\n").partition("\n\n")[2]
    groups = [email.message_from_string(group) for group in re.split(r"\n\s*\n", text)]
    return [
        {name.lower(): " ".join(str(value).split()) for name, value in group.items()}
        for group in groups
    ]
