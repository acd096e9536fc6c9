"""What somebody without an account wrote, until the mail to their address is answered."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import CommentKind, Stance
from .comment import Comment
from .topic import Topic


class GuestDraftQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(comment=None)

    def asked_before(self, moment: dt.datetime) -> Self:
        return self.filter(asked_at__lt=moment)


class GuestDraft(models.Model):
    """No contribution yet: nobody reads it, and it is deleted when nobody confirms it.

    Once confirmed it holds nothing but the number of the comment, for whoever confirms again.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("E-Mail-Adresse"), blank=True)
    pseudonym = models.CharField(_("Pseudonym"), max_length=30, blank=True)
    text = models.TextField(_("Beitrag"), max_length=5000, blank=True)
    kind = models.CharField(max_length=10, choices=CommentKind.choices, blank=True)
    stance = models.CharField(max_length=7, choices=Stance.choices, blank=True)
    wants_answer = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="de")
    request_key = models.UUIDField()
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = GuestDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unbestätigter Beitrag eines Gastes")
        verbose_name_plural = _("unbestätigte Beiträge von Gästen")
        default_permissions = ()
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "request_key"],
                condition=Q(comment=None),
                name="one_draft_per_sent_form",
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="guest_draft_by_age")]

    def __str__(self) -> str:
        return f"{self.pk}"
