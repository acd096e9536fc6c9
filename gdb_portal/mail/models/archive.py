"""What administrations were told, word by word, for a while."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .outbox import OutboxMail


class ArchivedMail(models.Model):
    """The text of one mail as it went out. Only kinds to administrations ask for it."""

    mail = models.OneToOneField(
        OutboxMail, primary_key=True, on_delete=models.CASCADE, related_name="archived"
    )
    text = models.TextField(_("Text"))
    keep_until = models.DateTimeField(_("aufbewahrt bis"), db_index=True)

    class Meta:
        verbose_name = _("aufbewahrte Mail")
        verbose_name_plural = _("aufbewahrte Mails")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.mail_id)
