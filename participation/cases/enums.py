"""The states of a case, and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    NEW = "new", _("neu")
    FORWARDED = "forwarded", _("weitergeleitet")
    ANSWERED = "answered", _("beantwortet")
    DISCONTINUED = "discontinued", _("eingestellt")


OPEN = frozenset({CaseStatus.NEW, CaseStatus.FORWARDED})

CASE_TRANSITIONS: dict[str, frozenset[str]] = {
    CaseStatus.NEW: frozenset({CaseStatus.FORWARDED, CaseStatus.ANSWERED, CaseStatus.DISCONTINUED}),
    CaseStatus.FORWARDED: frozenset(
        {CaseStatus.FORWARDED, CaseStatus.ANSWERED, CaseStatus.DISCONTINUED}
    ),
    CaseStatus.ANSWERED: frozenset(),
    # The comment is public again, or an answer is wished for again.
    CaseStatus.DISCONTINUED: frozenset({CaseStatus.NEW}),
}


class AnswerStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
