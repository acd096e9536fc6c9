"""What an administration says about its own numbers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration


class StatisticsRemark(models.Model):
    """Public words of an administration beside its response statistics."""

    administration = models.OneToOneField(
        Administration,
        verbose_name=_("Verwaltung"),
        on_delete=models.CASCADE,
        related_name="statistics_remark",
        primary_key=True,
    )
    text = models.TextField(_("Anmerkung"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Anmerkung zur Statistik")
        verbose_name_plural = _("Anmerkungen zur Statistik")

    def __str__(self) -> str:
        return f"{self.administration}"
