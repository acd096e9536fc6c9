"""Why moderators can't do something, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from ..exceptions import ParticipationError


class SamePerson(ParticipationError):
    message = _(
        "Sie haben diesen Beitrag ausgeblendet. Über die Beschwerde entscheidet eine andere Person."
    )
