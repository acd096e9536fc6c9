"""Result page, report and open rows say the same."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.cases.models import Case
from participation.cases.services import publish_answer
from participation.models import Outcome, Topic
from participation.services.comment import publish_comment
from participation.services.outcome import DecisionText, publish_outcome
from participation.services.vote import cast_comment_vote, cast_vote
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.django_db


def end(topic):
    topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    return Topic.objects.get(pk=topic.pk)


def rows_of(client, topic):
    answer = client.get(reverse("participation:export", args=[topic.slug]))
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def table_of(client, topic):
    figures = client.get(reverse("participation:result", args=[topic.slug])).context["figure_rows"]
    return {str(label): number for label, number in figures}


@pytest.mark.req("B7", "S39")
def test_every_figure_can_be_counted_again_from_the_open_rows(client, topic, official):
    for value in ("agree", "agree", "disagree", "neutral"):
        cast_vote(topic, by=UserFactory(), value=value)
    asked = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(asked, by=None)
    publish_answer(Case.objects.get(comment=asked), by=official, text="Ja.")
    CommentFactory(topic=topic, published=True, reply_to=asked, author=asked.author)
    CommentFactory(topic=topic, published=True)
    CommentFactory(topic=topic, hidden=True, text="weg")
    CommentFactory(topic=topic, text="wartet")
    cast_comment_vote(asked, by=UserFactory(), value="agree")

    rows = rows_of(client, topic)
    said = [r for r in rows if r["zeile"] == "beitrag" and r["status"] == "published"]
    counted = table_of(client, topic)

    assert counted["Beiträge"] == len([r for r in said if not r["antwort_auf"]]) == 2
    assert counted["Antworten von anderen"] == len([r for r in said if r["antwort_auf"]]) == 1
    assert counted["Beiträge mit Bitte um Antwort"] == 1
    assert counted["davon von der Verwaltung beantwortet"] == len(
        [r for r in said if r["beantwortet"] == "ja"]
    )
    assert counted["Ausgeblendet oder zurückgezogen"] == 1
    assert counted["Menschen, die geschrieben haben"] == 2
    about = rows[0]
    assert [about["zustimmung"], about["neutral"], about["ablehnung"]] == ["2", "1", "1"]
    assert counted["Stimmen zum Thema"] == 4
    assert [r["zustimmung"] for r in said if r["nummer"] == str(asked.pk)] == ["1"]
    assert "weg" not in str(rows)
    assert "wartet" not in str(rows)


def test_the_rows_name_nobody(client, topic, citizen):
    CommentFactory(topic=topic, author=citizen, published=True, text="Ohne Namen")

    text = client.get(reverse("participation:export", args=[topic.slug])).getvalue().decode()

    assert "Ohne Namen" in text
    assert citizen.pseudonym not in text
    assert citizen.email not in text


@pytest.mark.req("S31")
@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_run_as_a_formula(client, topic, text):
    CommentFactory(topic=topic, published=True, text=text)

    assert rows_of(client, topic)[1]["text"] == f"'{text}"


@pytest.mark.req("B6")
def test_after_the_end_the_page_shows_the_promise_beside_what_happened(client, topic, citizen):
    topic.answer_until = timezone.localdate() - dt.timedelta(days=2)
    topic.save(update_fields=["answer_until"])
    end(topic)

    before = client.get(topic.url).content.decode()
    publish_outcome(
        topic, by=citizen, text="Es gibt <b>Bänke</b>.", decisions=[DecisionText("adopted", "Ja")]
    )
    after = client.get(topic.url).content.decode()

    assert "überfällig" in before
    assert "Es gibt &lt;b&gt;Bänke&lt;/b&gt;." in after
    assert "später als versprochen" in after
    assert "Was wir Ihnen versprechen" not in after


def test_late_topics_are_listed_and_vanish_with_their_outcome(client, topic, citizen):
    topic.answer_until = timezone.localdate() - dt.timedelta(days=2)
    topic.save(update_fields=["answer_until"])
    end(topic)
    url = reverse("participation:without-outcome")

    assert topic.url in client.get(url).content.decode()
    publish_outcome(topic, by=citizen, text="Da.")
    assert topic.url not in client.get(url).content.decode()


@pytest.mark.req("B7")
def test_a_closed_topic_stays_readable_at_its_address(client, topic):
    CommentFactory(topic=topic, published=True, text="Bleibt stehen")
    end(topic)

    page = client.get(topic.url)

    assert page.status_code == 200
    assert "Bleibt stehen" in page.content.decode()


def test_the_report_is_a_tagged_pdf_with_title_and_language(client, topic, citizen):
    end(topic)
    publish_outcome(topic, by=citizen, text="#panic() *nicht* $x$ \\ = keine Auszeichnung")

    answer = client.get(reverse("participation:result-pdf", args=[topic.slug]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.content
    assert b"/MarkInfo" in answer.content
    assert b"pdfuaid" in answer.content


def test_officials_of_the_administration_tell_the_outcome(client, topic, official):
    end(topic)
    client.force_login(official)
    url = reverse("participation:outcome-write", args=[topic.slug])
    data = {
        "text": "Wir stellen Bänke auf.",
        "decisions-TOTAL_FORMS": "2",
        "decisions-INITIAL_FORMS": "0",
        "decisions-0-verdict": "adopted",
        "decisions-0-text": "Zehn Bänke",
        "decisions-0-link": "https://example.org/baenke",
    }

    answer = client.post(url, data)

    assert answer.url == reverse("participation:result", args=[topic.slug])
    assert Outcome.objects.get().decisions.get().link == "https://example.org/baenke"


@pytest.mark.parametrize(
    "bad",
    [
        {"text": ""},
        {"decisions-0-text": "Ohne Entscheidung"},
        {"decisions-0-verdict": "adopted"},
        {"decisions-0-link": "javascript:alert(1)", "decisions-0-text": "x"},
    ],
)
def test_an_unfinished_outcome_is_not_told(client, topic, official, bad):
    end(topic)
    client.force_login(official)
    data = {"text": "Text", "decisions-TOTAL_FORMS": "1", "decisions-INITIAL_FORMS": "0", **bad}

    answer = client.post(reverse("participation:outcome-write", args=[topic.slug]), data)

    assert answer.status_code == 422
    assert Outcome.objects.count() == 0


def test_an_outcome_told_too_early_is_refused_with_its_text_kept(client, topic, official):
    client.force_login(official)
    data = {"text": "Viel zu früh", "decisions-TOTAL_FORMS": "0", "decisions-INITIAL_FORMS": "0"}

    answer = client.post(reverse("participation:outcome-write", args=[topic.slug]), data)

    assert answer.status_code == 409
    assert "Viel zu früh" in answer.content.decode()


def test_citizens_and_other_officials_tell_no_outcome(client, topic, citizen):
    end(topic)
    url = reverse("participation:outcome-write", args=[topic.slug])
    for person in (citizen, UserFactory(roles=["official"]), UserFactory(roles=["editor"])):
        client.force_login(person)
        assert client.post(url, {"text": "Ich bestimme"}).status_code == 403
    assert Outcome.objects.count() == 0
