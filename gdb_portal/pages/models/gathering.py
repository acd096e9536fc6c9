"""Gatherings: conferences, open spaces, workshops and all else that has a day and a place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from gdb_portal.core.blocks import SectionsBlock
from gdb_portal.core.fields import StreamField
from gdb_portal.core.page_cache import expires_at
from gdb_portal.core.pages import BasePage
from participation.models import Topic
from strategy.models.strategy_page import SOURCES_PANEL

from ..enums import GatheringKind, GatheringStatus
from ..gathering_times import Span, in_words
from .gathering_form import GatheringForm


class GatheringIndex(BasePage):
    """All gatherings: those to come, and under an address of their own those that are over."""

    template = "pages/gathering_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.Gathering"]
    max_count_per_parent = 1
    kind_label = _("Termine")

    class Meta:
        verbose_name = _("Übersicht der Termine")
        verbose_name_plural = _("Übersichten der Termine")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..gathering_list import gathering_list  # noqa: PLC0415  app ready: it asks the models

        context = super().get_context(request, *args, **kwargs)
        return {**context, **gathering_list(request, self)}


class Gathering(BasePage):
    """Something that one can go to. In code `Event` is the record of what happened here."""

    kind = models.CharField(_("Art"), max_length=12, choices=GatheringKind.choices)
    status = models.CharField(
        _("Stand"),
        max_length=11,
        choices=GatheringStatus.choices,
        default=GatheringStatus.TAKES_PLACE,
        help_text=_(
            "Fällt der Termin aus? Dann sagen Sie ihn hier ab, statt die Seite zu entfernen: "
            "Nur so erfahren es die Kalender, die ihn übernommen haben."
        ),
    )
    status_note = models.CharField(
        _("Bemerkung zum Stand"),
        max_length=240,
        blank=True,
        help_text=_("z. B. warum er ausfällt, oder der neue Termin."),
    )
    starts_on = models.DateField(_("Beginn"))
    starts_time = models.TimeField(_("Uhrzeit"), null=True, blank=True)
    ends_on = models.DateField(
        _("Ende"), null=True, blank=True, help_text=_("Leer: am selben Tag.")
    )
    ends_time = models.TimeField(_("Uhrzeit"), null=True, blank=True)
    place = models.CharField(_("Ort"), max_length=160, blank=True)
    address = models.CharField(
        _("Anschrift"), max_length=240, blank=True, help_text=_("Straße, Hausnummer, Postleitzahl.")
    )
    online_url = models.URLField(_("Teilnahme im Netz"), max_length=500, blank=True)
    access_note = models.TextField(
        _("Barrierefreiheit"),
        blank=True,
        help_text=_(
            "Stufenloser Zugang, barrierefreie Toilette, Gebärdensprache, Schriftdolmetschung, "
            "Leitsystem – und was fehlt. Wer hilft bei Bedarf weiter?"
        ),
    )
    registration_url = models.URLField(_("Anmeldung"), max_length=500, blank=True)
    registration_until = models.DateField(
        _("Anmeldung bis"), null=True, blank=True, help_text=_("Der letzte Tag.")
    )
    about = models.ForeignKey(
        Page,
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Die Maßnahme, das Pilotprojekt oder das Kapitel, um das es geht."),
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("Beteiligungsthema"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="gatherings",
    )
    sections = StreamField(SectionsBlock(), verbose_name=_("Abschnitte"), blank=True)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("place"),
        index.SearchField("sections"),
        index.FilterField("starts_on"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_time")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_time")]),
            ],
            heading=_("Wann"),
            help_text=_("Zeiten gelten in Berlin. Ohne Uhrzeiten gilt der ganze Tag."),
        ),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("address"), FieldPanel("online_url")],
            heading=_("Wo"),
        ),
        FieldPanel("access_note"),
        MultiFieldPanel(
            [FieldPanel("registration_url"), FieldPanel("registration_until")],
            heading=_("Anmeldung"),
        ),
        MultiFieldPanel([FieldPanel("status"), FieldPanel("status_note")], heading=_("Stand")),
        MultiFieldPanel([FieldPanel("about"), FieldPanel("topic")], heading=_("Worum es geht")),
        FieldPanel("sections"),
        SOURCES_PANEL,
    ]
    base_form_class = GatheringForm

    template = "pages/gathering.html"
    shown_with = ("about", "topic")
    parent_page_types = ["pages.GatheringIndex"]
    subpage_types: list[str] = []
    kind_label = _("Termin")

    class Meta:
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if self.span is not None:
            expires_at(request, self.span.next_change(timezone.now()))
        return super().get_context(request, *args, **kwargs)

    @property
    def span(self) -> Span | None:
        """From when to when; None for a draft that has no day yet."""
        if self.starts_on is None:
            return None
        return Span(self.starts_on, self.starts_time, self.ends_on, self.ends_time)

    @property
    def when(self) -> str:
        return in_words(self.span) if self.span else ""

    @property
    def where(self) -> str:
        places = [self.place, self.address]
        return ", ".join(part for part in places if part)

    @property
    def card_note(self) -> str:
        parts = [self.get_status_display() if self.is_cancelled else self.when, self.place]
        return " · ".join(str(part) for part in parts if part)

    @property
    def is_cancelled(self) -> bool:
        return self.status == GatheringStatus.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.span is not None and self.span.is_over(timezone.now())

    @property
    def takes_registrations(self) -> bool:
        """Whether the link to register still helps anybody."""
        if not self.registration_url or self.is_cancelled or self.is_over:
            return False
        return self.registration_until is None or timezone.localdate() <= self.registration_until

    @property
    def public_topic(self) -> Topic | None:
        return self.topic if self.topic is not None and self.topic.live else None

    def obstacles(self) -> list[str]:
        """What keeps this draft from being published."""
        found = []
        if not self.is_over and not self.is_cancelled:
            if not (self.place or self.online_url):
                found.append(str(_("Bitte sagen Sie, wo der Termin ist oder wie man teilnimmt.")))
            if not self.access_note:
                found.append(
                    str(_("Bitte sagen Sie, wie zugänglich der Termin ist, auch was fehlt."))
                )
        return found

    def clean(self) -> None:
        super().clean()
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Das Ende darf nicht vor dem Beginn liegen.")})
        if bool(self.starts_time) != bool(self.ends_time):
            missing = "ends_time" if self.starts_time else "starts_time"
            raise ValidationError({missing: _("Bitte beide Uhrzeiten nennen oder keine.")})
        if self.span is not None and self.starts_time and self.span.over_at <= self.span.moment:
            raise ValidationError({"ends_time": _("Das Ende muss nach dem Beginn liegen.")})

    def changed_at(self) -> dt.datetime:
        """When readers last got something new; for calendars."""
        if self.last_published_at is not None:
            return self.last_published_at
        return self.span.moment if self.span else timezone.now()
