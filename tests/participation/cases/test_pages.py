"""What everybody reads about cases, and what officials do at their desk."""

import csv
import datetime as dt
import io
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participation.cases.enums import CaseStatus
from participation.cases.models import Answer, Case, StatisticsRemark
from participation.cases.services import (
    ask_administration,
    hand_over,
    publish_answer,
    record_effect,
    remind_and_escalate,
    submit_answer,
    write_note,
    write_remark,
)
from participation.cases.services.answer import Wording
from participation.cases.statistics import response_statistics
from participation.cases.steps import CaseStory
from participation.cases.worklist import Worklist
from participation.services.comment import publish_comment, withdraw_comment
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.django_db


def stations(page):
    html = page.content.decode()
    found = re.findall(r'gdb-line__station--(\w+)".*?gdb-line__label">(.*?)</p>', html, re.S)
    return [(re.sub(r"<[^>]+>", "", label), state) for state, label in found]


def url(name, *args):
    return reverse(f"desk:{name}", args=args)


def test_an_open_case_shows_six_stations_and_what_is_missing(client, case):
    page = client.get(case.url)

    assert stations(page) == [
        ("Eingegangen", "done"),
        ("Weitergeleitet", "done"),
        ("Frist", "current"),
        ("Antwort", "upcoming"),
        ("Wirkung", "upcoming"),
        ("In der Strategie", "upcoming"),
    ]
    assert "offen, fällig am" in page.content.decode()


def test_a_case_that_reached_its_end_shows_where(client, case, official, topic):
    publish_answer(case, by=official, wording=Wording("Machen wir.", CaseStatus.TAKEN_UP))
    record_effect(
        case,
        text="Drei <b>Bänke</b>",
        happened_on=dt.date(2027, 1, 1),
        seen_in=topic.page,
        by=official,
    )

    page = client.get(case.url)

    assert [state for _label, state in stations(page)] == ["done"] * 6
    assert "Drei &lt;b&gt;Bänke&lt;/b&gt;" in page.content.decode()


def test_an_overdue_case_says_so_publicly(client, case):
    with time_machine.travel(timezone.now() + dt.timedelta(days=60), tick=False):
        page = client.get(case.url)

    assert ("Frist", "overdue") in stations(page)
    assert "ist seit dem" in page.content.decode()


def test_an_overdue_case_says_who_was_told_so_and_when(
    client, case, django_capture_on_commit_callbacks
):
    Case.objects.update(due_on=dt.date(2027, 6, 16))
    read = []
    for moment in ("2027-06-17T09:00+02:00", "2027-06-23T09:00+02:00", "2027-07-08T09:00+02:00"):
        with time_machine.travel(dt.datetime.fromisoformat(moment), tick=False):
            before = client.get(case.url).content.decode()
            with django_capture_on_commit_callbacks(execute=True):
                remind_and_escalate()
            after = client.get(case.url).content.decode()
            day = timezone.localdate()
            read.append((before != after, f"am {day.day}.{day.month}.{day.year}" in after))
    log = [str(entry["title"]) for entry in CaseStory.of(case).history]

    assert read == [(False, False), (True, True), (True, True)]
    assert log == [
        "Die Leitung wurde auf die fehlende Antwort hingewiesen",
        "Die Senatskanzlei wurde auf die fehlende Antwort hingewiesen",
    ]


def test_reasons_are_public_and_notes_are_not(client, case, official, other_administration):
    write_note(case, text="Intern: heikel", by=official)
    ask_administration(case, of=other_administration, question="Interne Frage", by=official)
    hand_over(case, to=other_administration, reason="Der Weg gehört dem Bezirk.", by=official)

    html = client.get(case.url).content.decode()

    assert "Der Weg gehört dem Bezirk." in html
    assert "wurde gefragt" in html
    assert "heikel" not in html
    assert "Interne Frage" not in html


