"""The true outline of a district, once an operator has imported it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .district import District


class DistrictOutline(models.Model):
    """Simplified polygons in WGS 84, as GeoJSON writes them. Unless all are there: tiles."""

    district = models.OneToOneField(District, on_delete=models.CASCADE, related_name="outline")
    polygons = models.JSONField(_("Umriss"))
    source = models.CharField(_("Quelle"), max_length=240)
    imported_at = models.DateTimeField(_("übernommen"), auto_now=True)

    class Meta:
        verbose_name = _("Umriss eines Bezirks")
        verbose_name_plural = _("Umrisse der Bezirke")
        default_permissions = ()
        ordering = ["district__number", "id"]

    def __str__(self) -> str:
        return f"{self.district_id}"
