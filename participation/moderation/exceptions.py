"""Why moderators can't do something, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from ..exceptions import ParticipationError


class SamePerson(ParticipationError):
    message = _("Sie haben zuerst entschieden. Über die Beschwerde entscheidet eine andere Person.")


class NotAppealable(ParticipationError):
    """The decision was taken back, is too long ago, or concerns nobody."""

    message = _("Gegen diese Entscheidung ist keine Beschwerde mehr möglich.")
