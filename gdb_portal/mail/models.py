"""The ledger: every mail that the portal sends is a row here first."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import FINAL, MailStatus, Priority


class OutboxMailQuerySet(models.QuerySet):
    def due(self, now: dt.datetime) -> Self:
        return self.filter(status=MailStatus.QUEUED, next_attempt_at__lte=now).order_by(
            "priority", "next_attempt_at", "id"
        )

    def stuck_in_sending(self, since: dt.datetime) -> Self:
        return self.filter(status=MailStatus.SENDING, claimed_at__lt=since)

    def final(self) -> Self:
        return self.filter(status__in=FINAL)

    def to_person(self, user: models.Model) -> Self:
        return self.filter(recipient=user)


class OutboxMail(models.Model):
    """One mail to one recipient. Written in the transaction of its cause, rendered when sent.

    `key` says what the mail is about and makes it unique: the same cause never queues it twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Art"), max_length=64)
    key = models.CharField(_("Anlass"), max_length=200, unique=True)
    priority = models.SmallIntegerField(
        _("Vorrang"), choices=Priority.choices, default=Priority.NOTICE
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    address = models.EmailField(_("Adresse"), blank=True)
    context = models.JSONField(_("Angaben"), default=dict)
    status = models.CharField(
        _("Status"), max_length=10, choices=MailStatus.choices, default=MailStatus.QUEUED
    )
    reason = models.CharField(_("Grund"), max_length=200, blank=True)
    subject = models.CharField(_("Betreff"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    claimed_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    smtp_code = models.PositiveSmallIntegerField(_("SMTP-Code"), null=True, blank=True)
    smtp_text = models.CharField(_("SMTP-Antwort"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    sent_at = models.DateTimeField(_("gesendet"), null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mail im Postausgang")
        verbose_name_plural = _("Postausgang")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MailStatus.values), name="mail_status_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "next_attempt_at"],
                condition=Q(status=MailStatus.QUEUED),
                name="mail_due",
            ),
            models.Index(fields=["kind", "-created_at"], name="mail_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_status_display()})"

    @property
    def to_address(self) -> str:
        """Where it goes now: the person's present address, else the one it was queued with."""
        if self.address:
            return self.address
        if self.recipient is not None and self.recipient.is_active:
            return self.recipient.email
        return ""
