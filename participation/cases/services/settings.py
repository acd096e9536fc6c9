"""What an administration arranges for its own work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gdb_portal.core.events import record_event
from strategy.models import Administration

from ..models import Absence, AnswerTemplate, EscalationContact

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def keep_template(
    administration: Administration, *, title: str, text: str, by: User
) -> AnswerTemplate:
    """Keep a wording for the administration's next answers."""
    template = AnswerTemplate.objects.create(administration=administration, title=title, text=text)
    record_event("answer_template.kept", on=template, by=by)
    return template


@transaction.atomic
def delete_template(template: AnswerTemplate, *, by: User) -> None:
    """Forget a wording; answers that used it keep their words."""
    record_event("answer_template.deleted", on=template, by=by)
    template.delete()


@transaction.atomic
def delete_absence(absence: Absence, *, by: User) -> None:
    """The person is there after all."""
    record_event("absence.deleted", on=absence, by=by)
    absence.delete()


@transaction.atomic
def name_head_of_unit(administration: Administration, *, email: str, by: User) -> None:
    """Who hears of answers that are five working days overdue."""
    EscalationContact.objects.update_or_create(
        administration=administration, defaults={"email": email}
    )
    record_event("escalation_contact.named", on=administration, by=by)
