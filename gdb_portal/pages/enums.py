"""The words of the portal's own pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StandardPageExtra(models.TextChoices):
    """What a standard page shows besides its text."""

    HOUSE_RULES = "house_rules", _("Regeln für Beiträge")
    LEARNING = "learning", _("Änderungen der Strategie und ihre Anlässe")
    SIGN_VIDEOS = "sign_videos", _("Liste der Videos in Gebärdensprache")
    BARRIER_FORM = "barrier_form", _("Verweis auf das Formular „Barriere melden“")


class FeedbackStatus(models.TextChoices):
    OPEN = "open", _("offen")
    SETTLED = "settled", _("erledigt")


FEEDBACK_TRANSITIONS: dict[str, frozenset[str]] = {
    FeedbackStatus.OPEN: frozenset({FeedbackStatus.SETTLED}),
    FeedbackStatus.SETTLED: frozenset(),
}


class TranslationState(models.TextChoices):
    """How a page's translation stands to the German page."""

    MISSING = "missing", _("fehlt")
    DRAFT = "draft", _("nur als Entwurf")
    OLDER = "older", _("älter als die deutsche Seite")
    CURRENT = "current", _("aktuell")


class GatheringKind(models.TextChoices):
    """How people come together."""

    CONFERENCE = "conference", _("Konferenz")
    OPEN_SPACE = "open_space", _("Open Space")
    WORKSHOP = "workshop", _("Werkstatt")
    CONSULTATION = "consultation", _("Sprechstunde")
    MEETING = "meeting", _("Treffen")
    EXHIBITION = "exhibition", _("Ausstellung")
    TALK = "talk", _("Vortrag und Gespräch")


class GatheringStatus(models.TextChoices):
    TAKES_PLACE = "takes_place", _("findet statt")
    # Another English word than for an offer that is turned down.
    CANCELLED = "cancelled", pgettext_lazy("Termin", "abgesagt")


class DispatchState(models.TextChoices):
    """How far an issue of the newsletter is on its way; read from the moments of its dispatch."""

    WAITING = "waiting", _("wartet")
    SENT = "sent", _("verschickt")
    STOPPED = "stopped", _("angehalten")
