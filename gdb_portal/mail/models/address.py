"""Where mails must not go: who unsubscribed, what bounced, what is suppressed."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import BounceClass, SuppressionReason
from .outbox import OutboxMail


class Consent(models.Model):
    """Somebody subscribed to a list or left it. Only ever appended; the latest row counts.

    The person is known by account or, without one, by the code of the address. `subject` is what
    exactly of the list an address asked for; without it the row speaks for the whole list.
    """

    list_name = models.CharField(_("Liste"), max_length=64)
    subject = models.CharField(_("worüber"), max_length=64, blank=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    address_code = models.CharField(_("Kennung der Adresse"), max_length=64, blank=True)
    granted = models.BooleanField(_("eingewilligt"))
    how = models.CharField(_("auf welchem Weg"), max_length=40)
    created_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        default_permissions = ()
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "list_name", "-id"], name="consent_of_person"),
            models.Index(fields=["address_code", "list_name", "-id"], name="consent_of_address"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recipient=None) | Q(address_code=""), name="consent_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name}: {self.granted}"


class Bounce(models.Model):
    """One mail came back. A second report about the same mail changes nothing."""

    mail = models.OneToOneField(
        OutboxMail, primary_key=True, on_delete=models.CASCADE, related_name="bounce"
    )
    address_code = models.CharField(_("Kennung der Adresse"), max_length=64, db_index=True)
    severity = models.CharField(_("Schwere"), max_length=10, choices=BounceClass.choices)
    status = models.CharField(_("Statuscode"), max_length=12)
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)

    class Meta:
        verbose_name = _("Rückläufer")
        verbose_name_plural = _("Rückläufer")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.severity} {self.status}"


class SuppressionQuerySet(models.QuerySet):
    def active(self, now: dt.datetime) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=now))


class Suppression(models.Model):
    """An address to which nothing is sent any more. Kept as a code, shown shortened."""

    address_code = models.CharField(_("Kennung der Adresse"), max_length=64, primary_key=True)
    shown_as = models.CharField(_("Adresse"), max_length=120)
    reason = models.CharField(_("Grund"), max_length=12, choices=SuppressionReason.choices)
    since = models.DateTimeField(_("seit"), auto_now_add=True)
    until = models.DateTimeField(_("bis"), null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("gesperrte Adresse")
        verbose_name_plural = _("gesperrte Adressen")
        default_permissions = ()
        ordering = ["-since", "address_code"]

    def __str__(self) -> str:
        return self.shown_as
