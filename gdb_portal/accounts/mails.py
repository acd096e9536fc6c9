"""The mails about accounts: codes, and notices about changes that matter for safety."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .enums import LockReason
from .guest_links import guest_url
from .services.guests import guest_with

CODE_MINUTES: Final = 15
# What a stranger can set off by typing an address: how many of each one address gets in 24 hours.
DAILY_CAPS: Final = {
    "account_already_exists": 3,
    "unknown_account": 3,
    "email_confirmation_signup": 5,
    "password_reset_code": 6,
    "login_code": 12,
    "guest_claim": 6,
}


@dataclass(frozen=True, slots=True)
class Text:
    """What one mail says. `has_code` shows the code; `link` is a path, with its own label."""

    label: Any
    subject: Any
    paragraphs: tuple[Any, ...]
    has_code: bool = False
    link: str = ""
    link_label: Any = ""


_NOT_YOU_CODE = gettext_lazy(
    "Sie haben nichts angefordert? Dann brauchen Sie nichts zu tun. Geben Sie den Code niemandem."
)
_NOT_YOU = gettext_lazy(
    "Das waren nicht Sie? Dann setzen Sie bitte gleich Ihr Passwort neu und beenden Sie unter"
    " „Sitzungen“ alle anderen Anmeldungen."
)
_RESET: Final = {
    "link": "/konto/password/reset/",
    "link_label": gettext_lazy("Passwort neu setzen"),
}
_FACTORS: Final = {"link": "/konto/2fa/", "link_label": gettext_lazy("Zweiten Faktor ansehen")}


def _notice(label: Any, subject: Any, what: Any, **options: Any) -> Text:
    return Text(label, subject, (what, _NOT_YOU), **{**_RESET, **options})


TEXTS: Final[dict[str, Text]] = {
    "email_confirmation": Text(
        gettext_lazy("Code: E-Mail-Adresse bestätigen"),
        gettext_lazy("Ihr Code zur Bestätigung Ihrer E-Mail-Adresse"),
        (gettext_lazy("Mit diesem Code bestätigen Sie Ihre E-Mail-Adresse."), _NOT_YOU_CODE),
        has_code=True,
    ),
    "email_confirmation_signup": Text(
        gettext_lazy("Code: Anmeldung abschließen"),
        gettext_lazy("Ihr Code für das neue Konto"),
        (
            gettext_lazy(
                "Willkommen! Mit diesem Code bestätigen Sie Ihre E-Mail-Adresse und können"
                " mitreden."
            ),
            _NOT_YOU_CODE,
        ),
        has_code=True,
    ),
    "login_code": Text(
        gettext_lazy("Code: Anmelden"),
        gettext_lazy("Ihr Code zum Anmelden"),
        (gettext_lazy("Mit diesem Code melden Sie sich an."), _NOT_YOU_CODE),
        has_code=True,
    ),
    "password_reset_code": Text(
        gettext_lazy("Code: Passwort neu setzen"),
        gettext_lazy("Ihr Code für ein neues Passwort"),
        (gettext_lazy("Mit diesem Code setzen Sie ein neues Passwort."), _NOT_YOU_CODE),
        has_code=True,
    ),
    "account_already_exists": Text(
        gettext_lazy("Konto gibt es schon"),
        gettext_lazy("Sie haben schon ein Konto"),
        (
            gettext_lazy(
                "Jemand wollte mit dieser E-Mail-Adresse ein Konto anlegen. Es gibt aber schon"
                " eines. Waren Sie das? Dann melden Sie sich einfach an."
            ),
            gettext_lazy(
                "Wissen Sie Ihr Passwort nicht mehr, lassen Sie sich auf der Anmeldeseite einen"
                " Code schicken."
            ),
        ),
        link="/konto/login/",
        link_label=gettext_lazy("Zur Anmeldung"),
    ),
    "unknown_account": Text(
        gettext_lazy("Kein Konto vorhanden"),
        gettext_lazy("Zu dieser E-Mail-Adresse gibt es kein Konto"),
        (
            gettext_lazy(
                "Jemand wollte sich mit dieser E-Mail-Adresse anmelden oder ein neues Passwort"
                " setzen. Es gibt dazu aber kein Konto."
            ),
            gettext_lazy(
                "Waren Sie das? Dann haben Sie vielleicht eine andere Adresse angegeben. Sonst"
                " brauchen Sie nichts zu tun."
            ),
        ),
        link="/konto/signup/",
        link_label=gettext_lazy("Konto anlegen"),
    ),
    "password_changed": _notice(
        gettext_lazy("Passwort geändert"),
        gettext_lazy("Ihr Passwort wurde geändert"),
        gettext_lazy("Das Passwort Ihres Kontos wurde geändert."),
    ),
    "password_set": _notice(
        gettext_lazy("Passwort gesetzt"),
        gettext_lazy("Für Ihr Konto wurde ein Passwort gesetzt"),
        gettext_lazy("Für Ihr Konto wurde ein Passwort gesetzt."),
    ),
    "password_reset": _notice(
        gettext_lazy("Passwort neu gesetzt"),
        gettext_lazy("Ihr Passwort wurde neu gesetzt"),
        gettext_lazy("Das Passwort Ihres Kontos wurde mit einem Code neu gesetzt."),
    ),
    "email_changed": _notice(
        gettext_lazy("E-Mail-Adresse geändert"),
        gettext_lazy("Die E-Mail-Adresse Ihres Kontos wurde geändert"),
        gettext_lazy("Ihr Konto verwendet jetzt eine andere E-Mail-Adresse."),
    ),
    "email_deleted": _notice(
        gettext_lazy("E-Mail-Adresse entfernt"),
        gettext_lazy("Eine E-Mail-Adresse wurde aus Ihrem Konto entfernt"),
        gettext_lazy("Diese E-Mail-Adresse gehört nicht mehr zu Ihrem Konto."),
    ),
    "email_confirm": _notice(
        gettext_lazy("E-Mail-Adresse bestätigt"),
        gettext_lazy("Eine E-Mail-Adresse wurde bestätigt"),
        gettext_lazy("Eine E-Mail-Adresse Ihres Kontos wurde bestätigt."),
    ),
    "totp_activated": _notice(
        gettext_lazy("Authentifizierungs-App eingerichtet"),
        gettext_lazy("Ihr zweiter Faktor ist eingerichtet"),
        gettext_lazy("Ihr Konto verlangt beim Anmelden jetzt einen Code aus Ihrer App."),
        **_FACTORS,
    ),
    "totp_deactivated": _notice(
        gettext_lazy("Authentifizierungs-App entfernt"),
        gettext_lazy("Ein zweiter Faktor wurde entfernt"),
        gettext_lazy("Ihr Konto verlangt keinen Code aus Ihrer App mehr."),
        **_FACTORS,
    ),
    "recovery_codes_generated": _notice(
        gettext_lazy("Neue Notfallcodes"),
        gettext_lazy("Sie haben neue Notfallcodes"),
        gettext_lazy(
            "Für Ihr Konto wurden neue Notfallcodes erzeugt. Die alten gelten nicht mehr."
        ),
        **_FACTORS,
    ),
    "webauthn_added": _notice(
        gettext_lazy("Passkey hinzugefügt"),
        gettext_lazy("Ein Passkey wurde hinzugefügt"),
        gettext_lazy("Ihr Konto kann jetzt mit einem weiteren Passkey geöffnet werden."),
        **_FACTORS,
    ),
    "webauthn_removed": _notice(
        gettext_lazy("Passkey entfernt"),
        gettext_lazy("Ein Passkey wurde entfernt"),
        gettext_lazy("Ein Passkey gehört nicht mehr zu Ihrem Konto."),
        **_FACTORS,
    ),
    "factors_reset": _notice(
        gettext_lazy("Zweiter Faktor zurückgesetzt"),
        gettext_lazy("Ihr zweiter Faktor wurde zurückgesetzt"),
        gettext_lazy(
            "Die Administration des Portals hat Ihren zweiten Faktor zurückgesetzt. Bitte richten"
            " Sie bei der nächsten Anmeldung einen neuen ein."
        ),
        **_FACTORS,
    ),
    "guest_claim": Text(
        gettext_lazy("Gastkonto übernehmen"),
        gettext_lazy("Sie haben hier als Gast geschrieben"),
        (
            gettext_lazy(
                "Jemand wollte sich mit dieser E-Mail-Adresse anmelden oder ein Konto anlegen."
                " Ein Konto gibt es noch nicht, aber Beiträge, die Sie als Gast geschrieben haben."
            ),
            gettext_lazy(
                "Unter diesem Link machen Sie daraus ein Konto. Ihre Beiträge gehören dann dazu."
                " Sie können dort auch herunterladen, was wir über Sie gespeichert haben, und alles"
                " löschen."
            ),
            gettext_lazy(
                "Der Link gilt 30 Tage und ist Ihr Schlüssel: Geben Sie diese Mail niemandem"
                " weiter. Waren Sie das nicht, brauchen Sie nichts zu tun."
            ),
        ),
        link_label=gettext_lazy("Zu meinen Beiträgen als Gast"),
    ),
    "guest_claimed": _notice(
        gettext_lazy("Gastkonto übernommen"),
        gettext_lazy("Ihr Konto ist eingerichtet"),
        gettext_lazy(
            "Aus Ihrem Gastkonto ist ein Konto mit Passwort geworden. Ihre Beiträge gehören dazu."
        ),
    ),
    "locked": Text(
        gettext_lazy("Konto gesperrt"),
        gettext_lazy("Ihr Konto ist gesperrt"),
        (
            gettext_lazy(
                "Die Administration des Portals hat Ihr Konto gesperrt. Sie können sich nicht mehr"
                " anmelden; Ihre Beiträge bleiben stehen."
            ),
        ),
    ),
    "deleted": Text(
        gettext_lazy("Konto gelöscht"),
        gettext_lazy("Ihr Konto ist gelöscht"),
        (
            gettext_lazy(
                "Ihr Konto ist gelöscht. Wir haben Ihre E-Mail-Adresse und Ihr Pseudonym entfernt;"
                " auch diese Adresse vergessen wir, sobald diese Mail verschickt ist."
            ),
            gettext_lazy("Danke, dass Sie mitgeredet haben."),
        ),
    ),
}


def _build(mail: OutboxMail) -> dict[str, Any] | None:
    text = TEXTS[mail.kind.removeprefix("account_")]
    code = str(mail.context.get("code", ""))
    if text.has_code and not code:
        return None
    link = text.link
    if mail.kind == "account_guest_claim":
        if mail.recipient is None or guest_with(mail.recipient.email) is None:
            return None
        link = guest_url(mail.recipient)
    return {
        "subject": str(text.subject),
        "title": str(text.subject),
        "paragraphs": [
            str(paragraph) for paragraph in (*text.paragraphs, *_farewell(mail), *_lock(mail))
        ],
        "code": code,
        "code_minutes": CODE_MINUTES,
        "link": link,
        "link_label": str(text.link_label),
    }


def _farewell(mail: OutboxMail) -> list[str]:
    match mail.context.get("farewell"):
        case "anonymise":
            return [_("Ihre Beiträge bleiben ohne Namen stehen, wie Sie es gewünscht haben.")]
        case "withdraw":
            return [_("Ihre Beiträge haben wir zurückgezogen, wie Sie es gewünscht haben.")]
        case _:
            return []


def _lock(mail: OutboxMail) -> list[str]:
    """The reasons for a locked account, and how to object (Art. 17 DSA)."""
    reason = mail.context.get("reason")
    if reason not in LockReason.values:
        return []
    return [
        _("Grund: %(reason)s.") % {"reason": LockReason(reason).label},
        str(mail.context.get("explanation", "")),
        _(
            "Entschieden hat ein Mensch, kein Programm. Wenn Sie das für falsch halten, antworten"
            " Sie auf diese Mail. Eine andere Person prüft dann noch einmal. Ihr Weg zum"
            " Verwaltungsgericht bleibt offen."
        ),
    ]


def register() -> None:
    for name, text in TEXTS.items():
        register_mail_kind(
            MailKind(
                name=f"account_{name}",
                label=text.label,
                template="emails/account",
                build=_build,
                priority=Priority.TRANSACTIONAL,
                when_unknown=WhenUnknown.RESEND_ONCE,
                erase_context=True,
                daily_cap=DAILY_CAPS.get(name, 0),
                **({"erase_address": True} if name == "deleted" else {}),
            )
        )
