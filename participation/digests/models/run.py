"""Runs, their recipients, and what each was told.

The uniqueness of these rows, not a clock, makes "once": a run is unique by kind and period, a
recipient by run, an item by its audience. The period names a run and never selects content.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gdb_portal.mail.enums import Rhythm
from gdb_portal.mail.models import Reader
from strategy.models import Administration

from ...models import Topic
from ..enums import Frequency, ItemKind, RunKind

# An audience is a mailbox (administration), its member (both), a follower with an account (person
# alone) or one without (reader alone).
HAS_AUDIENCE = (
    Q(administration__isnull=False, reader__isnull=True)
    | Q(person__isnull=False, reader__isnull=True)
    | Q(administration__isnull=True, person__isnull=True, reader__isnull=False)
)


class DigestPreference(models.Model):
    """How often an administration's mailbox wants its digest."""

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


class MemberPreference(models.Model):
    """How often a member wants the administration's digest personally; without a row, weekly."""

    administration = models.ForeignKey(
        Administration, on_delete=models.CASCADE, related_name="member_preferences"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_preferences"
    )
    frequency = models.CharField(
        _("Sammelmail"), max_length=6, choices=Frequency.choices, default=Frequency.WEEKLY
    )

    class Meta:
        verbose_name = _("persönliche Einstellung der Sammelmail")
        verbose_name_plural = _("persönliche Einstellungen der Sammelmail")
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "person"], name="one_frequency_per_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_frequency_display()}"


class DigestRun(models.Model):
    """One period's digests of one kind. `catches_up_since` is set after more than a week's gap."""

    kind = models.CharField(_("Art"), max_length=12, choices=RunKind.choices)
    period = models.CharField(_("Zeitraum"), max_length=16)
    due_at = models.DateTimeField(_("fällig"), null=True)
    catches_up_since = models.DateTimeField(_("holt nach seit"), null=True, blank=True)
    planned_at = models.DateTimeField(_("geplant"), auto_now_add=True)
    completed_at = models.DateTimeField(_("abgeschlossen"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("angehalten"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lauf der Sammelmails")
        verbose_name_plural = _("Läufe der Sammelmails")
        ordering = ["-planned_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "period"], name="one_run_per_kind_and_period")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"

    @property
    def batch(self) -> str:
        """What its mails are called in the ledger, so that they can be stopped together."""
        return f"digest-{self.pk}"


class DigestRecipientQuerySet(models.QuerySet):
    def unprocessed(self) -> Self:
        return self.filter(processed_at=None, run__stopped_at=None)


class DigestRecipient(models.Model):
    """One audience in one run. Processed without a mail means: nothing new, or no address."""

    run = models.ForeignKey(DigestRun, on_delete=models.CASCADE, related_name="recipients")
    administration = models.ForeignKey(
        Administration, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    reader = models.ForeignKey(
        Reader, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    processed_at = models.DateTimeField(_("bearbeitet"), null=True, blank=True)
    mail_id = models.UUIDField(_("Mail"), null=True, blank=True, default=None)
    note = models.CharField(_("Hinweis"), max_length=100, blank=True)

    objects = DigestRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("Empfängerin einer Sammelmail")
        verbose_name_plural = _("Empfängerinnen einer Sammelmail")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "administration", "person", "reader"],
                name="one_digest_per_run_and_audience",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=HAS_AUDIENCE, name="recipient_has_an_audience"),
        ]
        indexes = [
            models.Index(
                fields=["run", "id"], condition=Q(processed_at=None), name="recipient_to_build"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run} – {self.administration or self.person_id or self.reader_id}"

    @property
    def is_follower(self) -> bool:
        """Hears news, not an administration's work list."""
        return self.administration_id is None

    def remember_mail(self, mail_id: uuid.UUID | None, note: str = "") -> None:
        self.mail_id, self.note = mail_id, note


class DigestItemQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """News noted for followers and not yet put into a digest."""
        return self.filter(recipient=None)


class DigestItem(models.Model):
    """Something an audience has been told, or is to be told. Never told again."""

    recipient = models.ForeignKey(
        DigestRecipient, null=True, on_delete=models.CASCADE, related_name="items"
    )
    administration = models.ForeignKey(
        Administration, null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    reader = models.ForeignKey(Reader, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=ItemKind.choices)
    subject_id = models.BigIntegerField()
    # Deadlines move, and what was put right can be late again: told anew for another day.
    since = models.DateField(null=True)
    # Of a reader only: the quickest rhythm of what they follow there. Persons choose by kind.
    rhythm = models.CharField(max_length=7, choices=Rhythm.choices, blank=True, db_default="")

    objects = DigestItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Inhalt einer Sammelmail")
        verbose_name_plural = _("Inhalte einer Sammelmail")
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "person", "reader", "kind", "subject_id", "since"],
                name="told_once_per_audience",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=HAS_AUDIENCE, name="item_has_an_audience"),
        ]
        indexes = [
            models.Index(
                fields=["person", "kind"], condition=Q(recipient=None), name="item_waiting"
            ),
            models.Index(
                fields=["reader"],
                condition=Q(recipient=None, reader__isnull=False),
                name="item_waiting_for_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class DigestVoteCount(models.Model):
    """The votes of a topic as they stood in a digest; the next one tells the difference."""

    recipient = models.ForeignKey(DigestRecipient, on_delete=models.CASCADE, related_name="votes")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
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
        indexes = [
            models.Index(
                fields=["administration", "person", "topic", "-id"], name="last_vote_count"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.new_count}"
