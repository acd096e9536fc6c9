"""Why something is not possible at the desk, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from ..exceptions import ParticipationError


class OwnWords(ParticipationError):
    message = _(
        "Sie haben das Thema zuletzt selbst geändert. Veröffentlichen muss es jemand anderes."
    )


class NothingBehindIt(ParticipationError):
    message = _("Ein Thema braucht mindestens einen öffentlichen Beitrag, auf den es sich stützt.")


class NotTheirWords(ParticipationError):
    message = _("Das Zitat steht so nicht im Beitrag. Übernehmen Sie es wörtlich.")


class OtherTopic(ParticipationError):
    message = _("Das gehört zu einem anderen Beteiligungsthema.")


class ThemeChanged(ParticipationError):
    message = _("Das Thema hat sich inzwischen geändert. Bitte laden Sie die Seite neu.")
