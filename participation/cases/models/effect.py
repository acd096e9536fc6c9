"""What became of a contribution in the strategy itself."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .case import Case


class EffectQuerySet(models.QuerySet):
    def on_page(self, page: Page) -> Self:
        """Effects on a page in whatever language it is read."""
        return self.filter(page__translation_key=page.translation_key)

    def public(self) -> Self:
        return self.filter(case__comment__topic__live=True)


class Effect(models.Model):
    """Something changed because of a contribution: what, when, and on which page one can see it."""

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
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wirkung")
        verbose_name_plural = _("Wirkungen")
        ordering = ["happened_on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="effect_says_what")]

    def __str__(self) -> str:
        return f"{self.case}: {self.happened_on}"
