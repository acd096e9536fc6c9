"""Organisations outside the administration that carry or help with measures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from ..enums import PartnerKind


class Partner(index.Indexed, models.Model):
    """A company, research institute, foundation or association; it never answers citizens here."""

    slug = models.SlugField(_("Adresse"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(_("Art"), max_length=20, choices=PartnerKind.choices)
    website = models.URLField(_("Website"), blank=True)
    description = models.TextField(_("Wer das ist"), blank=True)

    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        verbose_name = _("Partner")
        verbose_name_plural = _("Partner")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name
