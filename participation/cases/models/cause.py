"""Which contributions led to a change of the strategy."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from gdb_portal.core.orderable import Orderable
from participation.models import Comment
from strategy.models import StrategyChange


class ChangeCause(Orderable):
    """A contribution because of which the strategy changed; its case leads to answer and effect."""

    change = ParentalKey(StrategyChange, on_delete=models.CASCADE, related_name="causes")
    comment = models.ForeignKey(
        Comment,
        verbose_name=_("Beitrag"),
        on_delete=models.PROTECT,
        related_name="changes_caused",
        help_text=_("Die Nummer des Beitrags: die Zahl in seiner Adresse."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Anlass")
        verbose_name_plural = _("Anlässe")
        constraints = [
            models.UniqueConstraint(fields=["change", "comment"], name="one_cause_per_comment")
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.comment_id}"
