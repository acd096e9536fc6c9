"""What became of a contribution in the strategy itself."""

from __future__ import annotations

from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from strategy.models import MeasureChange, StrategyVersion

from .case import Case


class Place(NamedTuple):
    """What to call it, and its address."""

    title: str
    url: str


class EffectQuerySet(models.QuerySet):
    def on_page(self, page: Page) -> Self:
        """Effects on a page in whatever language it is read."""
        return self.filter(page__translation_key=page.translation_key)

    def in_version(self, version: StrategyVersion) -> Self:
        return self.filter(version=version)

    def public(self) -> Self:
        return self.filter(case__comment__topic__live=True)

    def for_list(self) -> Self:
        """With whatever the place of each needs to show itself."""
        return self.select_related("case", "page", "version", "change__measure")


class Effect(models.Model):
    """Something changed because of a contribution: what, when, and where one can see it.

    At best in a version of the strategy or in a recorded change of a measure; else on a page, and
    where there is none, the day stands for itself.
    """

    case = models.ForeignKey(
        Case, verbose_name=_("Vorgang"), on_delete=models.PROTECT, related_name="effects"
    )
    text = models.TextField(_("Was sich geändert hat"), max_length=1000)
    happened_on = models.DateField(_("am"))
    page = models.ForeignKey(
        Page,
        verbose_name=_("zu sehen auf"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.ForeignKey(
        StrategyVersion,
        verbose_name=_("Fassung der Strategie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="effects",
    )
    change = models.ForeignKey(
        MeasureChange,
        verbose_name=_("Änderung einer Maßnahme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="effects",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wirkung")
        verbose_name_plural = _("Wirkungen")
        ordering = ["happened_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="effect_says_what"),
            models.CheckConstraint(
                condition=Q(version=None) | Q(change=None, page=None),
                name="effect_is_seen_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.happened_on}"

    @property
    def place(self) -> Place | None:
        """Where one can see it now; None where the page is gone or none was named."""
        if self.version is not None:
            return Place(f"{self.version.name}: {self.version.title}", self.version.url)
        page = self.page
        if page is None or not page.live:
            return None
        if self.change is not None:
            return Place(page.title, f"{page.url}#verlauf")
        return Place(page.title, page.url)
