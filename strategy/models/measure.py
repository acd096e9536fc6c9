"""Measures: what is planned, by whom, until when, for how much."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.orderable import Orderable
from gdb_portal.core.page_cache import expires_at
from gdb_portal.core.pages import BasePage

from ..enums import STATUS_TONES, ImplementationPhase, MeasureKind, MeasureStatus
from ..forms.measure import MeasureForm
from ..partial_dates import next_midnight
from ..progress_rules import contradicts_source, needs_reason
from .administration import Administration
from .district import District
from .field_of_action import FieldOfAction
from .measure_panels import MEASURE_PANELS
from .measure_queryset import MeasureManager
from .partner import Partner
from .period import Period
from .value_compass import GuidingIdea


class MeasureIndex(BasePage):
    """All measures, with filters in the address."""

    template = "strategy/measure_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["strategy.Measure"]
    max_count_per_parent = 1
    kind_label = _("Maßnahmen")

    class Meta:
        verbose_name = _("Übersicht der Maßnahmen")
        verbose_name_plural = _("Übersichten der Maßnahmen")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..measure_list import measure_list  # noqa: PLC0415  app ready: it asks the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **measure_list(request, self)}


class Measure(Period, BasePage):
    """Something the city set out to do. A pilot is a measure too (see `pilots.Pilot`)."""

    kind = models.CharField(
        _("Art"),
        max_length=10,
        choices=MeasureKind.choices,
        help_text=_("Wer die Maßnahme trägt, bestimmt ihre Art."),
    )
    kind_is_own_estimate = models.BooleanField(_("Art ist eigene Einschätzung"), default=False)
    status = models.CharField(
        _("Status"), max_length=14, choices=MeasureStatus.choices, default=MeasureStatus.UNKNOWN
    )
    status_as_of = models.DateField(
        _("Stand vom"),
        null=True,
        blank=True,
        help_text=_("Von wann ist die Aussage über den Status? Leer: nicht bekannt."),
    )
    status_note = models.TextField(_("Erklärung zum Status"), blank=True)
    phase = models.CharField(
        _("Umsetzungsphase"), max_length=12, choices=ImplementationPhase.choices, blank=True
    )
    phase_is_own_estimate = models.BooleanField(
        _("Umsetzungsphase ist eigene Einschätzung"), default=False
    )
    responsible_administration = models.ForeignKey(
        Administration,
        verbose_name=_("zuständige Verwaltung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsible_for",
        help_text=_("Sie antwortet Bürger:innen."),
    )
    lead_partner = models.ForeignKey(
        Partner,
        verbose_name=_("federführende Organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leads",
        help_text=_("Nur wenn nicht die zuständige Verwaltung selbst die Maßnahme führt."),
    )
    is_citywide = models.BooleanField(_("ganz Berlin"), default=False)
    districts = ParentalManyToManyField(
        District, verbose_name=_("Bezirke"), blank=True, related_name="measures"
    )
    budget_amount = models.DecimalField(
        _("Betrag in Euro"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_note = models.TextField(
        _("Erklärung zum Geld"),
        blank=True,
        help_text=_(
            "Wofür steht der Betrag, wer nennt ihn? Leerer Betrag heißt: nicht veröffentlicht."
        ),
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("führt fort"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
        help_text=_("Die frühere Maßnahme, aus der diese hervorging."),
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)
    change_reason = models.TextField(
        _("Begründung der Änderung"),
        blank=True,
        help_text=_(
            "Ändern Sie Stand, Phase, Zeitraum, Zuständigkeit oder Geld? Dann sagen Sie hier, "
            "warum. Der Text steht öffentlich im Verlauf der Maßnahme."
        ),
    )

    objects = MeasureManager()

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("sections"),
        index.SearchField("status_note"),
        index.RelatedFields("milestones", [index.SearchField("title")]),
        index.FilterField("status"),
        index.FilterField("kind"),
    ]
    content_panels = [*BasePage.content_panels, *MEASURE_PANELS]
    base_form_class = MeasureForm

    template = "strategy/measure.html"
    parent_page_types = ["strategy.MeasureIndex"]
    subpage_types: list[str] = []
    needs_source = True
    kind_label = _("Maßnahme")

    class Meta:
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")

    @property
    def status_tone(self) -> str:
        return STATUS_TONES.get(self.status, "neutral")

    @property
    def kicker(self) -> str:
        """The line above its title: what it is."""
        return self.get_kind_display() or str(self.kind_label)

    @cached_property
    def district_names(self) -> list[str]:
        return [district.name for district in self.districts.all()]

    @property
    def summary(self) -> str:
        """Who is responsible, where and when, as far as known, in one line."""
        places = _("ganz Berlin") if self.is_citywide else ", ".join(self.district_names)
        administration = self.responsible_administration
        parts = (administration.name if administration else "", places, self.period)
        return " · ".join(str(part) for part in parts if part)

    def obstacles(self) -> list[str]:
        """What keeps this draft from being published."""
        if contradicts_source(self):
            return [_("Stand, Phase, Zeitraum und Geld ändern Sie auf der deutschen Seite.")]
        if needs_reason(self):
            return [_("Sie ändern, wie weit die Maßnahme ist. Bitte schreiben Sie, warum.")]
        return []

    def clean(self) -> None:
        super().clean()
        if self.budget_amount is not None and not self.budget_note:
            raise ValidationError(
                {"budget_note": _("Bitte sagen Sie, wofür der Betrag steht und wer ihn nennt.")}
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..measure_facts import measure_facts  # noqa: PLC0415  app ready: it asks the models

        # A planned milestone may be past tomorrow.
        expires_at(request, next_midnight())
        context = super().get_context(request, *args, **kwargs)
        return {**context, **measure_facts(self)}


class MeasureField(Orderable):
    """That a measure serves a field of action, and whether its sources or we say so."""

    measure = ParentalKey(Measure, on_delete=models.CASCADE, related_name="field_links")
    field = models.ForeignKey(
        FieldOfAction,
        verbose_name=_("Handlungsfeld"),
        on_delete=models.CASCADE,
        related_name="measure_links",
    )
    is_own_estimate = models.BooleanField(
        _("eigene Einschätzung"), default=False, help_text=_("Keine Quelle nennt diese Zuordnung.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Handlungsfeld")
        verbose_name_plural = _("Handlungsfelder")
        constraints = [
            models.UniqueConstraint(fields=["measure", "field"], name="field_once_per_measure")
        ]


class MeasureIdea(Orderable):
    """That a measure follows a guiding idea, and whether its sources or we say so."""

    measure = ParentalKey(Measure, on_delete=models.CASCADE, related_name="idea_links")
    idea = models.ForeignKey(
        GuidingIdea,
        verbose_name=_("Leitgedanke"),
        on_delete=models.CASCADE,
        related_name="measure_links",
    )
    is_own_estimate = models.BooleanField(
        _("eigene Einschätzung"), default=False, help_text=_("Keine Quelle nennt diese Zuordnung.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Leitgedanke")
        verbose_name_plural = _("Leitgedanken")
        constraints = [
            models.UniqueConstraint(fields=["measure", "idea"], name="idea_once_per_measure")
        ]


class Involvement(Orderable):
    """An administration or a partner that takes part in a measure, and as what."""

    measure = ParentalKey(Measure, on_delete=models.CASCADE, related_name="involvements")
    administration = models.ForeignKey(
        Administration,
        verbose_name=_("Verwaltung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="involvements",
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("Partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="involvements",
    )
    role = models.CharField(_("Rolle"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Beteiligte Organisation")
        verbose_name_plural = _("Beteiligte Organisationen")
        constraints = [
            models.CheckConstraint(
                condition=Q(administration__isnull=True) ^ Q(partner__isnull=True),
                name="involvement_is_of_one_organisation",
            )
        ]

    def clean(self) -> None:
        if bool(self.administration_id) == bool(self.partner_id):
            raise ValidationError(
                _("Bitte wählen Sie entweder eine Verwaltung oder einen Partner.")
            )
