"""The record of what happened, counters for when the cache is gone, channels elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .sign_language import SignRecording, SignVideo  # noqa: F401  models of this app


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


class LimitCountManager(models.Manager["LimitCount"]):
    def count_one_more(self, key: str, ends_at: dt.datetime) -> int:
        """Count one try under `key`, which is forgotten after `ends_at`; returns the new count.

        One statement, so that parallel tries can't overtake each other.
        """
        self.filter(ends_at__lt=timezone.now()).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_limitcount (key, count, ends_at) VALUES (%s, 1, %s)"
                " ON CONFLICT (key) DO UPDATE SET count = core_limitcount.count + 1"
                " RETURNING count",
                [key, ends_at],
            )
            row = cursor.fetchone()
        return int(row[0])


class LimitCount(models.Model):
    """How often something was tried, counted here only while the cache is gone.

    The key holds a person's number or a network's code of the day, never an address.
    """

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    objects = LimitCountManager()

    class Meta:
        verbose_name = _("Zähler")
        verbose_name_plural = _("Zähler")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count}"


class SocialChannel(models.Model):
    """Where the Senate Chancellery speaks elsewhere: a plain link in the footer, never embedded."""

    name = models.CharField(
        _("Name"), max_length=40, help_text=_("So heißt der Verweis, z. B. „Mastodon“.")
    )
    url = models.URLField(
        _("Adresse"), max_length=500, validators=[URLValidator(schemes=["https"])]
    )
    sort_order = models.PositiveSmallIntegerField(
        _("Reihenfolge"), default=0, help_text=_("Kleine Zahlen stehen vorn.")
    )

    class Meta:
        verbose_name = _("Kanal in sozialen Medien")
        verbose_name_plural = _("Kanäle in sozialen Medien")
        ordering = ["sort_order", "name", "pk"]

    def __str__(self) -> str:
        return self.name
