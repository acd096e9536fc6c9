"""The four groups into which the fields of action fall."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index


class FieldGroup(TranslatableMixin, index.Indexed, models.Model):
    """A group of four fields of action. Its line colour is a number that the style sheet knows."""

    slug = models.SlugField(_("Adresse"), max_length=60)
    name = models.CharField(_("Name"), max_length=80)
    description = models.TextField(_("Worum es geht"), blank=True)
    line = models.PositiveSmallIntegerField(
        _("Linienfarbe"),
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        help_text=_("1 bis 4: die Farbe der Linie auf allen Seiten der Gruppe."),
    )
    sort_order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)

    search_fields = [
        index.AutocompleteField("name"),
        index.SearchField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("Handlungsfeld-Gruppe")
        verbose_name_plural = _("Handlungsfeld-Gruppen")
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name
