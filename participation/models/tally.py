"""Counted, not estimated: the numbers of a topic."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .topic import Topic


class Tally(models.Model):
    """The counters of one topic, kept in the transaction of each change.

    Not fields of the topic itself: publishing an older draft must never turn back the counting.
    """

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, related_name="tally", primary_key=True
    )
    comment_count = models.PositiveIntegerField(_("Beiträge"), default=0)
    agree_count = models.PositiveIntegerField(_("Zustimmung"), default=0)
    neutral_count = models.PositiveIntegerField(_("Neutral"), default=0)
    disagree_count = models.PositiveIntegerField(_("Ablehnung"), default=0)

    class Meta:
        verbose_name = _("Zählung")
        verbose_name_plural = _("Zählungen")

    def __str__(self) -> str:
        return f"{self.comment_count} / {self.vote_count}"

    @property
    def vote_count(self) -> int:
        return self.agree_count + self.neutral_count + self.disagree_count
