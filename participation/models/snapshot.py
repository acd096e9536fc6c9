"""The frozen result of a topic, which anyone who doubts it can count again."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .topic import Topic


class ResultSnapshot(models.Model):
    """What the votes of a topic said when voting ended. Append-only; the newest one counts.

    `digest` is the end of a hash chain over every vote without its voter. `seal` binds digest,
    counts and the snapshot before; it is keyed, so whoever can write rows still can't forge it.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="snapshots")
    ended_at = models.DateTimeField(_("Ende der Abstimmung"))
    taken_at = models.DateTimeField(_("eingefroren"), default=timezone.now)
    counts = models.JSONField(_("Zahlen"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    previous_seal = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("eingefrorenes Ergebnis")
        verbose_name_plural = _("eingefrorene Ergebnisse")
        default_permissions = ()
        ordering = ["topic", "ended_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "ended_at"], name="one_result_per_end")
        ]

    def __str__(self) -> str:
        return self.digest[:12]
