"""The mails of digests: to administrations, their members, and followers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from ..cases.rules import may_answer_for
from .content import read_digest
from .enums import NewsFrequency, RunKind
from .models import DigestRecipient
from .news import read_news
from .services.following import LIST, stop_all_news


def digest(mail: OutboxMail) -> dict[str, Any] | None:
    """Read when it is sent: what is hidden or answered by then is not in it."""
    recipient = _recipient(mail)
    if recipient is None or recipient.administration is None:
        return None
    person = recipient.person
    if person is not None and not may_answer_for(person, recipient.administration):
        return None
    if person is None and not recipient.administration.email:
        return None
    content = read_digest(recipient, timezone.localdate())
    if content is None:
        return None
    frequency = RunKind(recipient.run.kind).value
    return {
        **content,
        "run": recipient.run,
        "is_personal": person is not None,
        "frequency": frequency,
        "subject": subject(content),
    }


def subject(content: dict[str, Any]) -> str:
    """What needs doing comes first: overdue, then due, then new."""
    parts = []
    if count := content["overdue"].count:
        parts.append(_("%(count)s überfällig") % {"count": count})
    if count := content["due_soon"].count:
        parts.append(_("%(count)s bald fällig") % {"count": count})
    if count := content["new_cases"].count:
        parts.append(
            ngettext("%(count)s neuer Vorgang", "%(count)s neue Vorgänge", count) % {"count": count}
        )
    if count := content["team_asked"].count:
        parts.append(
            ngettext(
                "%(count)s Anfrage zur Zusammenarbeit",
                "%(count)s Anfragen zur Zusammenarbeit",
                count,
            )
            % {"count": count}
        )
    if count := content["outcomes"].count:
        parts.append(
            ngettext("%(count)s Ergebnis fehlt", "%(count)s Ergebnisse fehlen", count)
            % {"count": count}
        )
    if count := content["measures"].count:
        parts.append(
            ngettext(
                "%(count)s Maßnahme ohne neue Angaben",
                "%(count)s Maßnahmen ohne neue Angaben",
                count,
            )
            % {"count": count}
        )
    if count := content["comment_count"]:
        parts.append(
            ngettext("%(count)s neuer Beitrag", "%(count)s neue Beiträge", count) % {"count": count}
        )
    if count := content["vote_count"]:
        parts.append(
            ngettext("%(count)s neue Stimme", "%(count)s neue Stimmen", count) % {"count": count}
        )
    return _joined(parts, _("Neues zu Ihren Vorgängen"))


def news(mail: OutboxMail) -> dict[str, Any] | None:
    """To somebody who follows topics or wrote something; read when it is sent."""
    recipient = _recipient(mail)
    if recipient is None or recipient.person is None:
        return None
    content = read_news(recipient)
    if content is None:
        return None
    instant = RunKind(recipient.run.kind).news_frequency == NewsFrequency.INSTANT
    return {**content, "is_instant": instant, "subject": news_subject(content)}


def news_subject(content: dict[str, Any]) -> str:
    """What concerns the reader most comes first."""
    parts = []
    if count := content["effect_count"]:
        parts.append(ngettext("%(count)s Wirkung", "%(count)s Wirkungen", count) % {"count": count})
    if count := content["answer_count"]:
        parts.append(
            ngettext(
                "%(count)s Antwort der Verwaltung", "%(count)s Antworten der Verwaltung", count
            )
            % {"count": count}
        )
    if count := content["reply_count"]:
        parts.append(
            ngettext(
                "%(count)s neue Antwort auf Ihre Beiträge",
                "%(count)s neue Antworten auf Ihre Beiträge",
                count,
            )
            % {"count": count}
        )
    if count := content["comment_count"]:
        parts.append(
            ngettext("%(count)s neuer Beitrag", "%(count)s neue Beiträge", count) % {"count": count}
        )
    return _joined(parts, _("Neues"))


def _joined(parts: list[str], otherwise: str) -> str:
    return _("Beteiligung: %(news)s") % {"news": ", ".join(parts) or otherwise}


def _recipient(mail: OutboxMail) -> DigestRecipient | None:
    recipient: DigestRecipient | None = (
        DigestRecipient.objects.select_related("administration", "person", "run")
        .filter(pk=mail.context.get("digest"))
        .first()
    )
    if recipient is None or recipient.run.stopped_at is not None:
        return None
    return recipient


SENTENCES = {
    "digest.planned": gettext_lazy("Die Sammelmails für {period} sind geplant."),
    "digest.built": gettext_lazy("Die Sammelmail wurde erstellt."),
    "digest.stopped": gettext_lazy("Die Sammelmails wurden angehalten ({mails} Mails)."),
    "digest.frequency_set": gettext_lazy("Die Häufigkeit der Sammelmail ist {frequency}."),
    "news.frequencies_set": gettext_lazy("Die Benachrichtigungen wurden geändert."),
    "topic.followed": gettext_lazy("Jemand folgt dem Thema."),
    "topic.unfollowed": gettext_lazy("Jemand folgt dem Thema nicht mehr."),
}


def register() -> None:
    register_mail_kind(
        MailKind(
            name="digest",
            label=gettext_lazy("Sammelmail an eine Verwaltung"),
            template="emails/digest",
            build=digest,
            priority=Priority.DIGEST,
            when_unknown=WhenUnknown.RESEND_ONCE,
            hold=dt.timedelta(minutes=settings.GDB_DIGEST_HOLD_MINUTES),
            archive_days=90,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil Ihre Verwaltung für Themen oder Vorgänge dieses "
                "Portals zuständig ist oder gefragt wurde."
            ),
        )
    )
    register_mail_kind(
        MailKind(
            name="news",
            label=gettext_lazy("Neues zu gefolgten Themen"),
            template="emails/digest_news",
            build=news,
            priority=Priority.DIGEST,
            when_unknown=WhenUnknown.RESEND_ONCE,
            list_name=LIST,
            unsubscribe=stop_all_news,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil Sie Themen folgen oder etwas geschrieben haben."
            ),
        )
    )
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
