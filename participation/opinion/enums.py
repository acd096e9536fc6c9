"""What a topic's opinion map can say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MapState(models.TextChoices):
    """Whether there are opinion groups; three of the four say honestly that there are none."""

    TOO_FEW_CONTRIBUTIONS = "too_few_contributions", _("zu wenige Beiträge")
    TOO_FEW_PEOPLE = "too_few_people", _("zu wenige Menschen")
    NO_GROUPS = "no_groups", _("keine Gruppen")
    GROUPS = "groups", _("Gruppen")
