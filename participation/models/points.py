"""How one person spreads a few points over what others proposed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .comment import Comment
from .topic import Topic


class PointAllocation(models.Model):
    """Secret like a vote. What one person gave on a topic never exceeds its budget."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="points")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="points")
    # Emptied when the account goes: the points still count and can't be traced any more.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="points"
    )
    points = models.PositiveSmallIntegerField(_("Punkte"))
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Punkte")
        verbose_name_plural = _("Punkte")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "comment"], name="points_once_per_person_and_comment"
            ),
            models.CheckConstraint(condition=Q(points__gt=0), name="points_are_given_not_taken"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
