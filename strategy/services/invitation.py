"""Inviting officials, and what happens when they accept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.models import User
from gdb_portal.accounts.services.roles import grant_role, revoke_role
from gdb_portal.core.events import record_event
from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.services import queue_mail

from ..enums import InvitationStatus
from ..models import Administration, AdministrationMember, Invitation

VALID_FOR = dt.timedelta(days=14)


class InvitationExpired(Exception):
    """The invitation was accepted, withdrawn, or is too old."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_official(administration: Administration, email: str, *, by: User) -> Invitation:
    """One open invitation for this address and administration exists, and its mail is queued.

    An earlier open one is replaced: its link stops working.
    """
    email = email.strip().lower()
    administration = Administration.objects.select_for_update().get(pk=administration.pk)
    earlier = administration.invitations.filter(email=email, status=InvitationStatus.OPEN)
    for invitation in earlier:
        revoke_invitation(invitation, by=by)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        administration=administration,
        email=email,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    event = record_event("invitation.sent", on=invitation, by=by, administration=administration.pk)
    _tell(invitation, token, cause=event)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """The same invitation with a new link, good for another fortnight; the old link stops working.

    Raises IllegalTransition when it is no longer open.
    """
    invitation = _open_or_refuse(invitation, "resent")
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of(token)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    event = record_event(
        "invitation.sent", on=invitation, by=by, administration=invitation.administration_id
    )
    _tell(invitation, token, cause=event)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """The link stops working and the address is forgotten.

    Raises IllegalTransition when it is no longer open.
    """
    invitation = _open_or_refuse(invitation, InvitationStatus.REVOKED)
    _close(invitation, InvitationStatus.REVOKED)
    record_event(
        "invitation.revoked", on=invitation, by=by, administration=invitation.administration_id
    )
    return invitation


@transaction.atomic
def accept_invitation(
    token: str, *, person: User | None = None, pseudonym: str = "", password: str = ""
) -> User:
    """The person is an official of the administration; the link works no more.

    Without `person` an account is made with the invited address, which the link has confirmed.
    Raises InvitationExpired, also when the link is used twice at the same moment.
    """
    invitation = (
        Invitation.objects.select_for_update()
        .filter(token_hash=hash_of(token), status=InvitationStatus.OPEN)
        .first()
    )
    if invitation is None or not invitation.is_valid_at(timezone.now()):
        raise InvitationExpired
    if person is None:
        person = User.objects.create_user(invitation.email, password, pseudonym=pseudonym)
        EmailAddress.objects.create(
            user=person, email=invitation.email, verified=True, primary=True
        )
        record_event("person.signed_up", on=person, by=person)
        grant_role(person, Role.CITIZEN, by=None)
    AdministrationMember.objects.get_or_create(
        administration_id=invitation.administration_id, user=person
    )
    grant_role(person, Role.OFFICIAL, by=invitation.invited_by)
    invitation.accepted_by = person
    _close(invitation, InvitationStatus.ACCEPTED)
    record_event(
        "invitation.accepted",
        on=invitation,
        by=person,
        administration=invitation.administration_id,
    )
    return person


@transaction.atomic
def end_membership(member: AdministrationMember, *, by: User) -> None:
    """The person no longer works for this administration here.

    With the last membership the role goes, too, and every session of theirs ends.
    """
    person, administration = member.user, member.administration_id
    AdministrationMember.objects.filter(pk=member.pk).delete()
    record_event("membership.ended", on=person, by=by, administration=administration)
    if not person.administration_memberships.exists():
        revoke_role(person, Role.OFFICIAL, by=by)


def _open_or_refuse(invitation: Invitation, after: str) -> Invitation:
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.status != InvitationStatus.OPEN:
        raise IllegalTransition(locked.status, after)
    return locked


def _close(invitation: Invitation, status: InvitationStatus) -> None:
    invitation.status = status
    invitation.email = ""
    invitation.decided_at = timezone.now()
    invitation.save()


def _tell(invitation: Invitation, token: str, *, cause: Event) -> None:
    # The secret stands in the ledger only until the mail is sent.
    queue_mail(
        "invitation",
        key=f"{invitation.pk}-{invitation.token_hash[:16]}",
        address=invitation.email,
        context={"invitation": invitation.pk, "token": token},
        cause=cause,
    )
