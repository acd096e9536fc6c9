"""Officials come by invitation, which binds one mail address to one administration."""

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from gdb_portal.accounts.models import User
from gdb_portal.accounts.rules import roles_of
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from strategy.models import Invitation
from strategy.services.invitation import invite_official
from tests.factories.accounts import UserFactory
from tests.factories.participation import AdministrationFactory

pytestmark = pytest.mark.django_db

DESK = "/cms/einladungen/"
NEW = {"pseudonym": "Frau vom Amt", "password": "Havel-Dampfer-99"}


@pytest.fixture
def office(db):
    return AdministrationFactory()


def link_of(invitation) -> str:
    mail = OutboxMail.objects.filter(kind="invitation", context__invitation=invitation.pk).latest(
        "created_at"
    )
    return f"/einladung/{mail.context['token']}/"


def test_an_administrator_invites_by_mail(client, administrator, office):
    client.force_login(administrator)

    client.post(DESK, {"administration": office.pk, "email": "Neu@Example.org"})

    invitation = Invitation.objects.get()
    mail = OutboxMail.objects.get(kind="invitation")
    assert invitation.email == mail.address == "neu@example.org"
    assert link_of(invitation) in compose(mail, KINDS[mail.kind]).body
    assert link_of(invitation).split("/")[2] not in invitation.token_hash


@pytest.mark.parametrize("data", [{}, {"email": "kein Mail"}, {"email": "a@example.org"}])
def test_an_invitation_needs_an_address_and_an_administration(client, administrator, data):
    client.force_login(administrator)

    assert client.post(DESK, data).status_code == 422
    assert Invitation.objects.count() == 0


def test_a_new_person_accepts_and_is_an_official_of_that_administration(
    client, administrator, office
):
    invitation = invite_official(office, "neu@example.org", by=administrator)

    client.post(link_of(invitation), NEW)

    person = User.objects.get(email="neu@example.org")
    assert {role.value for role in roles_of(person)} == {"citizen", "official"}
    assert office.members.get().user == person
    assert EmailAddress.objects.get(user=person).verified


def test_reading_the_invitation_accepts_nothing(client, administrator, office):
    invitation = invite_official(office, "neu@example.org", by=administrator)

    page = client.get(link_of(invitation))

    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert not office.members.exists()


def test_whoever_has_an_account_signs_in_and_accepts(client, administrator, office):
    person = UserFactory(email="da@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    invitation = invite_official(office, "da@example.org", by=administrator)

    asked = client.post(link_of(invitation))
    assert asked.status_code == 302
    assert "/konto/login/" in asked.url
    assert not office.members.exists()

    client.force_login(person)
    client.post(link_of(invitation))
    assert office.members.get().user == person


def test_nobody_accepts_the_invitation_of_another(client, administrator, office, citizen):
    invitation = invite_official(office, "neu@example.org", by=administrator)
    client.force_login(citizen)

    client.post(link_of(invitation), NEW)

    assert not office.members.exists()
    assert {role.value for role in roles_of(User.objects.get(pk=citizen.pk))} == {"citizen"}


def test_an_invitation_is_good_for_one_person_once(client, administrator, office):
    invitation = invite_official(office, "neu@example.org", by=administrator)
    link = link_of(invitation)
    client.post(link, NEW)

    second = client.post(link, {**NEW, "pseudonym": "Noch jemand"})

    assert second.status_code == 410
    assert office.members.count() == 1


def test_a_fortnight_later_the_link_is_dead(client, administrator, office):
    invitation = invite_official(office, "neu@example.org", by=administrator)

    with time_machine.travel(timezone.now() + dt.timedelta(days=15), tick=False):
        answer = client.post(link_of(invitation), NEW)

    assert answer.status_code == 410
    assert not office.members.exists()


def test_sending_again_kills_the_first_link(client, administrator, office):
    invitation = invite_official(office, "neu@example.org", by=administrator)
    first = link_of(invitation)
    client.force_login(administrator)
    client.post(f"{DESK}{invitation.pk}/erneut/")
    client.logout()

    assert client.get(first).status_code == 410
    assert client.get(link_of(invitation)).status_code == 200


def test_a_withdrawn_invitation_is_dead_and_its_address_forgotten(client, administrator, office):
    invitation = invite_official(office, "neu@example.org", by=administrator)
    link = link_of(invitation)
    client.force_login(administrator)

    client.post(f"{DESK}{invitation.pk}/zurueckziehen/")
    client.logout()

    invitation.refresh_from_db()
    assert invitation.email == ""
    assert client.get(link).status_code == 410


def test_with_the_last_membership_the_role_goes(client, administrator, office):
    client.post(link_of(invite_official(office, "neu@example.org", by=administrator)), NEW)
    member = office.members.get()
    client.force_login(administrator)

    client.post(f"{DESK}mitglieder/{member.pk}/entfernen/")

    assert {role.value for role in roles_of(User.objects.get(pk=member.user_id))} == {"citizen"}


@pytest.mark.parametrize("role", ["citizen", "editor", "publisher", "moderator", "official"])
def test_others_invite_nobody(client, office, administrator, role, request):
    invitation = invite_official(office, "neu@example.org", by=administrator)
    client.force_login(request.getfixturevalue(role))

    answers = [
        client.get(DESK),
        client.post(DESK, {"administration": office.pk, "email": "freund@example.org"}),
        client.post(f"{DESK}{invitation.pk}/erneut/"),
        client.post(f"{DESK}{invitation.pk}/zurueckziehen/"),
    ]

    invitation.refresh_from_db()
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert Invitation.objects.count() == 1
    assert invitation.email == "neu@example.org"
