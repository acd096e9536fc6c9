"""Administrators manage persons without becoming them."""

import pytest

from gdb_portal.accounts.models import User
from gdb_portal.accounts.rules import roles_of
from gdb_portal.core.models import Event
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose

pytestmark = pytest.mark.django_db

WHY = "Sie haben <b>dreimal</b> dieselbe Werbung geschrieben."


def address(person, rest=""):
    return f"/cms/personen/{person.pk}/{rest}"


def roles(person):
    return {role.value for role in roles_of(User.objects.get(pk=person.pk))}


def test_an_account_is_locked_with_a_reason_that_the_person_gets(client, administrator, citizen):
    client.force_login(administrator)

    client.post(
        address(citizen, "zugang/"),
        {"action": "deactivate", "reason": "rules", "explanation": WHY},
    )

    citizen.refresh_from_db()
    mail = OutboxMail.objects.get(kind="account_locked")
    body = compose(mail, KINDS[mail.kind]).body
    assert citizen.is_active is False
    assert mail.address == citizen.email
    assert WHY in body
    assert "Eine andere Person prüft" in body


def test_the_explanation_is_not_kept_in_the_record(client, administrator, citizen):
    client.force_login(administrator)

    client.post(
        address(citizen, "zugang/"),
        {"action": "deactivate", "reason": "rules", "explanation": WHY},
    )

    event = Event.objects.get(kind="person.deactivated")
    assert event.data == {"reason": "rules"}
    assert event.by == administrator


@pytest.mark.parametrize(
    "data", [{}, {"reason": "rules"}, {"explanation": WHY}, {"reason": "x", "explanation": WHY}]
)
def test_no_account_is_locked_without_a_reason(client, administrator, citizen, data):
    client.force_login(administrator)

    answer = client.post(address(citizen, "zugang/"), {"action": "deactivate", **data})

    citizen.refresh_from_db()
    assert answer.status_code == 422
    assert citizen.is_active


def test_roles_are_given_and_taken(client, administrator, citizen):
    client.force_login(administrator)

    client.post(address(citizen, "rolle/"), {"role": "editor", "action": "grant"})
    assert roles(citizen) == {"citizen", "editor"}

    client.post(address(citizen, "rolle/"), {"role": "editor", "action": "revoke"})
    assert roles(citizen) == {"citizen"}


def test_officials_come_by_invitation_only(client, administrator, citizen):
    client.force_login(administrator)

    client.post(address(citizen, "rolle/"), {"role": "official", "action": "grant"})

    assert roles(citizen) == {"citizen"}


def test_nobody_changes_their_own_roles_or_access(client, administrator):
    client.force_login(administrator)

    client.post(address(administrator, "rolle/"), {"role": "publisher", "action": "grant"})
    client.post(
        address(administrator, "zugang/"),
        {"action": "deactivate", "reason": "left", "explanation": WHY},
    )

    administrator.refresh_from_db()
    assert roles(administrator) == {"citizen", "administrator"}
    assert administrator.is_active


@pytest.mark.parametrize("role", ["citizen", "editor", "publisher", "moderator", "official"])
def test_others_do_not_manage_persons(client, other_citizen, role, request):
    client.force_login(request.getfixturevalue(role))

    answers = [
        client.get("/cms/personen/"),
        client.get(address(other_citizen)),
        client.post(address(other_citizen, "rolle/"), {"role": "editor", "action": "grant"}),
        client.post(
            address(other_citizen, "zugang/"),
            {"action": "deactivate", "reason": "rules", "explanation": WHY},
        ),
    ]

    other_citizen.refresh_from_db()
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert roles(other_citizen) == {"citizen"}
    assert other_citizen.is_active
