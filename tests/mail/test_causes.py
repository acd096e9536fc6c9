"""Why somebody got a mail: every mail names the event that it comes from."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from gdb_portal.core.models import Event
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from participation.cases.enums import CaseStatus
from participation.cases.models import Case
from participation.cases.services import change_outcome, publish_answer
from participation.moderation.services import approve, hide, report_comment
from participation.moderation.tasks import tell_moderators
from participation.services.comment import submit_comment
from tests.factories.participation import CommentFactory

SOURCES = ("gdb_portal", "strategy", "pilots", "participation")


def calls_of_queue_mail():
    for folder in SOURCES:
        for path in Path(settings.BASE_DIR, folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "queue_mail":
                    yield path, node


def test_whoever_queues_a_mail_names_its_cause():
    calls = list(calls_of_queue_mail())

    silent = [
        f"{path}:{call.lineno}"
        for path, call in calls
        if "cause" not in {keyword.arg for keyword in call.keywords}
    ]
    assert len(calls) > 15
    assert silent == []


def causes(kind):
    return [mail.cause and mail.cause.kind for mail in OutboxMail.objects.filter(kind=kind)]


@pytest.mark.django_db
def test_what_moderators_decide_is_the_cause_of_the_mail(topic, moderator, citizen):
    first = submit_comment(topic, by=citizen, text="Mehr Bänke.")
    second = CommentFactory(topic=topic)
    tell_moderators()
    approve(first, by=moderator)
    report_comment(
        first, ground="rule", rule="1", explanation="Böse", email="leser@example.org", by=None
    )
    hide(second, by=moderator, rule="1", reason="Beleidigung")

    assert causes("moderation_waiting") == ["comment.submitted"]
    assert causes("comment_published") == ["decision.made"]
    assert causes("report_received") == ["report.received"]
    assert causes("comment_hidden") == ["decision.made"]


@pytest.mark.django_db
def test_what_becomes_of_a_case_is_the_cause_of_the_mail(topic, official, moderator, citizen):
    comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
    approve(comment, by=moderator)
    case = Case.objects.get(comment=comment)
    publish_answer(case, by=official, text="Wir prüfen das.")
    change_outcome(case, to=CaseStatus.TAKEN_UP, by=official)

    assert causes("answer_published") == ["case.answered"]
    assert causes("outcome_changed") == ["case.outcome_changed"]


@pytest.mark.django_db
def test_staff_read_the_event_and_never_who_asked_for_a_code_when(client, citizen, administrator):
    client.post(reverse("account_request_login_code"), {"email": citizen.email})
    mail = OutboxMail.objects.get(kind="account_login_code")
    known = Event.objects.filter(kind="person.notified").count()
    client.force_login(administrator)

    page = client.get(reverse("outbox:detail", args=[mail.pk])).content.decode()

    assert (mail.cause, known) == (None, 0)
    assert "Darüber führt der Verlauf nicht Buch." in page


def test_every_kind_of_mail_has_a_label():
    assert [kind.name for kind in KINDS.values() if not str(kind.label)] == []
