"""What belongs to a topic from its first draft on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Tally, Topic


@transaction.atomic
def open_tally(topic: Topic) -> Tally:
    """The topic has its counters; calling it again changes nothing."""
    return Tally.objects.get_or_create(topic=topic)[0]


def doubts_about(topic: Topic) -> list[str]:
    """What editors should know although nothing forbids it: who answers, and whether in time."""
    doubts = []
    administration = topic.administration
    if not administration.email:
        doubts.append(
            _("%(name)s hat kein Funktionspostfach: Die Sammelmail käme nirgends an.")
            % {"name": administration.name}
        )
    if not administration.members.exists():
        doubts.append(
            _("Für %(name)s ist noch niemand eingeladen, der antworten könnte.")
            % {"name": administration.name}
        )
    if topic.answer_until:
        ends = [phase.ends_at.date() for phase in topic.phases.all() if phase.features]
        if ends and topic.answer_until < max(ends):
            doubts.append(_("„Auswertung bis“ liegt vor dem Ende der letzten offenen Phase."))
    return doubts
