"""How moderation is going: numbers, alerts, and a chapter for each alert."""

import datetime as dt
import json
import re
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from participation.models import Comment
from participation.moderation.models import Appeal, Report
from participation.moderation.services import hide, receive_appeal, report_comment
from participation.moderation.status import ALERTS, alerts_of, read_status
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.req("F41", "D08")

RUNBOOK = settings.BASE_DIR / "docs" / "runbooks" / "moderation.md"


def ago(**delta):
    return timezone.now() - dt.timedelta(**delta)


def alerts():
    return [alert.name for alert in alerts_of(read_status())]


@pytest.fixture
def present(moderator):
    moderator.last_login = timezone.now()
    moderator.save(update_fields=["last_login"])
    return moderator


def reported(comment, ground):
    return report_comment(comment, ground=ground, rule="", explanation="Da!", email="", by=None)


def test_every_alert_has_its_chapter_in_the_runbook():
    headings = re.findall(r"^## (moderation-[a-z-]+)$", RUNBOOK.read_text(), re.MULTILINE)

    assert headings == [alert.name for alert in ALERTS]


@pytest.mark.django_db
def test_nothing_is_wrong_while_everything_is_in_time(topic, present):
    CommentFactory(topic=topic)
    reported(CommentFactory(topic=topic, published=True), "illegal")

    assert alerts() == []
    assert (read_status().waiting_count, read_status().late_count) == (2, 0)


@pytest.mark.django_db
def test_each_trouble_raises_its_own_alert(topic, present):
    report = reported(CommentFactory(topic=topic, published=True), "illegal")
    Report.objects.update(created_at=ago(hours=25))
    assert alerts() == ["moderation-illegal-late"]
    report.delete()

    waiting = CommentFactory(topic=topic)
    Comment.objects.filter(pk=waiting.pk).update(submitted_at=ago(days=9))
    assert alerts() == ["moderation-late"]
    present.last_login = ago(days=9)
    present.save(update_fields=["last_login"])
    assert alerts() == ["moderation-late", "moderation-unattended"]
    Comment.objects.filter(pk=waiting.pk).update(submitted_at=timezone.now())
    assert alerts() == []

    present.groups.clear()
    assert alerts() == ["moderation-nobody"]


@pytest.mark.django_db
def test_the_command_prints_numbers_for_people_and_programs(topic, present, other_moderator):
    hidden = hide(CommentFactory(topic=topic), by=present, rule="4", reason="Nicht zum Thema.")
    receive_appeal(hidden, text="Es gehört sehr wohl dazu.", by=None)
    Appeal.objects.update(created_at=ago(days=15))

    words, numbers = StringIO(), StringIO()
    call_command("moderation_status", stdout=words)
    call_command("moderation_status", "--json", stdout=numbers)

    assert "ALARM moderation-late: In der Moderation ist etwas überfällig." in words.getvalue()
    found = json.loads(numbers.getvalue())
    assert (found["appeals_open"], found["appeals_overdue"]) == (1, 1)
    assert (found["moderation_overdue"], found["moderators"]) == (1, 2)
    assert found["moderation_oldest_open_seconds"] // 86400 == 15
    assert found["alerts"] == ["moderation-late"]
    with pytest.raises(CommandError, match="moderation-late"):
        call_command("moderation_status", "--check", stdout=StringIO())


@pytest.mark.django_db
def test_each_row_of_the_desk_says_by_when_in_words(client, topic, present):
    late, fresh = CommentFactory(topic=topic), CommentFactory(topic=topic)
    Comment.objects.filter(pk=late.pk).update(submitted_at=ago(days=9))
    reported(CommentFactory(topic=topic, published=True), "rules")
    client.force_login(present)

    rows = page(client, "/cms/moderation/").select("[data-item]")
    reports = page(client, "/cms/moderation/?ansicht=meldungen").select(".gdb-row")

    assert ["überfällig seit" in row.text for row in rows] == [True, False]
    assert ["zu entscheiden bis" in row.text for row in [*rows, *reports]] == [False, True, True]
    assert "überfällig seit" in page(client, f"/cms/moderation/{late.pk}/").text
    assert "zu entscheiden bis" in page(client, f"/cms/moderation/{fresh.pk}/").text
    assert "1 überfällig" in page(client, "/cms/").text


@pytest.mark.django_db
def test_administrators_see_that_moderation_is_overdue(client, topic, present, administrator):
    client.force_login(administrator)
    assert "wer die Rolle „Moderation“ hat" not in page(client, "/cms/").text
    waiting = CommentFactory(topic=topic)
    Comment.objects.filter(pk=waiting.pk).update(submitted_at=ago(days=9))

    assert "wer die Rolle „Moderation“ hat" in page(client, "/cms/").text


def page(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")
