"""Berlin's twelve districts."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class District(index.Indexed, models.Model):
    """A district, with its place on the schematic map (a grid of tiles, not of boundaries)."""

    number = models.PositiveSmallIntegerField(
        _("Nummer"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    name = models.CharField(_("Name"), max_length=60, unique=True)
    slug = models.SlugField(_("Adresse"), max_length=60, unique=True)
    latitude = models.DecimalField(_("Breite"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("Länge"), max_digits=8, decimal_places=5)
    tile_column = models.PositiveSmallIntegerField(_("Spalte auf der Karte"), default=0)
    tile_row = models.PositiveSmallIntegerField(_("Zeile auf der Karte"), default=0)

    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        verbose_name = _("Bezirk")
        verbose_name_plural = _("Bezirke")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name
