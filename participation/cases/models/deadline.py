"""Deadlines: longer ones for a public reason, reminders, and who hears when nothing happens."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ..enums import DeadlineStep
from .case import Case


class Extension(models.Model):
    """A later deadline, for a reason that everybody can read."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    before = models.DateField(_("bisherige Frist"))
    after = models.DateField(_("neue Frist"))
    reason = models.TextField(_("Begründung"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    extended_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Fristverlängerung")
        verbose_name_plural = _("Fristverlängerungen")
        ordering = ["extended_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(after__gt=F("before")), name="extension_makes_it_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.before} → {self.after}"


class DeadlineNotice(models.Model):
    """One mail's worth of cases of one administration that reached the same step together."""

    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="deadline_notices"
    )
    step = models.CharField(_("Schritt"), max_length=11, choices=DeadlineStep.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Fristmeldung")
        verbose_name_plural = _("Fristmeldungen")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.administration}: {self.get_step_display()}"


class ReachedStep(models.Model):
    """A case reached a step of its deadline: told once, and anew for a new deadline.

    Without a notice the step was overtaken by a later one while nobody was looking.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reached_steps")
    step = models.CharField(_("Schritt"), max_length=11, choices=DeadlineStep.choices)
    due_on = models.DateField(_("Frist"))
    notice = models.ForeignKey(
        DeadlineNotice, null=True, on_delete=models.CASCADE, related_name="steps"
    )
    reached_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("erreichter Fristschritt")
        verbose_name_plural = _("erreichte Fristschritte")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "step", "due_on"], name="each_step_once_per_deadline"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_step_display()}"


class EscalationContact(models.Model):
    """Who leads the unit and hears of what is overdue for a week."""

    administration = models.OneToOneField(
        Administration,
        verbose_name=_("Verwaltung"),
        on_delete=models.CASCADE,
        related_name="escalation_contact",
        primary_key=True,
    )
    email = models.EmailField(
        _("Postfach der Leitung"),
        help_text=_("Dorthin geht ein Hinweis, wenn eine Antwort fünf Werktage überfällig ist."),
    )

    class Meta:
        verbose_name = _("Leitung")
        verbose_name_plural = _("Leitungen")

    def __str__(self) -> str:
        return f"{self.administration}"


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """An official is away, both days included; a colleague is reminded instead."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="absences",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Vertretung"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    starts_on = models.DateField(_("vom"))
    ends_on = models.DateField(_("bis einschließlich"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abwesenheit")
        verbose_name_plural = _("Abwesenheiten")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="deputy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.starts_on} – {self.ends_on}"
