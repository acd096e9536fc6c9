"""What moderation left undone, and who was told of it when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...models import Comment
from ..enums import OverdueStep
from .appeal import Appeal
from .report import Report


class OverdueNotice(models.Model):
    """One mail's worth of what reached the same step together.

    With `unattended_since` it also tells that something waits and no moderator was here since.
    """

    step = models.CharField(_("Schritt"), max_length=14, choices=OverdueStep.choices)
    unattended_since = models.DateTimeField(_("niemand da seit"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Hinweis auf überfällige Moderation")
        verbose_name_plural = _("Hinweise auf überfällige Moderation")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "unattended_since"], name="each_absence_once_per_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}: {self.get_step_display()}"


class ReachedOverdueStep(models.Model):
    """A comment, report or appeal that waits since `since` reached a step: told once.

    A comment that comes back to the queue waits anew, and its steps come anew.
    """

    notice = models.ForeignKey(OverdueNotice, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("Schritt"), max_length=14, choices=OverdueStep.choices)
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="overdue_steps"
    )
    report = models.ForeignKey(
        Report, null=True, on_delete=models.CASCADE, related_name="overdue_steps"
    )
    appeal = models.ForeignKey(
        Appeal, null=True, on_delete=models.CASCADE, related_name="overdue_steps"
    )
    since = models.DateTimeField(_("wartet seit"))

    class Meta:
        verbose_name = _("Schritt bei überfälliger Moderation")
        verbose_name_plural = _("Schritte bei überfälliger Moderation")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "report", "appeal", "step", "since"],
                nulls_distinct=False,
                name="each_overdue_step_once_per_wait",
            ),
            models.CheckConstraint(
                condition=Q(comment__isnull=False, report=None, appeal=None)
                | Q(comment=None, report__isnull=False, appeal=None)
                | Q(comment=None, report=None, appeal__isnull=False),
                name="overdue_step_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment or self.report or self.appeal}: {self.get_step_display()}"
