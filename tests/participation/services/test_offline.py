"""Contributions from paper and events: marked, counted separately, entered once, never voting."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail
from participation.enums import CommentStatus, ModerationMode, PhaseKind
from participation.exceptions import EnteredBefore, PhaseClosed
from participation.models import Comment, OfflineOrigin, Outcome, Topic, Vote
from participation.moderation.services import approve
from participation.services.comment import publish_comment
from participation.services.offline import enter_offline
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]

WORDS = "Mehr Bänke <b>im Schatten</b>"


def sheet(topic, by, **changes):
    said = {
        "text": WORDS,
        "channel": "paper",
        "said_on": timezone.localdate() - dt.timedelta(days=3),
        "place": "Nachbarschaftshaus <i>Süd</i>",
        "number": "17",
        "kind": "suggestion",
    }
    return enter_offline(topic, by=by, **{**said, **changes})


def posted(topic, **changes):
    return {
        "topic": str(topic.pk),
        "channel": "event",
        "said_on": f"{timezone.localdate():%Y-%m-%d}",
        "place": "Rathaus",
        "number": "1",
        "kind": "",
        "stance": "for",
        "text": WORDS,
        **changes,
    }


def test_it_waits_for_moderators_and_says_where_it_comes_from(client, topic, editor, moderator):
    comment = sheet(topic, editor)
    assert comment.status == CommentStatus.PENDING

    approve(comment, by=moderator)

    html = client.get(topic.url).content.decode()
    assert "Beitrag von Papier" in html
    assert "Nachbarschaftshaus &lt;i&gt;Süd&lt;/i&gt;" in html
    assert "Nr. 17; hier erfasst von der Verwaltung." in html
    assert editor.pseudonym not in html
    assert OutboxMail.objects.count() == 0
    assert Vote.objects.count() == 0
    assert Event.objects.filter(kind="comment.entered_offline", by=editor).count() == 1


def test_where_the_topic_publishes_at_once_so_is_this(editor):
    topic = TopicFactory(moderation_mode=ModerationMode.POST)

    assert sheet(topic, editor).is_published


def test_each_sheet_is_entered_once(topic, editor):
    sheet(topic, editor)
    with pytest.raises(EnteredBefore):
        sheet(topic, editor, text="Dasselbe noch einmal")
    sheet(topic, editor, number="18")
    sheet(topic, editor, channel="event")
    sheet(TopicFactory(), editor)

    assert Comment.objects.filter(topic=topic).count() == 3
    assert OfflineOrigin.objects.count() == 4


@pytest.mark.parametrize(
    ("phase", "days", "accepted"),
    [
        (PhaseKind.COMMENT, -3, True),
        (PhaseKind.COMMENT, -40, False),
        (PhaseKind.VOTE, -3, False),
        (PhaseKind.INFORM, -3, False),
    ],
)
def test_it_was_said_while_people_could_comment(editor, phase, days, accepted):
    topic = TopicFactory(phase=phase)
    day = timezone.localdate() + dt.timedelta(days=days)

    if accepted:
        sheet(topic, editor, said_on=day)
    else:
        with pytest.raises(PhaseClosed):
            sheet(topic, editor, said_on=day)
    assert Comment.objects.exists() == accepted


def test_sheets_may_come_late_but_not_after_the_outcome(topic, editor):
    topic.phases.update(ends_at=timezone.now() - dt.timedelta(days=1))
    sheet(topic, editor)

    Outcome.objects.create(topic=Topic.objects.get(pk=topic.pk), text="Fertig.")
    with pytest.raises(PhaseClosed):
        sheet(topic, editor, number="18")


def test_they_are_counted_separately_on_the_page_and_in_the_rows(client, topic, editor):
    publish_comment(sheet(topic, editor), by=None)
    CommentFactory(topic=topic, published=True)

    page = client.get(reverse("participation:result", args=[topic.slug]))
    table = client.get(reverse("participation:export", args=[topic.slug])).getvalue().decode()

    figures = {str(label): number for label, number in page.context["figure_rows"]}
    assert figures["Beiträge"] == 2
    assert figures["davon von Papier und Veranstaltungen"] == 1
    assert figures["Menschen, die geschrieben haben"] == 1
    rows = [row for row in csv.DictReader(io.StringIO(table)) if row["zeile"] == "beitrag"]
    assert sorted(row["herkunft"] for row in rows) == ["online", "paper"]


def test_staff_enter_one_after_the_other(client, topic, editor):
    client.force_login(editor)
    url = reverse("offline:enter")

    answer = client.post(url, posted(topic))
    form = client.get(answer.url).context["form"]

    assert Comment.objects.get().text == WORDS
    assert (form["place"].value(), form["topic"].value()) == ("Rathaus", str(topic.pk))
    assert form["text"].value() is None
    again = client.post(url, posted(topic, text="Noch <b>einmal</b>"))
    assert again.status_code == 409
    assert "Noch &lt;b&gt;einmal&lt;/b&gt;" in again.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"place": ""}, {"number": ""}, {"channel": "fax"}, {"said_on": "x"}]
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(client, topic, editor, wrong):
    client.force_login(editor)

    answer = client.post(reverse("offline:enter"), posted(topic, **{"stance": "for", **wrong}))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert answer.context["form"]["stance"].value() == "for"
    assert Comment.objects.count() == 0


def test_a_day_to_come_is_no_date(client, topic, editor):
    client.force_login(editor)
    day = timezone.localdate() + dt.timedelta(days=1)

    answer = client.post(reverse("offline:enter"), posted(topic, said_on=f"{day:%Y-%m-%d}"))

    assert "Zukunft" in str(answer.context["form"].errors["said_on"])


@pytest.mark.parametrize("role", ["citizen", "official"])
def test_others_do_not_enter_anything(client, role, request, topic):
    client.force_login(request.getfixturevalue(role))

    assert client.post(reverse("offline:enter"), posted(topic)).status_code in {302, 403}
    assert Comment.objects.count() == 0


def test_the_sheet_to_print_is_a_tagged_pdf(client, topic):
    answer = client.get(reverse("participation:paper-sheet", args=[topic.slug]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"StructTreeRoot" in answer.content
    assert answer.cookies == {}
