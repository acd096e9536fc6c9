"""Addresses that get mails without an account, and what they subscribed to."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Rhythm


class Reader(models.Model):
    """An address that subscribed to something, or that was asked whether it did.

    Known only as long as it has a subscription: with the last one the address is forgotten.
    """

    address = models.EmailField(_("Adresse"))
    address_code = models.CharField(_("Kennung der Adresse"), max_length=64, unique=True)
    language = models.CharField(_("Sprache"), max_length=12)
    created_at = models.DateTimeField(_("seit"), auto_now_add=True)

    class Meta:
        verbose_name = _("Adresse ohne Konto")
        verbose_name_plural = _("Adressen ohne Konto")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}"


class AddressSubscriptionQuerySet(models.QuerySet):
    def confirmed(self, list_name: str = "") -> Self:
        """Those whose address said yes, of one list or of all."""
        rows = self.filter(confirmed_at__isnull=False)
        return rows.filter(list_name=list_name) if list_name else rows

    def unconfirmed(self) -> Self:
        return self.filter(confirmed_at=None)

    def asked_before(self, moment: dt.datetime) -> Self:
        return self.filter(requested_at__lt=moment)


class AddressSubscription(models.Model):
    """One thing that an address asked for. Nothing is sent before the address itself said yes.

    `rhythm` counts on lists that let their readers choose, each thing for itself.
    """

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="subscriptions")
    list_name = models.CharField(_("Liste"), max_length=64)
    subject = models.CharField(_("worüber"), max_length=64, blank=True)
    rhythm = models.CharField(
        _("wie oft"), max_length=7, choices=Rhythm.choices, default=Rhythm.DAILY
    )
    requested_at = models.DateTimeField(_("gewünscht"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, blank=True)

    objects = AddressSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abo einer Adresse")
        verbose_name_plural = _("Abos von Adressen")
        default_permissions = ()
        ordering = ["list_name", "-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "list_name", "subject"], name="subscribed_once_per_address"
            )
        ]
        indexes = [
            models.Index(fields=["list_name", "subject"], name="subscription_of_subject"),
            models.Index(
                fields=["requested_at"],
                condition=models.Q(confirmed_at=None),
                name="subscription_unconfirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.subject}".strip()

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
