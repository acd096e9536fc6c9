"""States of cases and answers, steps of deadlines and silences, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    NEW = "new", _("neu")
    FORWARDED = "forwarded", _("weitergeleitet")
    ANSWERED = "answered", _("beantwortet")
    TAKEN_UP = "taken_up", _("aufgenommen")
    NOT_TAKEN_UP = "not_taken_up", _("nicht aufgenommen")
    DONE = "done", _("umgesetzt")
    DISCONTINUED = "discontinued", _("eingestellt")


OPEN = frozenset({CaseStatus.NEW, CaseStatus.FORWARDED})
# What an answer may say at once; "umgesetzt" needs an effect that shows it.
OUTCOMES = (CaseStatus.ANSWERED, CaseStatus.TAKEN_UP, CaseStatus.NOT_TAKEN_UP)
WITH_ANSWER = frozenset({*OUTCOMES, CaseStatus.DONE})

_AFTER_OPEN = frozenset({CaseStatus.FORWARDED, *OUTCOMES, CaseStatus.DISCONTINUED})
CASE_TRANSITIONS: dict[str, frozenset[str]] = {
    CaseStatus.NEW: _AFTER_OPEN,
    CaseStatus.FORWARDED: _AFTER_OPEN,
    CaseStatus.ANSWERED: frozenset({CaseStatus.TAKEN_UP, CaseStatus.NOT_TAKEN_UP, CaseStatus.DONE}),
    CaseStatus.TAKEN_UP: frozenset({CaseStatus.NOT_TAKEN_UP, CaseStatus.DONE}),
    CaseStatus.NOT_TAKEN_UP: frozenset({CaseStatus.TAKEN_UP, CaseStatus.DONE}),
    CaseStatus.DONE: frozenset(),
    # The comment is public again, or an answer is wished for again.
    CaseStatus.DISCONTINUED: frozenset({CaseStatus.NEW}),
}


class AnswerStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SUBMITTED = "submitted", _("wartet auf Freigabe")
    PUBLISHED = "published", _("veröffentlicht")


class DeadlineStep(models.TextChoices):
    """What happens around a deadline; each once per case and deadline."""

    SOON = "soon", _("Erinnerung fünf Werktage vorher")
    TODAY = "today", _("Erinnerung am letzten Tag")
    UNIT = "unit", _("Hinweis an die Leitung")
    CHANCELLERY = "chancellery", _("Hinweis an die Senatskanzlei")


# Steps that tell those above the person in charge; the public reads when that was.
ESCALATIONS = frozenset({DeadlineStep.UNIT, DeadlineStep.CHANCELLERY})

# Working days after the deadline on which a step is reached.
STEP_OFFSETS: dict[DeadlineStep, int] = {
    DeadlineStep.SOON: -5,
    DeadlineStep.TODAY: 0,
    DeadlineStep.UNIT: 5,
    DeadlineStep.CHANCELLERY: 15,
}


class StaleStep(models.TextChoices):
    """Who is told that nobody speaks about a measure; each once per silence."""

    OWNER = "owner", _("Erinnerung an die zuständige Verwaltung")
    UNIT = "unit", _("Hinweis an die Leitung")
    CHANCELLERY = "chancellery", _("Hinweis an die Senatskanzlei")


# Working days after the administration was found silent.
STALE_OFFSETS: dict[StaleStep, int] = {StaleStep.UNIT: 10, StaleStep.CHANCELLERY: 30}
