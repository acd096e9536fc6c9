"""How often pages were read, day by day."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import Topic


class DailyCountQuerySet(models.QuerySet):
    def on(self, topic: Topic) -> Self:
        return self.filter(topic=topic)

    def of_pages(self) -> Self:
        """Of the pages that belong to no topic."""
        return self.filter(topic=None)

    def since(self, day: dt.date | None) -> Self:
        return self.filter(day__gte=day) if day else self


class DailyCount(models.Model):
    """How often one kind of page (of one topic, or of none) was opened on one day.

    Not visitors: nobody knows how many people stand behind it, the portal included.
    """

    day = models.DateField(_("Tag"))
    kind = models.CharField(_("Seite"), max_length=40)
    topic = models.ForeignKey(
        Topic, verbose_name=_("Thema"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    number = models.PositiveBigIntegerField(_("Anzahl"))

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("Aufrufe eines Tages")
        verbose_name_plural = _("Aufrufe je Tag")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "kind", "day"],
                name="one_count_per_page_and_day",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.number}"
