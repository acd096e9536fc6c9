"""Searches that somebody follows, and what they found so far."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedSearchQuerySet(models.QuerySet):
    def followed(self) -> Self:
        return self.filter(subscriptions__isnull=False).distinct()


class SavedSearch(models.Model):
    """Words that people look for again and again. All who follow the same words share one row."""

    query = models.CharField(_("Suchwörter"), max_length=100)
    art = models.CharField(_("Arten von Treffern"), max_length=200, blank=True)
    language = models.CharField(_("Sprache"), max_length=12)
    looked_at = models.DateTimeField(_("zuletzt gesucht"), default=timezone.now, db_index=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnierte Suche")
        verbose_name_plural = _("abonnierte Suchen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["query", "art", "language"], name="one_row_per_search"),
            models.CheckConstraint(condition=~Q(query=""), name="search_has_words"),
        ]

    def __str__(self) -> str:
        return self.query

    @property
    def kinds(self) -> list[str]:
        """The kinds of results that were chosen; none means all."""
        return self.art.split(",") if self.art else []


class SearchHit(models.Model):
    """Something that a search found once, known by its key, e.g. "massnahmen-12"."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    key = models.CharField(max_length=40)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Treffer einer abonnierten Suche")
        verbose_name_plural = _("Treffer abonnierter Suchen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["search", "key"], name="one_hit_per_search_and_key")
        ]
        indexes = [models.Index(fields=["key"], name="hit_of_key")]

    def __str__(self) -> str:
        return self.key
