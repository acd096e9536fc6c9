"""The states of a theme."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThemeStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    MERGED = "merged", _("zusammengeführt")


THEME_TRANSITIONS: dict[str, frozenset[str]] = {
    ThemeStatus.DRAFT: frozenset({ThemeStatus.PUBLISHED, ThemeStatus.MERGED}),
    # Back to a draft: taken back, or its words changed and nobody has read them yet.
    ThemeStatus.PUBLISHED: frozenset({ThemeStatus.DRAFT, ThemeStatus.MERGED}),
    ThemeStatus.MERGED: frozenset(),
}
