"""What became of a topic: the other half of its commitment."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Verdict
from .topic import Topic


class Outcome(models.Model):
    """What the administration says publicly when a topic is over. Not a draft: it exists once told.

    Not a field of the topic: publishing an older draft of the topic must never take it back.
    """

    topic = models.OneToOneField(
        Topic, verbose_name=_("Thema"), on_delete=models.PROTECT, related_name="outcome"
    )
    text = models.TextField(_("Was herausgekommen ist"), max_length=20_000)
    published_at = models.DateTimeField(_("veröffentlicht"), default=timezone.now)
    changed_at = models.DateTimeField(_("geändert"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("Ergebnis")
        verbose_name_plural = _("Ergebnisse")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def url(self) -> str:
        return reverse("participation:result", args=[self.topic.slug])

    def was_late(self) -> bool:
        """Whether it came after the promised day."""
        due: dt.date | None = self.topic.outcome_due()
        return due is not None and timezone.localdate(self.published_at) > due


class OutcomeDecision(models.Model):
    """One point that people raised, what was decided about it, and where to read on."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(_("Entscheidung"), max_length=8, choices=Verdict.choices)
    text = models.CharField(_("Worum es ging und warum"), max_length=600)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Entscheidung")
        verbose_name_plural = _("Entscheidungen")
        default_permissions = ()
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
