"""Who would be told what if everything due were built now. Nothing of it remains."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from gdb_portal.mail.tokens import shortened

from .enums import Frequency, NewsFrequency, RunKind
from .models import DigestPreference, DigestRecipient, DigestRun
from .services import build_digest, ensure_preferences, spread_news
from .services.planning import add_followers

SHOWN = 100


@dataclass(frozen=True, slots=True)
class PreviewedMail:
    """One mail as it would go out."""

    to: str
    kind: Any
    subject: str
    body: str


@transaction.atomic
def preview(now: dt.datetime | None = None) -> tuple[list[PreviewedMail], int]:
    """The mails of all mailboxes and followers, and how many more there would be."""
    spread_news()
    ensure_preferences()
    run = DigestRun.objects.create(kind=RunKind.DAILY, period="preview")
    mailboxes = DigestPreference.objects.exclude(frequency=Frequency.NEVER)
    DigestRecipient.objects.bulk_create(
        DigestRecipient(run=run, administration_id=pk)
        for pk in mailboxes.order_by("pk").values_list("pk", flat=True)
    )
    news = DigestRun.objects.create(kind=RunKind.NEWS_DAILY, period="preview")
    add_followers(news, NewsFrequency.DAILY)
    mails: list[PreviewedMail] = []
    more = 0
    recipients = DigestRecipient.objects.filter(run__in=[run, news]).order_by("pk")
    for recipient in recipients.select_related(
        "administration__digest_preference", "person", "reader"
    ):
        build_digest(recipient.pk, now=now)
        recipient.refresh_from_db(fields=["mail_id"])
        if recipient.mail_id is None:
            continue
        if len(mails) >= SHOWN:
            more += 1
        elif mail := _composed(recipient):
            mails.append(mail)
    transaction.set_rollback(True)
    return mails, more


def _composed(recipient: DigestRecipient) -> PreviewedMail | None:
    mail = OutboxMail.objects.filter(pk=recipient.mail_id or uuid.UUID(int=0)).first()
    message = compose(mail, KINDS[mail.kind]) if mail else None
    if mail is None or message is None:
        return None
    administration, person = recipient.administration, recipient.person
    if administration is not None:
        to, kind = str(administration), administration.digest_preference.get_frequency_display()
    else:
        to = shortened(recipient.reader.address) if recipient.reader else str(person)
        kind = RunKind.NEWS_DAILY.label
    return PreviewedMail(to=to, kind=kind, subject=str(message.subject), body=str(message.body))
