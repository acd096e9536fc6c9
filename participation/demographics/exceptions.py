"""Why an answer is not possible, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from ..exceptions import ParticipationError


class NotAsked(ParticipationError):
    message = _("Zu diesem Thema wird danach nicht oder nicht mehr gefragt.")


class TookNoPart(ParticipationError):
    message = _("Diese Fragen richten sich an alle, die bei diesem Thema mitgemacht haben.")


class AlreadyAnswered(ParticipationError):
    message = _("Sie haben diese Fragen schon beantwortet. Jede Person zählt einmal.")


class NoSuchOption(ParticipationError):
    message = _("Diese Antwort gibt es nicht. Laden Sie die Seite neu.")


class NotCounted(ParticipationError):
    message = _("Gerade kann nicht gezählt werden. Bitte versuchen Sie es später noch einmal.")
