"""Deleting an account, wholly and at once."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import ModelLogEntry, PageLogEntry

from gdb_portal.core.events import record_event
from gdb_portal.core.models import Event
from gdb_portal.core.page_cache import CONTENT, PARTICIPATION, invalidate
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail
from gdb_portal.mail.tokens import address_code

from ..enums import Farewell
from ..models import User
from ..personal_data import kinds_of_personal_data


@transaction.atomic
def delete_account(person: User, *, farewell: Farewell) -> None:
    """The person is unknown to the portal afterwards.

    Contributions stay without a name or are withdrawn, as chosen; votes count on and can't be
    traced; the record keeps what happened but not who did it. Sessions end. One last mail confirms
    it; its address is erased once it is sent. The event's subject id is what a restored backup
    must delete again.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    event = record_event("person.deleted", on=person, by=None, farewell=str(farewell.value))
    # Written first: erasing below must not take it along.
    last_mail = queue_mail(
        "account_deleted",
        key=str(person.pk),
        address=person.email,
        context={"farewell": str(farewell.value), "language": person.language},
        cause=event,
    )
    for kind in kinds_of_personal_data():
        if kind.erase is not None:
            kind.erase(person, farewell)
    _erase_from_ledger(person, keep=last_mail)
    _erase_from_cms_log(person)
    Event.objects.filter(by=person).update(by=None)
    person.delete()
    invalidate(CONTENT, PARTICIPATION)


def _erase_from_ledger(person: User, *, keep: OutboxMail) -> None:
    addresses = {person.email.lower()}
    addresses.update(email.lower() for email in _other_addresses(person))
    # Mails whose address is erased already are still known by its code.
    same_address = Q(address_code__in=[address_code(address) for address in addresses])
    for address in addresses:
        same_address |= Q(address__iexact=address)
    mails = OutboxMail.objects.filter(same_address | Q(recipient=person)).exclude(pk=keep.pk)
    mails.filter(status=MailStatus.QUEUED).update(status=MailStatus.ABORTED)
    mails.update(address="", address_code="", recipient=None, context={}, subject="", smtp_text="")


def _other_addresses(person: User) -> list[str]:
    from allauth.account.models import EmailAddress  # noqa: PLC0415  app ready

    return list(EmailAddress.objects.filter(user=person).values_list("email", flat=True))


def _erase_from_cms_log(person: User) -> None:
    # Wagtail's logs keep the number of a deleted account and, for changed accounts, its name.
    PageLogEntry.objects.filter(user_id=person.pk).update(user=None)
    ModelLogEntry.objects.filter(user_id=person.pk).update(user=None)
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    ).delete()