def test_a_draft_is_nowhere_public(client, case, official):
    submit_answer(case, by=official, text="Streng geheimer Entwurf")

    for address in (case.url, case.comment.url, case.comment.topic.url, "/vorgaenge/"):
        assert "Streng geheimer" not in client.get(address).content.decode()


def test_the_page_of_a_withdrawn_comment_keeps_its_text_away(client, case, citizen):
    withdraw_comment(case.comment, by=citizen)

    page = client.get(case.url)

    assert "7|add:7" not in page.content.decode()
    assert ("Eingestellt", "done") in stations(page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", 2), ("status=offen", 1), ("status=answered", 1), ("status=ueberfaellig", 0)],
)
def test_the_list_narrows_by_status(client, case, topic, official, query, shown):
    other = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(other, by=None)
    publish_answer(Case.objects.get(comment=other), by=official, text="Da.")

    html = client.get(f"/vorgaenge/?{query}").content.decode()

    assert html.count('class="gdb-cases__item"') == shown


def test_an_unknown_filter_or_page_is_no_error(client, case):
    for query in ("status=quatsch", "verwaltung=gibtsnicht", "seite=999", "seite=x"):
        assert client.get(f"/vorgaenge/?{query}").status_code == 200


@pytest.mark.req("R24")
@pytest.mark.parametrize("count", [1, 15])
def test_lists_cost_the_same_queries_however_long(
    client, topic, official, django_assert_max_num_queries, count
):
    for _ in range(count):
        publish_comment(CommentFactory(topic=topic, wants_answer=True), by=None)
    client.get("/vorgaenge/")
    client.force_login(official)
    client.get(url("desk"))

    with django_assert_max_num_queries(12):
        client.get("/vorgaenge/", {"x": "uncached"})
    with django_assert_max_num_queries(26):
        client.get(url("desk"))


def test_numbers_are_counted_from_cases(topic, official, citizen):
    start = dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)
    for days in (1, 3, 20, None):
        with time_machine.travel(start, tick=False):
            comment = CommentFactory(topic=topic, wants_answer=True)
            publish_comment(comment, by=None)
        if days:
            with time_machine.travel(start + dt.timedelta(days=days), tick=False):
                publish_answer(Case.objects.get(comment=comment), by=official, text="Ja.")

    (row,) = response_statistics(topic.administration, today=dt.date(2027, 12, 1))

    assert (row.open_count, row.overdue_count, row.answered_count) == (1, 1, 3)
    assert (row.median_days, row.percentile_90_days) == (3, 17)


def test_an_administration_says_something_about_its_numbers(client, case, official):
    write_remark(case.administration, text="=Ein Mensch <b>weniger</b>", by=official)

    html = client.get(case.administration.url).content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get("/vorgaenge/statistik.csv").content.decode()))
    )
    data = client.get("/vorgaenge/statistik.json", follow=True).json()

    assert "=Ein Mensch &lt;b&gt;weniger&lt;/b&gt;" in html
    # A table program must not take it for a formula.
    assert rows[0]["remark"] == "'=Ein Mensch <b>weniger</b>"
    assert data["administrations"][0]["open_count"] == 1


@pytest.mark.req("R24")
def test_public_pages_of_cases_set_no_cookie_and_are_shared(client, case):
    for address in (case.url, "/vorgaenge/", "/vorgaenge/statistik/"):
        page = client.get(address)
        assert page.cookies == {}
        assert "Cookie" not in page.get("Vary", "")


DESK_PAGES = ["desk", "settings"]


def test_the_desk_is_closed_to_everybody_else(client, case, citizen, moderator, other_official):
    for person in (citizen, moderator):
        client.force_login(person)
        assert client.get(url("desk")).status_code in {302, 403}
    client.force_login(other_official)
    for name in ("publish", "draft", "hand-over", "extend", "note", "effect", "take-on"):
        assert client.post(url(name, case.number)).status_code == 404
    assert client.get(url("edit", case.number)).status_code == 404


