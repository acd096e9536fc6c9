"""How long the portal knows who reported something."""

import datetime as dt

import pytest
from django.utils import timezone

from participation.moderation.models import Report
from participation.moderation.services import (
    decide_appeal,
    forget_reporters,
    keep,
    receive_appeal,
    report_comment,
)
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("P07")]


@pytest.fixture
def report(topic):
    comment = CommentFactory(topic=topic, published=True)
    return report_comment(
        comment, ground="rules", rule="1", explanation=HOSTILE, email="anna@example.org", by=None
    )


def in_days(days):
    return timezone.now() + dt.timedelta(days=days)


def address(report):
    return Report.objects.get(pk=report.pk).email


def test_an_open_report_keeps_its_address_however_long_it_takes(report):
    assert forget_reporters(in_days(400)) == 0
    assert address(report) == "anna@example.org"


def test_a_settled_report_forgets_its_address_after_thirty_days_and_nothing_else(report, moderator):
    keep(report, by=moderator, reason="Das darf man sagen.")

    assert forget_reporters(in_days(29)) == 0
    assert forget_reporters(in_days(31)) == 1
    assert forget_reporters(in_days(31)) == 0

    known = Report.objects.get(pk=report.pk)
    assert (known.email, known.explanation, known.status) == ("", HOSTILE, "rejected")


def test_an_appeal_keeps_the_address_until_its_outcome_was_told(report, moderator, other_moderator):
    decision = keep(report, by=moderator, reason="Das darf man sagen.")
    appeal = receive_appeal(decision, text="Doch nicht.", by=None)
    assert forget_reporters(in_days(31)) == 0

    decide_appeal(appeal, grants=False, by=other_moderator, reason="Es bleibt dabei.")

    assert forget_reporters(in_days(29)) == 0
    assert forget_reporters(in_days(31)) == 1
