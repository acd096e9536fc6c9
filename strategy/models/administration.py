"""Administrations: who answers. Names change, the administration stays."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from ..enums import AdministrationKind


class AdministrationQuerySet(models.QuerySet):
    def with_names(self) -> Self:
        return self.prefetch_related("names")

    def of_member(self, person: models.Model) -> Self:
        return self.filter(members__user=person)


class Administration(index.Indexed, ClusterableModel):
    """A body that is responsible for something and answers citizens. Its slug is its short name."""

    slug = models.SlugField(
        _("Kürzel in der Adresse"),
        max_length=40,
        unique=True,
        help_text=_("Kleinbuchstaben, z. B. „skzl“. Bitte später nicht mehr ändern."),
    )
    short_name = models.CharField(
        _("Kurzname"), max_length=40, help_text=_("So kürzt sich die Verwaltung selbst ab.")
    )
    kind = models.CharField(_("Art"), max_length=20, choices=AdministrationKind.choices)
    email = models.EmailField(
        _("Funktionspostfach"),
        help_text=_("Dorthin geht die Sammelmail. Keine Adresse einer einzelnen Person."),
    )
    task = models.TextField(
        _("Aufgabe in der Strategie"),
        blank=True,
        help_text=_("Zwei bis vier Sätze: Wofür ist sie hier zuständig?"),
    )
    sort_key = models.CharField(
        _("Sortierung"),
        max_length=80,
        blank=True,
        help_text=_("Wonach die Liste ordnet, in Kleinbuchstaben ohne Umlaute."),
    )
    district = models.OneToOneField(
        "strategy.District",
        verbose_name=_("Bezirk"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="office",
    )

    objects = AdministrationQuerySet.as_manager()

    search_fields = [
        index.SearchField("short_name"),
        index.AutocompleteField("short_name"),
        index.AutocompleteField("sort_key"),
        index.RelatedFields("names", [index.SearchField("name")]),
    ]

    class Meta:
        verbose_name = _("Verwaltung")
        verbose_name_plural = _("Verwaltungen")
        ordering = ["sort_key", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name it bears today."""
        return self.name_at(timezone.localdate())

    def name_at(self, day: dt.date) -> str:
        """The name it bore on `day`: else its first known name, else the short name.

        Reads `names` in Python, so that a prefetch answers for whole lists.
        """
        names = sorted(self.names.all(), key=lambda name: name.valid_from or dt.date.min)
        valid = [name for name in names if name.is_valid_at(day)]
        if valid:
            return valid[-1].name
        return names[0].name if names else self.short_name or self.slug

    @property
    def former_names(self) -> list[AdministrationName]:
        """Names it no longer bears, newest first."""
        today = timezone.localdate()
        past = [name for name in self.names.all() if name.valid_to and name.valid_to <= today]
        return sorted(past, key=lambda name: name.valid_to or dt.date.min, reverse=True)

    @property
    def url(self) -> str:
        return reverse("strategy:administration", args=[self.slug])

    def get_absolute_url(self) -> str:
        return self.url


class AdministrationName(models.Model):
    """A name and the half-open span [valid_from, valid_to) in which it is right."""

    administration = ParentalKey(Administration, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("Name"), max_length=200)
    valid_from = models.DateField(
        _("gilt ab"), null=True, blank=True, help_text=_("Leer: Beginn nicht bekannt.")
    )
    valid_to = models.DateField(
        _("gilt bis (nicht mehr an diesem Tag)"),
        null=True,
        blank=True,
        help_text=_("Leer: gilt noch."),
    )
    source_url = models.URLField(_("Quelle"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Name")
        verbose_name_plural = _("Namen")
        ordering = [F("valid_from").asc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from"))
                | Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True),
                name="name_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_valid_at(self, day: dt.date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def clean(self) -> None:
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": _("Das Ende muss nach dem Beginn liegen.")})


class AdministrationMember(models.Model):
    """An official who works for an administration here; made by accepting an invitation."""

    administration = models.ForeignKey(
        Administration,
        verbose_name=_("Verwaltung"),
        on_delete=models.CASCADE,
        related_name="members",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        on_delete=models.CASCADE,
        related_name="administration_memberships",
    )
    created_at = models.DateTimeField(_("seit"), auto_now_add=True)

    class Meta:
        verbose_name = _("Mitglied einer Verwaltung")
        verbose_name_plural = _("Mitglieder von Verwaltungen")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "user"], name="one_membership_per_administration"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.administration.short_name})"
