"""Versions of the strategy: what was frozen when, and under which decision."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..enums import VERSION_TONES, VersionStatus
from .page_version import PageVersion
from .text_version import TextVersion


class StrategyVersionQuerySet(models.QuerySet):
    def released(self) -> Self:
        """Frozen and public, the newest first."""
        return self.filter(released_at__isnull=False).order_by("-number")

    def genuine(self) -> Self:
        """Released and not invented for a demonstration."""
        return self.released().filter(is_demonstration=False)

    def in_force(self) -> Self:
        return self.filter(status=VersionStatus.ADOPTED)


class StrategyVersion(TextVersion):
    """A text of the strategy that never changes again; only its standing does.

    It is not the strategy page: there editors go on writing. Its sections are rows of their own,
    and the database refuses to change them once the version is released.
    """

    column: ClassVar[str] = "version"

    number = models.PositiveSmallIntegerField(_("Nummer"), unique=True)
    title = models.CharField(_("Titel"), max_length=160)
    status = models.CharField(_("Stand"), max_length=15, choices=VersionStatus.choices)
    adopted_on = models.DateField(_("beschlossen am"), null=True, blank=True)
    adopted_by = models.CharField(_("beschlossen von"), max_length=120, blank=True)
    resolution = models.TextField(_("Beschluss"), max_length=1000, blank=True)
    resolution_url = models.URLField(_("Adresse des Beschlusses"), max_length=500, blank=True)
    note = models.TextField(
        _("Hinweis"),
        max_length=1000,
        blank=True,
        help_text=_("Steht über dem Text, zum Beispiel woher er stammt oder wofür er gedacht ist."),
    )
    is_demonstration = models.BooleanField(_("erfunden, nur zur Vorführung"), default=False)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("ersetzt durch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )
    released_at = models.DateTimeField(_("eingefroren"), null=True, blank=True)

    objects = StrategyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Fassung der Strategie")
        verbose_name_plural = _("Fassungen der Strategie")
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("release_version", _("Fassungen der Strategie freigeben"))]
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="version_number_is_positive"),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.ADOPTED)
                | (Q(adopted_on__isnull=False) & ~Q(adopted_by="")),
                name="adopted_version_names_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.SUPERSEDED, superseded_by__isnull=False)
                | (~Q(status=VersionStatus.SUPERSEDED) & Q(superseded_by__isnull=True)),
                name="superseded_version_names_its_successor",
            ),
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status=VersionStatus.ADOPTED),
                name="one_version_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return gettext("Fassung %(number)s") % {"number": self.number}

    @property
    def url(self) -> str:
        return reverse("strategy:version", args=[self.number])

    @property
    def tone(self) -> str:
        return VERSION_TONES[VersionStatus(self.status)]

    def history(self) -> StrategyVersionQuerySet:
        return StrategyVersion.objects.released()


class SectionQuerySet(models.QuerySet):
    def of(self, text: TextVersion) -> Self:
        return self.filter(**text.here).order_by("order")

    def with_text(self) -> Self:
        """With the version they belong to, for its name and address."""
        return self.select_related("version", "page_version__page")


class Section(models.Model):
    """A section of a released version of the strategy or of a page, frozen with its words.

    `anchor` is unique in its version and stays the same in later ones. `content` lists the plain
    paragraphs: each has a `block` (unique in the section, from the StreamField block's id), a
    `kind` and its `text`.
    """

    version = models.ForeignKey(
        StrategyVersion,
        verbose_name=_("Fassung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
    )
    page_version = models.ForeignKey(
        PageVersion,
        verbose_name=_("Fassung einer Seite"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
    )
    order = models.PositiveSmallIntegerField(_("Platz"))
    chapter_title = models.CharField(_("Kapitel"), max_length=255)
    chapter_question = models.CharField(_("Frage des Kapitels"), max_length=160, blank=True)
    chapter_slug = models.SlugField(_("Adresse des Kapitels"), max_length=255)
    chapter_order = models.PositiveSmallIntegerField(_("Platz des Kapitels"))
    anchor = models.SlugField(_("Anker"), max_length=160)
    block_id = models.CharField(_("Kennung des Blocks"), max_length=36)
    heading = models.CharField(_("Überschrift"), max_length=160)
    content = models.JSONField(_("Absätze"), default=list)
    body = models.JSONField(_("Blöcke"), default=list)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abschnitt")
        verbose_name_plural = _("Abschnitte")
        ordering = ["version", "page_version", "order", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="one_section_per_place"),
            models.UniqueConstraint(fields=["version", "anchor"], name="one_section_per_anchor"),
            models.UniqueConstraint(
                fields=["page_version", "order"], name="one_section_per_place_of_page"
            ),
            models.UniqueConstraint(
                fields=["page_version", "anchor"], name="one_section_per_anchor_of_page"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(page_version__isnull=True),
                name="section_belongs_to_one_text",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def text(self) -> TextVersion:
        """The version of the strategy or of a page that it belongs to."""
        return self.version if self.version_id else self.page_version

    @property
    def url(self) -> str:
        return f"{self.text.url}#{self.anchor}"

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Its words in reading order, each with the id to which a remark can be tied."""
        return [(part["block"], part["text"]) for part in self.content]
