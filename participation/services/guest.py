"""Contributions of people without an account: kept aside, then confirmed by mail, or forgotten."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from gdb_portal.accounts.models import User
from gdb_portal.accounts.services.guests import account_with, receive_guest
from gdb_portal.core.events import record_event
from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail

from ..enums import Feature
from ..exceptions import AccountLocked, AccountNeeded, DraftGone, GuestsNotAllowed
from ..models import GuestDraft, Topic
from .comment import ensure_open, submit_comment

if TYPE_CHECKING:
    from ..models import Comment

# As long as a follower's request waits for its yes; the mail and the privacy page say so.
CONFIRM_WITHIN = dt.timedelta(days=7)


@transaction.atomic
def take_guest_draft(
    topic: Topic,
    *,
    address: str,
    text: str,
    pseudonym: str = "",
    kind: str = "",
    stance: str = "",
    wants_answer: bool = False,
    language: str = "de",
    request_key: uuid.UUID | None = None,
) -> None:
    """Keep the text aside and ask the address by mail. Nothing is a contribution yet.

    Whoever asks learns nothing about the address. The same form sent twice asks once; one address
    is asked a few times a day at most. Raises GuestsNotAllowed, PhaseClosed, ValueError for an
    address that is none.
    """
    _ensure_guests(topic)
    ensure_open(topic, Feature.COMMENT)
    draft, created = GuestDraft.objects.get_or_create(
        address=address.strip().lower(),
        request_key=request_key or uuid.uuid4(),
        comment=None,
        defaults={
            "topic": topic,
            "pseudonym": pseudonym,
            "text": text,
            "kind": kind,
            "stance": stance,
            "wants_answer": wants_answer,
            "language": language,
        },
    )
    if not created:
        return
    event = record_event("comment.asked_as_guest", on=draft, by=None, topic=topic.pk)
    queue_mail(
        "guest_comment_request",
        key=str(draft.pk),
        address=draft.address,
        context={"draft": draft.pk, "language": language},
        cause=event,
    )


@transaction.atomic
def confirm_guest_draft(draft: GuestDraft, *, by: User | None) -> Comment:
    """The address said yes: the text is taken in as any contribution, and its writer is told how
    to see, claim or delete what is theirs.

    The writer is the guest of that address, made now if need be. Whoever has an account writes as
    that account, and only while signed in (`by`). Confirming twice gives the same contribution.
    Raises DraftGone, AccountNeeded, AccountLocked, GuestsNotAllowed, PhaseClosed.
    """
    # The account first, then the draft: the order in which deleting an account locks them.
    account = account_with(draft.address) if draft.address else None
    if account is not None:
        account = User.objects.select_for_update(no_key=True).filter(pk=account.pk).first()
    # Nothing joined: who waited for the lock would see the row as it is, and what hangs on it as
    # it was.
    found = GuestDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise DraftGone
    if found.comment is not None:
        return found.comment
    _ensure_guests(found.topic)
    if account is None:
        account = receive_guest(found.address, pseudonym=found.pseudonym, language=found.language)
    if not account.is_active:
        raise AccountLocked
    if not account.is_guest and (by is None or by.pk != account.pk):
        raise AccountNeeded
    comment = submit_comment(
        found.topic,
        by=account,
        text=found.text,
        kind=found.kind,
        stance=found.stance,
        wants_answer=found.wants_answer,
        request_key=found.request_key,
    )
    _empty(found, comment)
    if account.is_guest:
        queue_mail(
            "guest_comment_received",
            key=str(comment.pk),
            recipient=account,
            context={"comment": comment.pk},
            cause=Event.objects.about(comment).of_kind("comment.submitted").first(),
        )
    return comment


@transaction.atomic
def forget_guest_drafts(now: dt.datetime) -> int:
    """Delete drafts after seven days, with their addresses. Returns how many.

    The address's code stays with the mail as long as it may still come back.
    """
    old = list(GuestDraft.objects.asked_before(now - CONFIRM_WITHIN).values_list("pk", flat=True))
    sent = OutboxMail.objects.final().filter(kind="guest_comment_request")
    sent.filter(context__draft__in=old).update(address="")
    return GuestDraft.objects.filter(pk__in=old).delete()[0]


def _ensure_guests(topic: Topic) -> None:
    if not Topic.objects.filter(pk=topic.pk, guest_policy="guests").exists():
        raise GuestsNotAllowed


def _empty(draft: GuestDraft, comment: Comment) -> None:
    draft.comment = comment
    draft.address = draft.pseudonym = draft.text = draft.kind = draft.stance = ""
    draft.wants_answer = False
    draft.save()
