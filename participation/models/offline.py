"""Where a contribution comes from that somebody made on paper or at an event."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Channel
from .comment import Comment
from .topic import Topic


class OfflineOrigin(models.Model):
    """The sheet or the minutes in which it can be found again. It has no author and never votes."""

    comment = models.OneToOneField(
        Comment, verbose_name=_("Beitrag"), on_delete=models.CASCADE, related_name="offline"
    )
    # With the four fields below it says which sheet it is: none is entered twice.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("Herkunft"), max_length=5, choices=Channel.choices)
    said_on = models.DateField(_("Datum"))
    place = models.CharField(_("Ort oder Veranstaltung"), max_length=120)
    number = models.CharField(_("Nummer"), max_length=20)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("erfasst von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("erfasst"), auto_now_add=True)

    class Meta:
        verbose_name = _("Herkunft eines Beitrags")
        verbose_name_plural = _("Herkunft von Beiträgen")
        default_permissions = ()
        permissions = [("enter_offline", _("Beiträge von Papier und Veranstaltungen erfassen"))]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "channel", "said_on", "place", "number"],
                name="each_sheet_is_entered_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.number}"
