"""The desk for reported barriers."""

import datetime as dt

import pytest
from django.utils import timezone

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from gdb_portal.pages.models import AccessibilityFeedback
from gdb_portal.pages.services.feedback import submit_feedback
from tests.factories.participation import HOSTILE

pytestmark = pytest.mark.django_db

DESK = "/cms/barrieren/"
DONE = "Die Karte lässt sich jetzt mit den Pfeiltasten bedienen."


@pytest.fixture
def barrier(db):
    return submit_feedback(text=HOSTILE, page_url="/pilotprojekte/", email="mensch@example.org")


def test_settling_answers_by_mail_and_forgets_the_address(client, barrier, editor):
    client.force_login(editor)

    client.post(f"{DESK}{barrier.pk}/", {"note": DONE})

    barrier.refresh_from_db()
    mail = OutboxMail.objects.get(kind="barrier_settled")
    assert (barrier.status, barrier.email, barrier.note) == ("settled", "", DONE)
    assert mail.address == "mensch@example.org"
    assert DONE in compose(mail, KINDS[mail.kind]).body


@pytest.mark.parametrize("note", ["", "  ", "Erledigt."])
def test_nothing_is_settled_without_words(client, barrier, editor, note):
    client.force_login(editor)

    answer = client.post(f"{DESK}{barrier.pk}/", {"note": note})

    barrier.refresh_from_db()
    assert answer.status_code == 422
    assert barrier.status == "open"


def test_the_second_of_two_editors_changes_nothing(client, barrier, editor, other_editor):
    client.force_login(editor)
    client.post(f"{DESK}{barrier.pk}/", {"note": DONE})
    client.force_login(other_editor)

    answer = client.post(
        f"{DESK}{barrier.pk}/", {"note": "Etwas ganz anderes wurde getan."}, follow=True
    )

    barrier.refresh_from_db()
    assert barrier.note == DONE
    assert "inzwischen jemand anderes erledigt" in answer.content.decode()


def test_the_most_urgent_stands_first_and_overdue_says_so(client, barrier, editor):
    late = submit_feedback(text="Zu wenig Kontrast")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    AccessibilityFeedback.objects.filter(pk=late.pk).update(due_on=yesterday)
    client.force_login(editor)

    answer = client.get(DESK)

    assert [row.pk for row in answer.context["page"]] == [late.pk, barrier.pk]
    assert "überfällig seit" in answer.content.decode()
    assert "1 überfällig" in client.get("/cms/").content.decode()


def test_hostile_words_stay_words(client, barrier, editor):
    client.force_login(editor)

    for url in (DESK, f"{DESK}{barrier.pk}/"):
        assert "<script>alert" not in client.get(url).content.decode()


@pytest.mark.parametrize("role", ["citizen", "moderator", "official"])
def test_others_do_not_see_reports(client, barrier, role, request):
    client.force_login(request.getfixturevalue(role))

    answers = [
        client.get(DESK),
        client.get(f"{DESK}{barrier.pk}/"),
        client.post(f"{DESK}{barrier.pk}/", {"note": DONE}),
    ]

    barrier.refresh_from_db()
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert barrier.status == "open"
