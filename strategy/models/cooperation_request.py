"""Administrations that offer or seek cooperation on a measure, in public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import CooperationKind, CooperationStatus
from .administration import Administration

if TYPE_CHECKING:
    from .measure import Measure


class CooperationRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=CooperationStatus.OPEN)

    def public(self) -> Self:
        """What readers see: what waits and what was agreed. A refusal stays between the two."""
        return self.filter(status__in=[CooperationStatus.OPEN, CooperationStatus.ACCEPTED])

    def on(self, measure: Measure) -> Self:
        """In every language of the measure."""
        return self.filter(measure__translation_key=measure.translation_key)

    def to(self, administrations: Iterable[Administration]) -> Self:
        return self.filter(addressee__in=administrations)

    def by(self, administrations: Iterable[Administration]) -> Self:
        return self.filter(sender__in=administrations)

    def for_list(self) -> Self:
        return self.select_related("measure", "sender", "addressee").prefetch_related(
            "sender__names", "addressee__names"
        )


class CooperationRequest(models.Model):
    """One administration turns to another, or to all, about a measure.

    Not an involvement: that is what editors state once both work together. Not a consultation:
    that is a question about one case.
    """

    measure = models.ForeignKey(
        "strategy.Measure",
        verbose_name=_("Maßnahme"),
        on_delete=models.CASCADE,
        related_name="cooperation_requests",
    )
    kind = models.CharField(_("Art"), max_length=5, choices=CooperationKind.choices)
    sender = models.ForeignKey(
        Administration,
        verbose_name=_("von"),
        on_delete=models.PROTECT,
        related_name="cooperation_sent",
    )
    addressee = models.ForeignKey(
        Administration,
        verbose_name=_("an"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cooperation_received",
    )
    text = models.TextField(_("Worum es geht"), max_length=1000)
    status = models.CharField(
        _("Stand"),
        max_length=9,
        choices=CooperationStatus.choices,
        default=CooperationStatus.OPEN,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("gefragt am"), default=timezone.now)
    answer = models.TextField(_("Antwort"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)

    objects = CooperationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zusammenarbeit")
        verbose_name_plural = _("Zusammenarbeit")
        ordering = ["-proposed_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CooperationKind.SEEK) | Q(addressee__isnull=False),
                name="cooperation_offer_has_its_addressee",
            ),
            models.CheckConstraint(
                condition=Q(addressee__isnull=True) | ~Q(addressee=F("sender")),
                name="cooperation_is_between_two",
            ),
            models.UniqueConstraint(
                fields=["measure", "kind", "sender", "addressee"],
                condition=Q(status=CooperationStatus.OPEN),
                nulls_distinct=False,
                name="one_open_cooperation_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_kind_display()}"
