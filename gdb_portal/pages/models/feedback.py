"""What people tell us about barriers."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import FeedbackStatus


class AccessibilityFeedbackQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=FeedbackStatus.OPEN)


class AccessibilityFeedback(models.Model):
    """A barrier somebody met. The law gives us a month to answer."""

    page_url = models.CharField(_("Wo ist die Barriere?"), max_length=500, blank=True)
    text = models.TextField(_("Was funktioniert nicht?"), max_length=4000)
    email = models.EmailField(_("E-Mail-Adresse für die Antwort"), blank=True)
    status = models.CharField(
        _("Status"),
        max_length=8,
        choices=FeedbackStatus.choices,
        default=FeedbackStatus.OPEN,
    )
    note = models.TextField(_("Was wurde getan?"), blank=True)
    submitted_at = models.DateTimeField(_("gemeldet"), auto_now_add=True)
    due_on = models.DateField(_("Antwort fällig am"))
    settled_at = models.DateTimeField(_("erledigt"), null=True, blank=True)
    request_key = models.UUIDField(_("Kennung des Formulars"), unique=True)

    objects = AccessibilityFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemeldete Barriere")
        verbose_name_plural = _("gemeldete Barrieren")
        ordering = ["status", "due_on", "id"]

    def __str__(self) -> str:
        return f"B-{self.pk}"
