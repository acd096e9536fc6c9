"""What the content seed did, so that it never overwrites an editor."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeedRecord(models.Model):
    """One object of the seed, as the seed left it.

    `state` names the version the seed made (a page's revision or a row's content). As long as the
    object is still in that state, a newer seed may refresh it; otherwise somebody edited or removed
    it, and the seed leaves it alone.
    """

    key = models.CharField(max_length=160, unique=True)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=64)
    seeded_at = models.DateTimeField(_("geladen"), auto_now=True)

    class Meta:
        verbose_name = _("Eintrag des Grundinhalts")
        verbose_name_plural = _("Einträge des Grundinhalts")

    def __str__(self) -> str:
        return self.key
