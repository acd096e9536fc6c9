"""Saying that a decision was wrong."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import AppealStatus, AppealWay, DecisionKind
from .decision import Decision
from .reference import new_appeal_reference

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

APPEAL_DECIDED_WITHIN = dt.timedelta(days=14)


class AppealQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=AppealStatus.OPEN)

    def late(self, now: dt.datetime | None = None) -> Self:
        """Open for longer than the receipt promises."""
        return self.open().filter(created_at__lt=(now or timezone.now()) - APPEAL_DECIDED_WITHIN)

    def of_author(self, person: User) -> Self:
        """Against hiding this person's own words."""
        return self.filter(decision__kind=DecisionKind.HIDE, decision__comment__author=person)

    def for_moderator(self, person: User) -> Self:
        """Open ones on which this person may decide: not on own decisions, not on own words."""
        return (
            self.open()
            .exclude(first_decided_by=person)
            .exclude(decision__comment__author=person)
            .order_by("created_at", "id")
        )


class Appeal(models.Model):
    """Whom a decision concerns says that it was wrong; another moderator decides (Art. 20 DSA).

    Hiding concerns who wrote the comment, leaving it who reported it. One appeal per decision,
    whichever way it came.
    """

    reference = models.CharField(
        _("Nummer"), max_length=16, unique=True, default=new_appeal_reference, editable=False
    )
    decision = models.OneToOneField(
        Decision, verbose_name=_("Entscheidung"), on_delete=models.PROTECT, related_name="appeal"
    )
    way = models.CharField(
        _("Weg"), max_length=4, choices=AppealWay.choices, default=AppealWay.FORM
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("eingetragen von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Leer, wenn jemand ohne Konto den Link der Mail benutzt hat."),
    )
    # Empty only where a mail was decided before appeals that came by mail were entered here.
    text = models.TextField(_("Warum die Entscheidung falsch war"), max_length=2000, blank=True)
    status = models.CharField(
        _("Status"), max_length=8, choices=AppealStatus.choices, default=AppealStatus.OPEN
    )
    # Copied, so that the database itself can keep the two apart.
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuerst entschieden von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("Begründung"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    decided_at = models.DateTimeField(_("entschieden"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beschwerde")
        verbose_name_plural = _("Beschwerden")
        default_permissions = ()
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("first_decided_by")),
                name="appeal_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status=AppealStatus.OPEN, decided_at=None)
                | (~Q(status=AppealStatus.OPEN) & Q(decided_at__isnull=False) & ~Q(reason="")),
                name="decided_appeal_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_by_author(self) -> bool:
        """Whether the author appeals against hiding; else who reported it, against leaving it."""
        return self.decision.kind == DecisionKind.HIDE

    @property
    def due_at(self) -> dt.datetime:
        """When we promise to have decided."""
        return self.created_at + APPEAL_DECIDED_WITHIN

    @property
    def is_late(self) -> bool:
        return self.status == AppealStatus.OPEN and self.due_at < timezone.now()
