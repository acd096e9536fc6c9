"""Participation that takes place on the state's own platform and is only pointed at from here."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, Page, RevisionMixin, WorkflowMixin

from strategy.models.period import Period
from strategy.partial_dates import last_day_of

PLATFORM = "mein.Berlin.de"
HOSTS = frozenset({"mein.berlin.de", "www.mein.berlin.de"})


def on_platform(url: str) -> None:
    """Refuse an address that leads anywhere but to the platform, encrypted."""
    try:
        parts = urlsplit(url)
        here = parts.scheme == "https" and parts.hostname in HOSTS
    except ValueError:
        here = False
    if not here:
        raise ValidationError(_("Die Adresse muss mit https://mein.berlin.de/ beginnen."))


class OutsideRound(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, Period, models.Model
):
    """A round of participation on mein.Berlin.de. Not a `Topic`: nobody says anything here."""

    title = models.CharField(_("Titel"), max_length=160)
    text = models.TextField(_("Worum es geht"), max_length=600, help_text=_("Ein bis drei Sätze."))
    url = models.URLField(_("Adresse"), max_length=500, validators=[on_platform])
    page = models.ForeignKey(
        Page,
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Die Maßnahme, das Pilotprojekt oder das Kapitel, um das es geht."),
    )
    source = models.CharField(
        _("Quelle"), max_length=240, help_text=_("Wer sagt, wann die Runde war oder ist?")
    )
    as_of = models.DateField(_("ausgewertet am"))
    is_demonstration = models.BooleanField(
        _("erfunden, nur zur Vorführung"), default=False, editable=False
    )

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="outside_round")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="outside_round",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("Beteiligung auf mein.Berlin.de")
        verbose_name_plural = _("Beteiligungen auf mein.Berlin.de")
        ordering = [models.F("starts_on").desc(nulls_last=True), "title", "pk"]

    def __str__(self) -> str:
        return self.title or str(_("Neue Beteiligung auf mein.Berlin.de"))

    @property
    def revisions(self) -> models.Manager:
        return self._revisions

    def state(self, today: dt.date | None = None) -> tuple[Any, str]:
        """What is known about it today, and in which tone: an unknown end is not an end."""
        today = today or timezone.localdate()
        if self.starts_on and today < self.starts_on:
            return _("beginnt noch"), "info"
        if self.ends_on is None:
            return _("Ende nicht bekannt"), "neutral"
        if last_day_of(self.ends_on, self.ends_precision) < today:
            return _("beendet"), "neutral"
        return _("läuft"), "success"
