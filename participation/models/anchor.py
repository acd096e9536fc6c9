"""To which words of a frozen text a comment or a vote refers, and where they stand later on."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from strategy.models import PageVersion, Section, StrategyVersion, TextVersion

from ..enums import AnchorState, CommentStatus
from .comment import Comment

QUOTE_LENGTH = 5000
CONTEXT_LENGTH = 64


class Anchor(models.Model):
    """The words that were commented or voted on. Like their version, they never change.

    Without a comment it is a whole paragraph that people vote on (`VotedPassage`).
    """

    comment = models.OneToOneField(
        Comment,
        verbose_name=_("Beitrag"),
        null=True,
        on_delete=models.CASCADE,
        related_name="anchor",
    )
    section = models.ForeignKey(
        Section, verbose_name=_("Abschnitt"), on_delete=models.PROTECT, related_name="anchors"
    )
    block_id = models.CharField(_("Kennung des Absatzes"), max_length=60)
    place = models.PositiveSmallIntegerField(_("Platz des Absatzes"))
    start = models.PositiveIntegerField(_("erstes Zeichen"))
    end = models.PositiveIntegerField(_("letztes Zeichen"))
    quote = models.TextField(_("Wortlaut"), max_length=QUOTE_LENGTH)
    prefix = models.CharField(_("davor"), max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(_("danach"), max_length=CONTEXT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("Textstelle")
        verbose_name_plural = _("Textstellen")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start"), place__gt=0), name="anchor_holds_something"
            )
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def url(self) -> str:
        """The exact paragraph in the version that was read when the comment was written."""
        return f"{self.section.url}--{self.place}"

    @property
    def source(self) -> str:
        """Which text it is from, in words."""
        return self.section.text.full_name


class AnchorPositionQuerySet(models.QuerySet):
    def in_text(self, text: TextVersion) -> Self:
        return self.filter(**text.here)

    def of_published(self) -> Self:
        return self.filter(anchor__comment__status=CommentStatus.PUBLISHED)


class AnchorPosition(models.Model):
    """Where a passage stands in its own version and in each later one; orphans have no place."""

    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="positions")
    version = models.ForeignKey(
        StrategyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    page_version = models.ForeignKey(
        PageVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=AnchorState.choices)
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    objects = AnchorPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ort einer Textstelle")
        verbose_name_plural = _("Orte von Textstellen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["anchor", "version"], name="one_position_per_anchor_and_version"
            ),
            models.UniqueConstraint(
                fields=["anchor", "page_version"], name="one_position_per_anchor_and_page_version"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(page_version__isnull=True),
                name="position_is_in_one_text",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=AnchorState.ORPHANED, section=None, place=None, start=None, end=None
                )
                | (
                    ~Q(state=AnchorState.ORPHANED)
                    & Q(
                        section__isnull=False,
                        place__isnull=False,
                        start__isnull=False,
                        end__isnull=False,
                    )
                ),
                name="only_orphans_have_no_place",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "section", "place"], name="position_by_place"),
            models.Index(
                fields=["page_version", "section", "place"], name="position_by_place_of_page"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


def passage_url(text: TextVersion, section_anchor: str, place: int) -> str:
    """The page of one paragraph, with all that was said about it."""
    if isinstance(text, PageVersion):
        return reverse("participation:page-passage", args=[*text.place, section_anchor, place])
    return reverse("participation:passage", args=[text.number, section_anchor, place])


def lost_url(text: TextVersion) -> str:
    """The page of all that was said about words that this version no longer has."""
    if isinstance(text, PageVersion):
        return reverse("participation:page-passages-lost", args=text.place)
    return reverse("participation:passages-lost", args=[text.number])
