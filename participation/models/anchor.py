"""To which words of the strategy a comment or a vote refers, and where they stand later on."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from strategy.models import Section, StrategyVersion

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
        return f"{self.section.version.url}#{self.section.anchor}--{self.place}"


class AnchorPositionQuerySet(models.QuerySet):
    def in_version(self, version: StrategyVersion) -> Self:
        return self.filter(version=version)

    def of_published(self) -> Self:
        return self.filter(anchor__comment__status=CommentStatus.PUBLISHED)


class AnchorPosition(models.Model):
    """Where a passage stands in one version: its own, and every later one; orphans have none."""

    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="positions")
    version = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="+")
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
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


def version_url(number: int) -> str:
    return reverse("strategy:version", args=[number])


def passage_url(version_number: int, section_anchor: str, place: int) -> str:
    """The page of one paragraph, with all that was said about it."""
    return reverse("participation:passage", args=[version_number, section_anchor, place])
