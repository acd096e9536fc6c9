"""Everything the portal knows about one person, for that person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail

from ..enums import Role
from ..models import User
from ..personal_data import kinds_of_personal_data, register_personal_data


def own_data(person: User) -> list[dict[str, Any]]:
    """Kinds of data in a fixed order: `name`, `title` and `rows` (label → plain value)."""
    return [
        {"name": kind.name, "title": str(kind.title), "rows": kind.export(person)}
        for kind in kinds_of_personal_data()
    ]


def readable(value: Any) -> str:
    """A value as the own-data page shows it: German words and local times."""
    match value:
        case None | "":
            return "–"
        case bool():
            return _("ja") if value else _("nein")
        case dt.datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case dt.date():
            return date_format(value, "DATE_FORMAT")
        case list() | tuple():
            return ", ".join(readable(part) for part in value) or "–"
        case _:
            return str(value)


def _account(person: User) -> list[dict[str, Any]]:
    return [
        {
            _("Kennung"): person.pk,
            _("E-Mail-Adresse"): person.email,
            _("Pseudonym"): person.pseudonym,
            _("Vorname"): person.first_name,
            _("Nachname"): person.last_name,
            _("Sprache"): person.language,
            _("Vertrauensniveau"): person.get_assurance_display(),
            _("angemeldet seit"): person.date_joined,
            _("letzte Anmeldung"): person.last_login,
            _("Rollen"): [
                str(Role(name).label)
                for name in person.groups.values_list("name", flat=True)
                if name in Role.values
            ],
        }
    ]


def _addresses(person: User) -> list[dict[str, Any]]:
    from allauth.account.models import EmailAddress  # noqa: PLC0415  app ready

    return [
        {_("Adresse"): row.email, _("bestätigt"): row.verified, _("Hauptadresse"): row.primary}
        for row in EmailAddress.objects.filter(user=person)
    ]


def _second_factors(person: User) -> list[dict[str, Any]]:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415  app ready

    return [
        {
            _("Art"): row.get_type_display(),
            _("eingerichtet"): row.created_at,
            _("zuletzt benutzt"): row.last_used_at,
        }
        for row in Authenticator.objects.filter(user=person)
    ]


def _sessions(person: User) -> list[dict[str, Any]]:
    return [
        {_("begonnen"): row.started_at, _("gilt bis"): row.expire_date}
        for row in person.sessions.order_by("started_at", "pk")
    ]


def _mails(person: User) -> list[dict[str, Any]]:
    mails = OutboxMail.objects.filter(Q(recipient=person) | Q(address__iexact=person.email))
    return [
        {
            _("Betreff"): mail.subject,
            _("Status"): mail.get_status_display(),
            _("angelegt"): mail.created_at,
            _("gesendet"): mail.sent_at,
        }
        for mail in mails.order_by("created_at", "id")
    ]


def _events(person: User) -> list[dict[str, Any]]:
    return [
        {_("Zeitpunkt"): event.created_at, _("Ereignis"): event.sentence}
        for event in Event.objects.filter(by=person).order_by("id")
    ]


def register() -> None:
    """The kinds of data that belong to the account itself."""
    for name, title, export in (
        ("account", gettext_lazy("Konto"), _account),
        ("addresses", gettext_lazy("E-Mail-Adressen"), _addresses),
        ("second_factors", gettext_lazy("Zweiter Faktor"), _second_factors),
        ("sessions", gettext_lazy("Sitzungen"), _sessions),
        ("mails", gettext_lazy("Mails an Sie"), _mails),
        ("events", gettext_lazy("Verlauf Ihrer Handlungen"), _events),
    ):
        register_personal_data(name, title=title, export=export, order=10)
