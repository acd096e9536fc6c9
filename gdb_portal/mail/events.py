"""The German sentences for what happens to mails."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "mail.stopped": _("Die Mail wurde angehalten und wird nicht verschickt."),
    "mail.batch_stopped": _("{count} Mails aus dem Stapel {batch} wurden angehalten."),
    "mail.resent": _("Die Mail wurde noch einmal eingereiht."),
    "mail.repaired": _("Der Versand war abgebrochen; die Mail ist wieder geordnet."),
    "mail.bounced": _("Die Mail kam zurück ({status})."),
    "mail.kind_paused": _("Mails der Art {mail_kind} sind angehalten: {reason}"),
    "mail.kind_resumed": _("Mails der Art {mail_kind} gehen wieder hinaus."),
    "mail.subscribed": _("Die Liste {list} wurde abonniert."),
    "mail.unsubscribed": _("Die Liste {list} wurde abbestellt."),
    "mail.subscription_requested": _("Eine Adresse wurde um ihr Ja zu einem Abo gebeten ({list})."),
    "mail.subscription_confirmed": _("Eine Adresse hat ein Abo bestätigt."),
    "mail.subscriptions_link_sent": _("Eine Adresse bekam den Link zu ihren Abos."),
    "mail.rhythm_set": _("Eine Adresse hört künftig {rhythm}."),
    "mail.address_suppressed": _("An die Adresse wird nichts mehr verschickt ({reason})."),
    "mail.address_released": _("An die Adresse wird wieder verschickt."),
    "mail.server_lost": _("Der Mailserver nimmt keine Mails an (Code {code})."),
    "mail.server_found": _("Der Mailserver nimmt wieder Mails an."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
