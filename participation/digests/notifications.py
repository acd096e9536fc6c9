"""The mails of digests: to administrations, their members, and followers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.lists import MailList, register_mail_list
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.tokens import row_token

from ..cases.rules import may_answer_for
from .content import read_digest
from .enums import NewsFrequency, RunKind
from .models import DigestRecipient, Subscription
from .news_reading import read_news
from .services.following import LIST, follow_confirmed, rhythm_set, stop_all_news
from .targets import describe, in_this_language, title_of, url_of


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
    """To somebody who follows something or wrote something; read when it is sent."""
    recipient = _recipient(mail)
    if recipient is None or not recipient.is_follower:
        return None
    content = read_news(recipient)
    if content is None:
        return None
    instant = RunKind(recipient.run.kind).news_frequency == NewsFrequency.INSTANT
    subscriptions = content.pop("followed")
    targets = in_this_language(row.target for row in subscriptions)
    followed = [
        {"title": title_of(target), "href": url_of(target), "end": end_path(row)}
        for row, target in zip(subscriptions, targets, strict=True)
    ]
    context = {
        **content,
        "followed": followed,
        "is_instant": instant,
        "subject": news_subject(content),
    }
    if recipient.reader is not None:
        context["why"] = _(
            "Sie bekommen diese Mail, weil Sie sie mit dieser Adresse bestellt haben."
        )
    return context


def end_path(subscription: Subscription) -> str:
    """Where one ends this subscription without login; the link is the key."""
    return reverse("digests:end", args=[end_token(subscription)])


def end_token(subscription: Subscription) -> str:
    """Good for ending this one subscription, and for nothing else."""
    return row_token("follow", subscription.pk)


def news_subject(content: dict[str, Any]) -> str:
    """What concerns the reader most comes first."""
    parts = _counted(content)
    if content["topics"] or content["new_topics"]:
        return _joined(parts, _("Neues"))
    return _("Neues: %(news)s") % {"news": ", ".join(parts)}


def _counted(content: dict[str, Any]) -> list[str]:
    texts = {
        "effect_count": lambda n: ngettext("%(count)s Wirkung", "%(count)s Wirkungen", n),
        "answer_count": lambda n: ngettext(
            "%(count)s Antwort der Verwaltung", "%(count)s Antworten der Verwaltung", n
        ),
        "reply_count": lambda n: ngettext(
            "%(count)s neue Antwort auf Ihre Beiträge",
            "%(count)s neue Antworten auf Ihre Beiträge",
            n,
        ),
        "measure_count": lambda n: ngettext(
            "%(count)s Neuigkeit zu Maßnahmen", "%(count)s Neuigkeiten zu Maßnahmen", n
        ),
        "new_topic_count": lambda n: ngettext("%(count)s neues Thema", "%(count)s neue Themen", n),
        "comment_count": lambda n: ngettext(
            "%(count)s neuer Beitrag", "%(count)s neue Beiträge", n
        ),
        "hit_count": lambda n: ngettext(
            "%(count)s neuer Treffer Ihrer Suchen", "%(count)s neue Treffer Ihrer Suchen", n
        ),
    }
    return [
        text(content[name]) % {"count": content[name]}
        for name, text in texts.items()
        if content[name]
    ]


def _joined(parts: list[str], otherwise: str) -> str:
    return _("Beteiligung: %(news)s") % {"news": ", ".join(parts) or otherwise}


def _recipient(mail: OutboxMail) -> DigestRecipient | None:
    recipient: DigestRecipient | None = (
        DigestRecipient.objects.select_related("administration", "person", "reader", "run")
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
    "measure.followed": gettext_lazy("Jemand folgt der Maßnahme."),
    "measure.unfollowed": gettext_lazy("Jemand folgt der Maßnahme nicht mehr."),
    "field.followed": gettext_lazy("Jemand folgt dem Handlungsfeld."),
    "field.unfollowed": gettext_lazy("Jemand folgt dem Handlungsfeld nicht mehr."),
    "district.followed": gettext_lazy("Jemand folgt dem Bezirk."),
    "district.unfollowed": gettext_lazy("Jemand folgt dem Bezirk nicht mehr."),
    "search.followed": gettext_lazy("Jemand hat eine Suche abonniert."),
    "search.unfollowed": gettext_lazy("Jemand hat eine Suche nicht mehr abonniert."),
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
            label=gettext_lazy("Neues, dem jemand folgt"),
            template="emails/digest_news",
            build=news,
            priority=Priority.DIGEST,
            when_unknown=WhenUnknown.RESEND_ONCE,
            list_name=LIST,
            unsubscribe=stop_all_news,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil Sie hier etwas verfolgen oder geschrieben haben."
            ),
        )
    )
    register_mail_list(
        MailList(
            name=LIST,
            label=gettext_lazy("Neues, dem Sie folgen"),
            describe=describe,
            confirmed=follow_confirmed,
            has_rhythm=True,
            rhythm_set=rhythm_set,
        )
    )
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
