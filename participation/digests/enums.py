"""How often, and about what, administrations are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    DAILY = "daily", _("täglich (an Werktagen)")
    WEEKLY = "weekly", _("wöchentlich")
    NEVER = "never", _("nie")


class ItemKind(models.TextChoices):
    """What a digest tells once per administration."""

    COMMENT = "comment", _("neuer Beitrag")
    CASE_NEW = "case_new", _("neuer Vorgang")
    CASE_DUE_SOON = "case_due_soon", _("Frist läuft bald ab")
    CASE_OVERDUE = "case_overdue", _("überfällig")