def test_actions_are_no_links(client, case, official):
    client.force_login(official)

    for name in ("publish", "draft", "submit", "release", "hand-over", "extend", "ask", "note"):
        assert client.get(url(name, case.number)).status_code == 405


def test_an_official_answers_from_the_desk(client, case, official):
    client.force_login(official)

    page = client.post(
        url("publish", case.number),
        {"text": "Wir stellen Bänke auf.", "outcome": "taken_up", "effect_due_on": "2027-09-01"},
        follow=True,
    )

    case.refresh_from_db()
    assert page.status_code == 200
    assert (case.status, case.effect_due_on) == ("taken_up", dt.date(2027, 9, 1))


def test_nothing_typed_is_lost_when_something_is_missing(client, case, official):
    client.force_login(official)

    page = client.post(
        url("publish", case.number), {"text": "Lange <i>Antwort</i>", "outcome": "not_taken_up"}
    )

    assert page.status_code == 422
    assert "Lange &lt;i&gt;Antwort&lt;/i&gt;" in page.content.decode()
    assert "Nennen Sie den Grund" in page.content.decode()


def test_a_topic_that_asks_for_two_offers_no_publishing_by_one(client, case, official, topic):
    topic.has_second_reader = True
    topic.save()
    client.force_login(official)

    html = client.get(url("edit", case.number)).content.decode()
    page = client.post(url("publish", case.number), {"text": "Allein", "outcome": "answered"})

    assert url("publish", case.number) not in html
    assert page.status_code == 409
    assert Answer.objects.filter(status="published").count() == 0


def test_several_are_answered_together_from_the_desk(client, case, topic, official):
    publish_comment(CommentFactory(topic=topic, wants_answer=True), by=None)
    numbers = list(Case.objects.values_list("number", flat=True))
    client.force_login(official)

    form = client.get(url("collective-write"), {"vorgang": numbers})
    client.post(
        url("collective-write"),
        {"vorgang": numbers, "text": "Für beide.", "outcome": "answered"},
    )

    assert form.status_code == 200
    assert set(Answer.objects.values_list("text", flat=True)) == {"Für beide."}
    assert Answer.objects.filter(collective__isnull=False).count() == 2


def test_the_asked_administration_replies_from_its_own_desk(
    client, case, official, other_administration, other_official
):
    consultation = ask_administration(
        case, of=other_administration, question="Was meint ihr?", by=official
    )
    client.force_login(official)
    assert client.get(url("reply", consultation.pk)).status_code == 404
    client.force_login(other_official)

    client.post(url("reply", consultation.pk), {"reply": "Geht in Ordnung."})

    consultation.refresh_from_db()
    assert consultation.reply == "Geht in Ordnung."


def test_every_pile_opens_and_counts_what_it_shows(client, case, official):
    client.force_login(official)
    work = Worklist.of([case.administration], timezone.localdate())

    for name, count in work.counts().items():
        page = client.get(url("desk"), {"ansicht": name})
        assert page.context["page"].paginator.count == count


def test_an_administration_arranges_its_desk(client, case, official):
    client.force_login(official)
    slug = case.administration.slug

    client.post(url("template-create", slug), {"title": "Dank", "text": "Danke, {pseudonym}!"})
    client.post(url("remark", slug), {"text": "Wir sind zu zweit."})
    client.post(url("contact", slug), {"email": "leitung@example.org"})
    client.post(url("absence-create"), {"starts_on": "2027-01-01", "ends_on": "2027-01-10"})
    template = case.administration.answer_templates.get()
    form = client.get(url("edit", case.number), {"vorlage": template.pk})

    assert "Danke, Kiezkind!" in form.content.decode()
    assert StatisticsRemark.objects.get().text == "Wir sind zu zweit."
    assert case.administration.escalation_contact.email == "leitung@example.org"
    assert official.absences.get().deputy is None
    assert client.get(url("settings")).status_code == 200
