"""Why something is not possible, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _


class ParticipationError(Exception):
    """Base of all refusals; its message is German and may be shown as it is."""

    message = _("Das ist gerade nicht möglich.")

    def __str__(self) -> str:
        return str(self.message)


class PhaseClosed(ParticipationError):
    message = _(
        "Die Phase dafür ist beendet oder hat noch nicht begonnen. "
        "Ihre Eingabe wurde nicht gespeichert."
    )


class ReplyTooDeep(ParticipationError):
    message = _("Auf eine Antwort kann nicht noch einmal geantwortet werden.")


class NotPublic(ParticipationError):
    message = _("Dieser Beitrag ist nicht mehr öffentlich.")


class EditWindowClosed(ParticipationError):
    message = _("Die Zeit zum Ändern ist abgelaufen. Sie können den Beitrag noch zurückziehen.")


class InvalidVote(ParticipationError):
    message = _("Diese Stimme ist hier nicht vorgesehen.")


class TopicStillOpen(ParticipationError):
    message = _("Solange Menschen noch mitreden oder abstimmen, gibt es kein Ergebnis.")


class OverBudget(ParticipationError):
    message = _("Das sind mehr Punkte, als Sie haben. Nehmen Sie irgendwo welche weg.")


class PollChanged(ParticipationError):
    message = _(
        "Die Umfrage wurde inzwischen geändert. Lesen Sie die Fragen bitte noch einmal; "
        "was noch passt, ist schon eingetragen."
    )


class InvalidAnswer(ParticipationError):
    message = _("Diese Antwort ist bei der Frage nicht vorgesehen.")


class GuestsNotAllowed(ParticipationError):
    message = _("Bei diesem Thema können Sie nur mit einem Konto schreiben.")


class DraftGone(ParticipationError):
    message = _("Dieser Link gilt nicht mehr. Bitte schreiben Sie Ihren Beitrag noch einmal.")


class AccountNeeded(ParticipationError):
    message = _("Zu dieser E-Mail-Adresse gibt es ein Konto. Bitte melden Sie sich damit an.")


class AccountLocked(ParticipationError):
    message = _("Mit dieser E-Mail-Adresse können Sie hier nicht mehr schreiben.")


class EnteredBefore(ParticipationError):
    message = _("Diese Nummer ist für diesen Ort und Tag schon erfasst.")
