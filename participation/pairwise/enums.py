"""What a person can say about a pair."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Preference(models.TextChoices):
    """Which of two items, in the order in which they are named."""

    FIRST = "first", _("das Erste")
    SECOND = "second", _("das Zweite")
    EQUAL = "equal", _("beide gleich wichtig")
    UNDECIDED = "undecided", _("kann ich nicht entscheiden")


# What the ranking counts, as the share of the pair that goes to its first item.
SHARE_OF_FIRST = {Preference.FIRST: 1.0, Preference.EQUAL: 0.5, Preference.SECOND: 0.0}
# The same said about the pair the other way round.
TURNED = {
    Preference.FIRST: Preference.SECOND,
    Preference.SECOND: Preference.FIRST,
    Preference.EQUAL: Preference.EQUAL,
    Preference.UNDECIDED: Preference.UNDECIDED,
}
