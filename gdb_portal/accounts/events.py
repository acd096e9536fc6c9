"""The events of accounts and their sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "person.signed_up": _("Ein Konto wurde angelegt."),
    "person.guest_received": _("Für jemanden ohne Konto wurde ein Gastkonto angelegt."),
    "person.guest_claimed": _("Aus einem Gastkonto wurde ein Konto."),
    "person.email_confirmed": _("Eine E-Mail-Adresse wurde bestätigt."),
    "person.email_changed": _("Die E-Mail-Adresse wurde geändert."),
    "person.password_changed": _("Das Passwort wurde geändert."),
    "person.pseudonym_changed": _("Das Pseudonym wurde geändert."),
    "person.factor_added": _("Ein zweiter Faktor wurde eingerichtet ({type})."),
    "person.factor_removed": _("Ein zweiter Faktor wurde entfernt ({type})."),
    "person.notified": _("Der Person wurde gemeldet, was mit ihrem Konto geschah ({mail})."),
    "person.factors_reset": _("Die Administration hat den zweiten Faktor zurückgesetzt."),
    "person.sessions_ended": _("Sitzungen wurden beendet ({count})."),
    "person.role_granted": _("Eine Rolle wurde gegeben ({role})."),
    "person.role_revoked": _("Eine Rolle wurde entzogen ({role})."),
    "person.assurance_changed": _("Das Vertrauensniveau eines Kontos ist jetzt: {assurance}."),
    "person.deactivated": _("Das Konto wurde gesperrt."),
    "person.reactivated": _("Das Konto wurde wieder freigegeben."),
    "person.looked_at": _("Die Administration hat die Angaben eines Kontos angesehen."),
    "person.data_exported": _("Die eigenen Daten wurden heruntergeladen."),
    "person.deleted": _("Ein Konto wurde gelöscht."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
