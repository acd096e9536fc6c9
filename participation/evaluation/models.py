"""What those who evaluate a topic make of its contributions: labels, themes, quotes."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import CommentStatus
from ..models import Comment, Topic
from .enums import ThemeStatus


class Label(models.Model):
    """A word by which contributions of one topic are sorted. Internal: never shown in public."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(_("Schlagwort"), max_length=40)
    comments = models.ManyToManyField(Comment, related_name="labels")

    class Meta:
        verbose_name = _("Schlagwort")
        verbose_name_plural = _("Schlagwörter")
        default_permissions = ()
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "name"], name="one_label_per_name_and_topic")
        ]

    def __str__(self) -> str:
        return self.name


class ThemeQuerySet(models.QuerySet):
    def of(self, topic: Topic) -> Self:
        return self.filter(topic=topic).exclude(status=ThemeStatus.MERGED)

    def public(self) -> Self:
        """Published and still resting on something that everybody can read."""
        sources = ThemeSource.objects.filter(theme=models.OuterRef("pk")).public()
        return self.filter(models.Exists(sources), status=ThemeStatus.PUBLISHED)


class Theme(models.Model):
    """What several contributions have in common, in the words of the administration.

    Not a contribution and not an answer. Public only after a second person has read it.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(_("Überschrift"), max_length=120)
    summary = models.TextField(_("Zusammenfassung"), max_length=2000)
    measure = models.ForeignKey(
        "strategy.Measure",
        verbose_name=_("Maßnahme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    status = models.CharField(
        _("Stand"), max_length=9, choices=ThemeStatus.choices, default=ThemeStatus.DRAFT
    )
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geschrieben von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geprüft von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Thema der Auswertung")
        verbose_name_plural = _("Themen der Auswertung")
        default_permissions = ()
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(written_by=None)
                | Q(reviewed_by=None)
                | ~Q(written_by=F("reviewed_by")),
                name="theme_is_read_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(status=ThemeStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_theme_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status=ThemeStatus.MERGED) ^ Q(merged_into=None),
                name="merged_theme_says_into_what",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.status == ThemeStatus.PUBLISHED


class ThemeSourceQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(comment__status=CommentStatus.PUBLISHED)


class ThemeSource(models.Model):
    """A contribution on which a theme rests, and the words that are quoted from it."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="sources")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="theme_sources")
    quote = models.CharField(_("Zitat"), max_length=600, blank=True)

    objects = ThemeSourceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "comment"], name="one_source_per_contribution")
        ]

    def __str__(self) -> str:
        return f"#{self.comment_id}"

    @property
    def shown_quote(self) -> str:
        """The quoted words, if its author did not change them since."""
        return self.quote if self.quote and self.quote in self.comment.text else ""
