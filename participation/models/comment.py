"""What one person said on a topic."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import SHOWN_IN_THREAD, CommentKind, CommentStatus, HouseRule, Stance
from .topic import Topic


class CommentQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=CommentStatus.PUBLISHED)

    def pending(self) -> Self:
        return self.filter(status=CommentStatus.PENDING)

    def on(self, topic: Topic) -> Self:
        return self.filter(topic=topic)

    def by(self, person: models.Model) -> Self:
        return self.filter(author=person)

    def top_level(self) -> Self:
        return self.filter(reply_to=None)

    def shown_in_thread(self) -> Self:
        """Public places in the thread: texts, and notes where a text was hidden or withdrawn."""
        return self.filter(status__in=SHOWN_IN_THREAD, published_at__isnull=False)

    def saying(self, words: str) -> Self:
        """Public texts with these words, by their German stems."""
        query = SearchQuery(words, config="german", search_type="websearch")
        return (
            self.published().alias(words=SearchVector("text", config="german")).filter(words=query)
        )

    def answered(self) -> Self:
        return self.published().filter(case__answer__status="published")

    def waiting_for_answer(self) -> Self:
        return self.published().filter(wants_answer=True).exclude(case__answer__status="published")

    def for_list(self) -> Self:
        return self.select_related("author", "topic")

    def with_passages(self) -> Self:
        """With the words that each is about, if it is about words, and where these stand."""
        # A section's whole text would be read with every comment on a sentence of it.
        return self.select_related(
            "anchor__section__version", "anchor__section__page_version__page"
        ).defer("anchor__section__content", "anchor__section__body")


class Comment(models.Model):
    """A contribution; a reply if `reply_to` is set (one level only). Hidden texts are kept."""

    topic = models.ForeignKey(
        Topic, verbose_name=_("Thema"), on_delete=models.PROTECT, related_name="comments"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="comments",
    )
    reply_to = models.ForeignKey(
        "self",
        verbose_name=_("Antwort auf"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replies",
    )
    text = models.TextField(_("Beitrag"), max_length=5000)
    kind = models.CharField(
        _("Art des Beitrags"), max_length=10, choices=CommentKind.choices, blank=True
    )
    stance = models.CharField(_("Haltung"), max_length=7, choices=Stance.choices, blank=True)
    status = models.CharField(
        _("Status"), max_length=9, choices=CommentStatus.choices, default=CommentStatus.PENDING
    )
    rule = models.CharField(
        _("verletzte Regel"), max_length=2, choices=HouseRule.choices, blank=True
    )
    wants_answer = models.BooleanField(_("bittet um Antwort"), default=False)
    agree_count = models.PositiveIntegerField(_("Zustimmung"), default=0)
    disagree_count = models.PositiveIntegerField(_("Ablehnung"), default=0)
    reply_count = models.PositiveIntegerField(_("Antworten"), default=0)
    # How far all opinion groups agree, in ten-thousandths; 0 where nothing is known.
    bridging = models.PositiveSmallIntegerField(_("gemeinsame Zustimmung"), default=0)
    request_key = models.UUIDField(_("Kennung des Formulars"), default=uuid.uuid4)
    submitted_at = models.DateTimeField(_("eingereicht"), default=timezone.now)
    edited_at = models.DateTimeField(_("geändert"), null=True, blank=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beitrag")
        verbose_name_plural = _("Beiträge")
        ordering = ["-submitted_at", "-id"]
        permissions = [("moderate_comment", _("Beiträge moderieren"))]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "request_key"], name="one_comment_per_sent_form"
            ),
            models.CheckConstraint(
                condition=~Q(status=CommentStatus.HIDDEN) | ~Q(rule=""),
                name="hidden_comment_names_its_rule",
            ),
            models.CheckConstraint(
                condition=~Q(status=CommentStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_comment_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "-published_at", "-id"],
                condition=Q(reply_to=None, published_at__isnull=False),
                name="comment_thread_by_time",
            ),
            models.Index(
                fields=["topic", "-agree_count", "-id"],
                condition=Q(reply_to=None, published_at__isnull=False),
                name="comment_thread_by_agreement",
            ),
            models.Index(
                fields=["topic", "-reply_count", "-id"],
                condition=Q(reply_to=None, published_at__isnull=False),
                name="comment_thread_by_replies",
            ),
            models.Index(
                fields=["topic", "-bridging", "-id"],
                condition=Q(reply_to=None, published_at__isnull=False),
                name="comment_thread_by_bridging",
            ),
            GinIndex(SearchVector("text", config="german"), name="comment_words"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(status=CommentStatus.PENDING),
                name="comment_queue",
            ),
            models.Index(fields=["author", "-submitted_at"], name="comment_by_author"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def url(self) -> str:
        """The permanent address; it leads to the right page of the thread."""
        return reverse("participation:comment", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == CommentStatus.PUBLISHED

    @property
    def author_name(self) -> str:
        if self.author:
            return self.author.pseudonym
        origin = getattr(self, "offline", None)
        if origin is not None:
            return str(_("Beitrag %(from_where)s")) % {"from_where": origin.get_channel_display()}
        return str(_("Gelöschtes Konto"))

    @property
    def is_by_guest(self) -> bool:
        """Written without an account, and not claimed with one since."""
        return self.author is not None and self.author.is_guest

    @property
    def has_history(self) -> bool:
        """Whether it was changed after its first minutes, so that earlier words can be read."""
        return self.edited_at is not None and self.edited_at >= self.may_be_edited_until()

    def may_be_edited_until(self) -> dt.datetime:
        return self.submitted_at + dt.timedelta(minutes=settings.GDB_COMMENT_EDIT_MINUTES)
