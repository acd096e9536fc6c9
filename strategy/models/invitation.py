"""An administration's invitation to an official, good for one person, once, for a fortnight."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import InvitationStatus
from .administration import Administration


class InvitationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=InvitationStatus.OPEN, expires_at__gt=timezone.now())

    def for_list(self) -> Self:
        return self.select_related("administration", "invited_by").prefetch_related(
            "administration__names"
        )


class Invitation(models.Model):
    """Binds a mail address to an administration. Knows only the hash of the link's secret."""

    administration = models.ForeignKey(
        Administration,
        verbose_name=_("Verwaltung"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(
        _("Status"),
        max_length=8,
        choices=InvitationStatus.choices,
        default=InvitationStatus.OPEN,
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingeladen von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("angenommen von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("eingeladen"), default=timezone.now)
    expires_at = models.DateTimeField(_("gilt bis"))
    decided_at = models.DateTimeField(_("angenommen oder zurückgezogen"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["-created_at", "-id"]
        permissions = [("invite_official", _("Mitarbeiter:innen einer Verwaltung einladen"))]
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "email"],
                condition=Q(status=InvitationStatus.OPEN),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(status=InvitationStatus.OPEN) | ~Q(email=""),
                name="open_invitation_has_its_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.administration} ({self.get_status_display()})"

    def is_valid_at(self, moment: dt.datetime) -> bool:
        return self.status == InvitationStatus.OPEN and moment < self.expires_at
