"""Texts of measures and pilots as they were published, kept for those who spoke about them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .text_version import TextVersion


class PageVersionQuerySet(models.QuerySet):
    def of(self, page: Page) -> Self:
        """The newest first."""
        return self.filter(page=page).order_by("-number")

    def released(self) -> Self:
        return self.filter(released_at__isnull=False)

    def newest(self) -> Self:
        """Of each page the one that says what the page says."""
        later = self.model._default_manager.filter(
            page=OuterRef("page"), number__gt=OuterRef("number")
        )
        return self.released().filter(~Exists(later))

    def for_reading(self) -> Self:
        """Readable as long as the page is public itself."""
        return self.released().filter(page__live=True).select_related("page")

    def at(self, parent: str, slug: str) -> Self:
        """Of the page whose address ends so."""
        german = settings.LANGUAGE_CODE
        return self.for_reading().filter(
            page__slug=slug,
            page__url_path__endswith=f"/{parent}/{slug}/",
            page__locale__language_code=german,
        )


class PageVersion(TextVersion):
    """The sections of a measure's or pilot's German page as they were public at a moment.

    Made once people can speak about the page, whenever its words have changed; like a
    `StrategyVersion`, the database refuses to change it. It is no revision: those hold all of a
    page, also what was never public, and go when they are old.
    """

    column: ClassVar[str] = "page_version"

    page = models.ForeignKey(
        Page, verbose_name=_("Seite"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField(_("Nummer"))
    title = models.CharField(_("Titel"), max_length=255)
    fingerprint = models.CharField(_("Prüfsumme"), max_length=64)
    released_at = models.DateTimeField(_("eingefroren"), null=True, blank=True)

    objects = PageVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung einer Seite")
        verbose_name_plural = _("Fassungen von Seiten")
        ordering = ["page", "-number", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="page_version_number_positive"),
            models.UniqueConstraint(fields=["page", "number"], name="one_page_version_per_number"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def date(self) -> str:
        """The day from which on it was readable."""
        moment = timezone.localtime(self.released_at) if self.released_at else timezone.localtime()
        return date_format(moment, "DATE_FORMAT")

    @property
    def name(self) -> str:
        return gettext("Fassung vom %(date)s") % {"date": self.date}

    @property
    def full_name(self) -> str:
        return f"{self.title}, {self.name}"

    @property
    def place(self) -> list[str | int]:
        """What its address is made of; follows the page when it is moved."""
        return [*self.page.url_path.strip("/").split("/")[-2:], self.number]

    @property
    def url(self) -> str:
        return reverse("strategy:page-version", args=self.place)

    def history(self) -> PageVersionQuerySet:
        return PageVersion.objects.released().filter(page=self.page_id)
