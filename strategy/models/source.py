"""Where a page's statements come from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from gdb_portal.core.orderable import Orderable


class Source(Orderable):
    """A published text that a page relies on, and when it was last read."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="sources")
    label = models.CharField(_("Titel"), max_length=240)
    publisher = models.CharField(_("Herausgegeben von"), max_length=160)
    url = models.URLField(_("Adresse"), max_length=500, blank=True)
    published_on = models.DateField(
        _("veröffentlicht am"), null=True, blank=True, help_text=_("Leer: nicht bekannt.")
    )
    as_of = models.DateField(
        _("ausgewertet am"), help_text=_("Wann wurde die Quelle zuletzt für diese Seite gelesen?")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")

    def __str__(self) -> str:
        return self.label
