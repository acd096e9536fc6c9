"""Who gets told what, once.

The uniqueness of these rows, not a clock, makes "once": a run is unique by kind and period, a
recipient by run, an item by administration. The period names a run and never selects content.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ..models import Topic
from .enums import Frequency, ItemKind


class DigestPreference(models.Model):
    """How often an administration wants its digest. Its row is also the lock while one is built."""

    administration = models.OneToOneField(
        Administration,
        verbose_name=_("Verwaltung"),
        on_delete=models.CASCADE,
        related_name="digest_preference",
        primary_key=True,
    )
    frequency = models.CharField(
        _("Sammelmail"), max_length=6, choices=Frequency.choices, default=Frequency.WEEKLY
    )

    class Meta:
        verbose_name = _("Einstellung der Sammelmail")
        verbose_name_plural = _("Einstellungen der Sammelmails")

    def __str__(self) -> str:
        return f"{self.administration}: {self.get_frequency_display()}"


class DigestRun(models.Model):
    """One period's digests of one frequency."""

    kind = models.CharField(_("Art"), max_length=6, choices=Frequency.choices)
    period = models.CharField(_("Zeitraum"), max_length=10)
    planned_at = models.DateTimeField(_("geplant"), auto_now_add=True)
    completed_at = models.DateTimeField(_("abgeschlossen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lauf der Sammelmails")
        verbose_name_plural = _("Läufe der Sammelmails")
        ordering = ["-planned_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "period"], name="one_run_per_kind_and_period")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class DigestRecipientQuerySet(models.QuerySet):
    def unprocessed(self) -> Self:
        return self.filter(processed_at=None)


class DigestRecipient(models.Model):
    """One administration in one run. Processed without a mail means: nothing new, or no address."""

    run = models.ForeignKey(DigestRun, on_delete=models.CASCADE, related_name="recipients")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    processed_at = models.DateTimeField(_("bearbeitet"), null=True, blank=True)
    mail_id = models.UUIDField(_("Mail"), null=True, blank=True, default=None)
    note = models.CharField(_("Hinweis"), max_length=100, blank=True)

    objects = DigestRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("Empfängerin einer Sammelmail")
        verbose_name_plural = _("Empfängerinnen einer Sammelmail")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "administration"], name="one_digest_per_run_and_administration"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} – {self.administration}"

    def remember_mail(self, mail_id: uuid.UUID | None, note: str = "") -> None:
        self.mail_id, self.note = mail_id, note


class DigestItem(models.Model):
    """Something an administration has been told. What has a row here is never told again."""

    recipient = models.ForeignKey(DigestRecipient, on_delete=models.CASCADE, related_name="items")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=ItemKind.choices)
    subject_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("Inhalt einer Sammelmail")
        verbose_name_plural = _("Inhalte einer Sammelmail")
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "kind", "subject_id"],
                name="told_once_per_administration",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class DigestVoteCount(models.Model):
    """The votes of a topic as they stood in a digest; the next one tells the difference."""

    recipient = models.ForeignKey(DigestRecipient, on_delete=models.CASCADE, related_name="votes")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    agree_count = models.PositiveIntegerField()
    neutral_count = models.PositiveIntegerField()
    disagree_count = models.PositiveIntegerField()
    new_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("Stimmen in einer Sammelmail")
        verbose_name_plural = _("Stimmen in einer Sammelmail")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "topic"], name="one_vote_count_per_digest_and_topic"
            )
        ]
        indexes = [models.Index(fields=["administration", "topic", "-id"], name="last_vote_count")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.new_count}"
