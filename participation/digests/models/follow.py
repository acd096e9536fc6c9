"""Who follows which topic, how often they hear of it, and what happened there."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Topic
from ..enums import NEWS_KINDS, NewsFrequency, NewsKind


class Subscription(models.Model):
    """A person follows a topic and hears what is new there from then on."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("Thema"), on_delete=models.CASCADE, related_name="subscriptions"
    )
    started_at = models.DateTimeField(_("seit"), default=timezone.now)

    class Meta:
        verbose_name = _("gefolgtes Thema")
        verbose_name_plural = _("gefolgte Themen")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="followed_once_per_topic")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}"


class NewsPreference(models.Model):
    """How often a person hears of one kind of news; without a row, daily."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_preferences"
    )
    kind = models.CharField(max_length=14, choices=[(k.value, k.label) for k in NEWS_KINDS])
    frequency = models.CharField(max_length=7, choices=NewsFrequency.choices)

    class Meta:
        verbose_name = _("Einstellung der Benachrichtigung")
        verbose_name_plural = _("Einstellungen der Benachrichtigungen")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_frequency_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.frequency}"


class NewsQuerySet(models.QuerySet):
    def unspread(self) -> Self:
        return self.filter(spread_at=None)


class News(models.Model):
    """Something followers may want to hear, written in the transaction in which it happened.

    Spreading it notes who is to be told; `spread_at` says that this was done.
    """

    kind = models.CharField(max_length=7, choices=NewsKind.choices)
    subject_id = models.BigIntegerField()
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    happened_at = models.DateTimeField(default=timezone.now)
    spread_at = models.DateTimeField(null=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("Neuigkeit für Folgende")
        verbose_name_plural = _("Neuigkeiten für Folgende")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="news_once_per_subject")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(spread_at=None), name="news_to_spread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
