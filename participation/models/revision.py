"""What a contribution said before its author changed it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import CommentKind, Stance
from .comment import Comment


class CommentRevision(models.Model):
    """Earlier words of a public comment, with the votes they had. Append-only.

    Changes within the first minutes leave none: nobody had much time to agree with the words.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    text = models.TextField(_("Beitrag"), max_length=5000)
    kind = models.CharField(
        _("Art des Beitrags"), max_length=10, choices=CommentKind.choices, blank=True
    )
    stance = models.CharField(_("Haltung"), max_length=7, choices=Stance.choices, blank=True)
    agree_count = models.PositiveIntegerField(_("Zustimmung"))
    disagree_count = models.PositiveIntegerField(_("Ablehnung"))
    replaced_at = models.DateTimeField(_("ersetzt"), default=timezone.now)

    class Meta:
        verbose_name = _("frühere Fassung")
        verbose_name_plural = _("frühere Fassungen")
        default_permissions = ()
        ordering = ["comment", "-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"#{self.comment_id}"
