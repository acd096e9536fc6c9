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

from gdb_portal.core.models import Event

from ..enums import FINAL, MailStatus, Priority
from .operation import KindPause


class OutboxMailQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(status=MailStatus.QUEUED)

    def due(self, now: dt.datetime) -> Self:
        """What may go out now, most urgent first; paused kinds wait."""
        return (
            self.waiting()
            .filter(next_attempt_at__lte=now)
            .exclude(kind__in=KindPause.objects.values("kind"))
            .order_by("priority", "next_attempt_at", "id")
        )

    def urgent(self) -> Self:
        return self.filter(priority=Priority.TRANSACTIONAL)

    def in_batch(self, batch: str) -> Self:
        return self.filter(batch=batch)

    def stuck_in_sending(self, since: dt.datetime) -> Self:
        return self.filter(status=MailStatus.SENDING, claimed_at__lt=since)

    def final(self) -> Self:
        return self.filter(status__in=FINAL)

    def to_person(self, user: models.Model) -> Self:
        return self.filter(recipient=user)


class OutboxMail(models.Model):
    """One mail to one recipient. Written in the transaction of its cause, rendered when sent.

    `key` says what the mail is about and makes it unique: the same cause never queues it twice.
    `batch` names what it was queued together with, e.g. a run of digests. `handed_over_at` is noted
    just before the text is handed to the server: without it, a sender that died sent nothing.
    `address_code` lets us count and compare where mails go without knowing the address.
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
    address_code = models.CharField(_("Kennung der Adresse"), max_length=64, blank=True)
    batch = models.CharField(_("Stapel"), max_length=64, blank=True)
    cause = models.ForeignKey(
        Event,
        verbose_name=_("Ereignis"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    resend_of = models.ForeignKey(
        "self",
        verbose_name=_("Wiederholung von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="resent",
    )
    context = models.JSONField(_("Angaben"), default=dict)
    status = models.CharField(
        _("Status"), max_length=10, choices=MailStatus.choices, default=MailStatus.QUEUED
    )
    reason = models.CharField(_("Grund"), max_length=200, blank=True)
    subject = models.CharField(_("Betreff"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    claimed_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    handed_over_at = models.DateTimeField(_("übergeben"), null=True, blank=True)
    smtp_code = models.PositiveSmallIntegerField(_("SMTP-Code"), null=True, blank=True)
    smtp_text = models.CharField(_("SMTP-Antwort"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    sent_at = models.DateTimeField(_("gesendet"), null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mail im Postausgang")
        verbose_name_plural = _("Postausgang")
        permissions = [("run_outbox", _("Postausgang bedienen"))]
        ordering = ["-created_at", "-id"]
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
            models.Index(
                fields=["address_code", "kind", "created_at"],
                condition=~Q(address_code=""),
                name="mail_address_and_kind",
            ),
            models.Index(fields=["batch"], condition=~Q(batch=""), name="mail_batch"),
            models.Index(
                fields=["created_at"],
                condition=~Q(status__in=[MailStatus.QUEUED, MailStatus.SENDING]),
                name="mail_final",
            ),
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
