"""Why something about a case is not possible, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from ..exceptions import ParticipationError


class NeedsSecondReader(ParticipationError):
    message = _(
        "Bei diesem Thema prüft eine zweite Person. Wer die Antwort geschrieben hat, "
        "kann sie nicht selbst veröffentlichen. Geben Sie sie zur Freigabe."
    )


class DeadlineOver(ParticipationError):
    message = _(
        "Die Frist ist schon abgelaufen. Sie kann nicht mehr verlängert werden; "
        "bitte antworten Sie, auch wenn noch nicht alles feststeht."
    )


class DeadlineTooFar(ParticipationError):
    message = _("Die neue Frist muss nach der bisherigen liegen und höchstens 40 Werktage später.")


class AskedAlready(ParticipationError):
    message = _("Diese Verwaltung ist schon gefragt oder selbst zuständig.")
