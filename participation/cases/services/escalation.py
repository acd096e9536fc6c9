"""Where what an administration leaves undone is told."""

from __future__ import annotations

from django.conf import settings

from strategy.models import Administration

from ..models import EscalationContact


def head_of_unit_address(administration: Administration) -> str:
    """The head's mailbox; where nobody entered one, the administration's own."""
    contact = EscalationContact.objects.filter(administration=administration).first()
    return contact.email if contact else administration.email


def chancellery_address(administration: Administration) -> str:
    """The Senate Chancellery's mailbox; where it is not listed, the administration's own."""
    chancellery = Administration.objects.filter(slug=settings.GDB_ESCALATION_SLUG).first()
    return chancellery.email if chancellery else administration.email
