"""Why comparing is not possible, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from ..exceptions import ParticipationError


class ComparisonChanged(ParticipationError):
    message = _("Der Paarvergleich wurde inzwischen geändert. Lesen Sie bitte noch einmal.")


class NotYourPair(ParticipationError):
    message = _("Dieses Paar ist nicht für Sie vorgesehen oder nicht mehr öffentlich.")
