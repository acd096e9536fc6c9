"""Polls as people meet them: reading, answering, and numbers that are equal everywhere."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participation.enums import PhaseKind
from participation.models import Poll, PollChoice, PollQuestion, PollSheet, PollText
from tests.factories.accounts import UserFactory
from tests.factories.participation import TopicFactory
from tests.factories.polls import PollFactory, fill_in, questions_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("B4")]


@pytest.fixture
def poll():
    return PollFactory()


def answer_url(poll):
    return reverse("participation:poll-answer", args=[poll.topic.slug, poll.pk])


def result_url(poll):
    return reverse("participation:result", args=[poll.topic.slug])


def rows_of(client, poll):
    answer = client.get(reverse("participation:polls-export", args=[poll.topic.slug]))
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def posted(poll, first="", several=(), text=""):
    one, many, own = questions_of(poll)
    return {
        "read": poll.fingerprint(),
        f"frage-{one.pk}": first,
        f"frage-{many.pk}": list(several),
        f"frage-{own.pk}": text,
    }


def shown(page):
    return [
        (option.words, option.count)
        for result in page.context["polls"]
        for found in result.questions
        for option in found.options
    ]


def test_anybody_reads_the_questions_without_a_cookie(client, poll):
    page = client.get(poll.url)

    html = page.content.decode()
    assert "&lt;i&gt;Frage&lt;/i&gt; 0" in html
    assert "&lt;b&gt;Nein&lt;/b&gt;" in html
    assert "<script>alert" not in html
    assert page.cookies == {}
    assert answer_url(poll) in html


def test_the_topic_leads_to_its_polls(client, poll):
    draft = PollFactory(topic=poll.topic, live=False)

    html = client.get(poll.topic.url).content.decode()

    assert poll.url in html
    assert "3 Fragen" in html
    assert draft.url not in html


def test_a_citizen_answers_changes_and_takes_back(client, poll, citizen):
    client.force_login(citizen)

    client.post(answer_url(poll), posted(poll, "1", ["1", "3"], "Mehr <b>Bäume</b>"))
    form = client.get(answer_url(poll)).context["form"]
    assert [field.initial for field in form.visible_fields()] == [
        "1",
        ["1", "3"],
        "Mehr <b>Bäume</b>",
    ]

    client.post(answer_url(poll), posted(poll, "2"))
    assert [choice.option for choice in PollChoice.objects.all()] == [2]

    client.post(answer_url(poll), {"withdraw": "1"})
    assert PollSheet.objects.count() == 0


def test_an_error_loses_nothing_and_is_told_at_its_question(client, poll, citizen):
    client.force_login(citizen)
    many = questions_of(poll)[1]

    page = client.post(answer_url(poll), posted(poll, "2", ["1", "2", "3"], 'Bleibt "stehen"'))

    assert page.status_code == 422
    assert "Wählen Sie höchstens 2 Antworten. Gewählt sind 3." in page.content.decode()
    form = page.context["form"]
    assert form[f"frage-{many.pk}"].value() == ["1", "2", "3"]
    assert "Bleibt &quot;stehen&quot;" in page.content.decode()
    assert PollSheet.objects.count() == 0


def test_questions_changed_meanwhile_are_shown_with_what_was_typed(client, poll, citizen):
    client.force_login(citizen)
    data = posted(poll, "1", [], "Schon getippt")
    PollQuestion.objects.filter(poll=poll, sort_order=0).update(options="Nein\nJa")

    page = client.post(answer_url(poll), data)
    assert page.status_code == 409
    assert "Schon getippt" in page.content.decode()
    assert PollSheet.objects.count() == 0

    again = {**data, "read": page.context["form"]["read"].value()}
    assert client.post(answer_url(poll), again).status_code == 302
    assert PollText.objects.get().text == "Schon getippt"


def test_what_was_typed_survives_the_end_of_the_phase(client, poll, citizen):
    client.force_login(citizen)
    poll.topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))

    page = client.post(answer_url(poll), posted(poll, "1", [], "Zu spät"))

    assert page.status_code == 409
    assert "Zu spät" in page.content.decode()


def test_page_and_table_show_the_same_numbers(client, poll):
    for first, several in ((1, (1, 2)), (1, (1,)), (2, ()), (2, (3,)), (2, (3,)), (0, ())):
        fill_in(poll, first=first, several=several, text="Geheim" if first == 1 else "")

    page = client.get(result_url(poll))
    rows = rows_of(client, poll)

    assert shown(page) == [
        ("Ja", 2), ("<b>Nein</b>", 3), ("Weiß nicht", 0), ("Rot", 2), ("Grün", 1), ("Blau", 2),
    ]  # fmt: skip
    counted = [(row["antwort_wortlaut"], int(row["anzahl"])) for row in rows if row["antwort"]]
    assert counted == shown(page)
    assert {row["boegen"] for row in rows} == {"6"}
    assert [row["beantwortet"] for row in rows] == ["5"] * 3 + ["4"] * 3 + ["2"]
    assert "Geheim" not in page.content.decode()
    assert "Geheim" not in str(rows)
    assert "60 %" in page.content.decode()


@pytest.mark.req("D6")
def test_fewer_than_five_sheets_show_no_numbers(client, poll):
    for _number in range(4):
        fill_in(poll, first=1)

    page = client.get(result_url(poll))

    assert shown(page) == []
    assert "Bisher haben 4 Personen geantwortet." in page.content.decode()
    assert [row["anzahl"] for row in rows_of(client, poll)] == [""]


@pytest.mark.req("D3")
def test_hidden_counts_hide_what_polls_say_until_the_end(client):
    poll = PollFactory(topic__hides_counts=True)
    for _number in range(6):
        fill_in(poll, first=1)

    for url in (result_url(poll), poll.url):
        html = client.get(url).content.decode()
        assert "gdb-bars__table" not in html
        assert "6 Personen" not in html
    assert [(row["boegen"], row["anzahl"]) for row in rows_of(client, poll)] == [("", "")]

    poll.topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    from django.core.cache import cache

    cache.clear()
    assert ("Ja", 6) in shown(client.get(result_url(poll)))


def test_the_pages_ask_the_database_equally_often_however_many_polls(client):
    def queries(topic):
        # Closed topics also split their votes by assurance.
        topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
        for path in (topic.url, reverse("participation:result", args=[topic.slug])):
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            yield len(asked)

    one, many = TopicFactory(), TopicFactory()
    for topic, number in ((one, 1), (many, 4)):
        for _number in range(number):
            poll = PollFactory(topic=topic)
            for _sheet in range(5 * number):
                fill_in(poll)

    list(queries(TopicFactory()))  # what every process asks once
    few = list(queries(one))
    assert few == list(queries(many))
    assert max(few) <= 12


@pytest.mark.parametrize("phase", [PhaseKind.REVIEW, PhaseKind.INFORM])
def test_a_closed_poll_can_be_read_and_not_answered(client, phase):
    poll = PollFactory(topic=TopicFactory(phase=phase))

    html = client.get(poll.url).content.decode()

    assert "Frage" in html
    assert answer_url(poll) not in html


def test_a_poll_is_found_below_its_own_topic_only(client, poll, citizen):
    client.force_login(citizen)
    other = TopicFactory()

    for name in ("participation:poll", "participation:poll-answer"):
        assert client.get(reverse(name, args=[other.slug, poll.pk])).status_code == 404
        draft = PollFactory(topic=other, live=False)
        assert client.get(reverse(name, args=[other.slug, draft.pk])).status_code == 404


def sheets_of(client, poll):
    answer = client.get(reverse("polls:sheets", args=[poll.pk]))
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_editors_read_sheets_that_name_nobody(client, poll, editor):
    people = [UserFactory() for _number in range(5)]
    for number, person in enumerate(people):
        fill_in(poll, by=person, first=1 + number % 2, several=(1, 2), text=f"=Text {number}")
    client.force_login(editor)

    rows = sheets_of(client, poll)

    assert [row["bogen"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert {row["frage_2"] for row in rows} == {"1 2"}
    assert {row["frage_3"] for row in rows} == {f"'=Text {number}" for number in range(5)}
    assert all(str(person.pk) not in row for row in rows for person in people)
    assert all(person.pseudonym not in str(rows) for person in people)


@pytest.mark.req("D6")
def test_editors_read_no_sheets_while_they_are_few(client, poll, editor):
    fill_in(poll, text="Nur einer")
    client.force_login(editor)

    html = client.get(reverse("polls:sheets", args=[poll.pk])).content.decode()

    assert "Nur einer" not in html
    assert "ab 5 Personen" in html
    assert Poll.objects.count() == 1
