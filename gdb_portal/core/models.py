"""The record of what happened."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)


class Event(models.Model):
    """Something that happened, told once and never changed; it outlives its object and its actor.

    It is history and statistics, not a queue. `data` holds ids and states, never a person's words.
    """

    kind = models.CharField(_("Art"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("durch"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    subject_type = models.CharField(_("Gegenstand"), max_length=64)
    subject_id = models.CharField(_("Kennung"), max_length=64)
    data = models.JSONField(_("Angaben"), default=dict)
    created_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ereignis")
        verbose_name_plural = _("Ereignisse")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_subject"),
            models.Index(fields=["kind", "created_at"], name="event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_id}"

    @property
    def sentence(self) -> str:
        """What happened, in one German sentence without a person's name."""
        from .events import sentence_of  # noqa: PLC0415  app ready: the table is filled at start

        return sentence_of(self)
