"""What the votes on a topic's contributions say about who agrees with whom."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import CommentStatus
from ..models import Comment, Topic
from .enums import MapState


class OpinionMapQuerySet(models.QuerySet):
    def with_groups(self) -> Self:
        return self.filter(state=MapState.GROUPS)


class OpinionMap(models.Model):
    """The newest computation for one topic; frozen when voting ended. Knows no person.

    Not the result of the vote: that is the `ResultSnapshot`, and it counts everybody.
    """

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, related_name="opinion_map", primary_key=True
    )
    state = models.CharField(_("Stand"), max_length=21, choices=MapState.choices)
    method = models.PositiveSmallIntegerField(_("Fassung der Methode"))
    people_count = models.PositiveIntegerField(_("Menschen"), default=0)
    contribution_count = models.PositiveIntegerField(_("Beiträge"), default=0)
    contributions = ArrayField(models.BigIntegerField(), default=list)
    group_sizes = ArrayField(models.PositiveIntegerField(), default=list)
    # Around each group the line through its outermost cells, in the picture's own measure.
    outlines = models.JSONField(default=list)
    stability = models.FloatField(_("Wiederkehr in Hälften"), default=0)
    silhouette = models.FloatField(_("Abstand der Gruppen"), default=0)
    spread = models.FloatField(_("Streuung innerhalb der Gruppen"), default=0)
    spread_by_chance = models.FloatField(_("Streuung in Zufallswolken"), default=0)
    digest = models.CharField(_("Prüfsumme"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("berechnet"))
    # The newest vote that was in it; later ones are waited for until there are enough.
    newest_vote_at = models.DateTimeField(null=True)
    # The end of voting that it is the last word on; empty while voting goes on.
    ended_at = models.DateTimeField(_("Ende der Abstimmung"), null=True)

    objects = OpinionMapQuerySet.as_manager()

    class Meta:
        verbose_name = _("Meinungsbild")
        verbose_name_plural = _("Meinungsbilder")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.get_state_display()}"

    @property
    def has_groups(self) -> bool:
        return self.state == MapState.GROUPS

    @property
    def is_frozen(self) -> bool:
        return self.ended_at is not None


class OpinionCell(models.Model):
    """At least five people who voted alike, counted together: the smallest thing that is kept."""

    opinion_map = models.ForeignKey(OpinionMap, on_delete=models.CASCADE, related_name="cells")
    number = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    group = models.PositiveSmallIntegerField()
    # In the picture's own measure.
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()
    agree = ArrayField(models.PositiveIntegerField())
    disagree = ArrayField(models.PositiveIntegerField())

    class Meta:
        default_permissions = ()
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opinion_map", "number"], name="cell_has_its_number"),
            models.CheckConstraint(condition=Q(people__gte=5), name="cell_hides_its_people"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_map_id}/{self.number}"


class ContributionFindingQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Only what is public now: a contribution hidden later is gone from every list."""
        return self.filter(comment__status=CommentStatus.PUBLISHED).select_related("comment")

    def common(self) -> Self:
        return self.filter(is_common=True).order_by("-bridging", "comment_id")

    def dividing(self) -> Self:
        return self.filter(is_dividing=True).order_by("-dividing", "comment_id")

    def typical_of(self, group: int) -> Self:
        return self.filter(typical_group=group).order_by("-typical_ratio", "comment_id")

    def by_number(self) -> Self:
        return self.order_by(F("bridging").desc(), "comment_id")


class ContributionFinding(models.Model):
    """What the groups of a map say to one contribution."""

    opinion_map = models.ForeignKey(OpinionMap, on_delete=models.CASCADE, related_name="findings")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    agree = ArrayField(models.PositiveIntegerField())
    votes = ArrayField(models.PositiveIntegerField())
    bridging = models.PositiveSmallIntegerField(_("gemeinsame Zustimmung"))
    dividing = models.PositiveSmallIntegerField(_("Abstand der Gruppen"))
    is_common = models.BooleanField(default=False)
    is_dividing = models.BooleanField(default=False)
    typical_group = models.PositiveSmallIntegerField(null=True)
    typical_agrees = models.BooleanField(default=True)
    typical_ratio = models.FloatField(default=0)

    objects = ContributionFindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["opinion_map", "comment"], name="one_finding_per_contribution"
            )
        ]
        indexes = [models.Index(fields=["opinion_map", "-bridging"], name="finding_by_bridging")]

    def __str__(self) -> str:
        return f"#{self.comment_id}"
