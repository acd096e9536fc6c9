"""What readers and participants see and send."""

import re
import uuid

import pytest
from django.urls import reverse

from participation.cases.models import Case
from participation.cases.services import publish_answer
from participation.enums import CommentStatus, PhaseKind
from participation.models import Comment, Vote
from participation.moderation.models import Report
from participation.services.comment import publish_comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_the_list_shows_open_topics_before_closed_ones(client):
    closed = TopicFactory(title="Geschlossen?", phase=PhaseKind.RESULT)
    open_now = TopicFactory(title="Offen?")

    html = client.get(reverse("participation:topics")).content.decode()

    assert html.index(open_now.title) < html.index(closed.title)


def test_an_unpublished_topic_is_not_there(client):
    topic = TopicFactory(live=False, title="Noch geheim")

    assert client.get(topic.url).status_code == 404
    assert "Noch geheim" not in client.get("/beteiligung/").content.decode()


@pytest.mark.req("S21")
def test_hostile_texts_stay_texts(client, topic):
    CommentFactory(topic=topic, published=True, text="<img src=x onerror=alert(1)>")

    html = client.get(topic.url).content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img src=x" not in html
    assert "<script>alert" not in html


def test_hidden_and_withdrawn_comments_leave_a_note_without_their_text(client, topic):
    CommentFactory(topic=topic, published=True, text="Sichtbar")
    CommentFactory(topic=topic, hidden=True, text="Verborgen")
    CommentFactory(topic=topic, withdrawn=True, text="Zurückgenommen")
    CommentFactory(topic=topic, text="Wartend")

    html = client.get(topic.url).content.decode()

    assert "Sichtbar" in html
    assert "Grund ist Regel 1" in html
    assert "hat diesen Beitrag zurückgezogen" in html
    for text in ("Verborgen", "Zurückgenommen", "Wartend"):
        assert text not in html


def test_the_author_sees_what_waits(client, topic, citizen, other_citizen):
    CommentFactory(topic=topic, author=citizen, text="Wartet noch")

    client.force_login(citizen)
    assert "Wartet noch" in client.get(topic.url).content.decode()
    client.force_login(other_citizen)
    assert "Wartet noch" not in client.get(topic.url).content.decode()


def test_a_long_thread_is_read_page_by_page_without_gaps_or_doubles(client, topic):
    for n in range(45):
        CommentFactory(topic=topic, published=True, text=f"Beitrag-{n}-Ende")

    seen, url = [], topic.url
    while url:
        html = client.get(url).content.decode()
        seen += re.findall(r"Beitrag-(\d+)-Ende", html)
        more = re.search(r'href="([^"]*nach=[^"#]*)', html)
        url = topic.url + more.group(1).replace("&amp;", "&") if more else None

    assert [int(n) for n in seen] == list(reversed(range(45)))


@pytest.mark.parametrize(
    "cursor", ["", "x", "-1", "9" * 40 + "-1", "1-", "١٢-٣", "1-2-3", "\x00-1"]
)
def test_a_broken_cursor_shows_the_first_page(client, topic, cursor):
    CommentFactory(topic=topic, published=True, text="Erste Seite")

    page = client.get(topic.url, {"nach": cursor, "sortierung": "quatsch"})

    assert page.status_code == 200
    assert "Erste Seite" in page.content.decode()


def test_the_permanent_address_of_a_reply_leads_to_its_place(client, topic):
    comment = CommentFactory(topic=topic, published=True)
    reply = CommentFactory(topic=topic, published=True, reply_to=comment)

    page = client.get(reply.url)

    assert page.url == f"/beitraege/{comment.pk}/#beitrag-{reply.pk}"


def test_nobody_else_finds_the_address_of_a_waiting_comment(client, comment, citizen):
    assert client.get(comment.url).status_code == 404
    client.force_login(citizen)
    assert client.get(comment.url).status_code == 200


def test_a_citizen_writes_a_comment(client, topic, citizen):
    client.force_login(citizen)
    url = reverse("participation:comment-create", args=[topic.slug])

    answer = client.post(url, {"text": "  Mehr Bänke\r\nbitte ", "wants_answer": "on"}, follow=True)

    comment = Comment.objects.get()
    assert comment.text == "Mehr Bänke\nbitte"
    assert comment.wants_answer
    assert "Ihr Beitrag ist angekommen" in answer.content.decode()


@pytest.mark.req("F17")
def test_a_double_click_writes_once(client, topic, citizen):
    client.force_login(citizen)
    url = reverse("participation:comment-create", args=[topic.slug])
    data = {"text": "Doppelt", "request_key": str(uuid.uuid4())}

    client.post(url, data)
    client.post(url, data)

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \r\n ", "x" * 5001])
def test_bad_input_gets_a_message_and_keeps_what_was_typed(client, topic, citizen, text):
    client.force_login(citizen)
    url = reverse("participation:comment-create", args=[topic.slug])

    answer = client.post(url, {"text": text, "wants_answer": "on"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert Comment.objects.count() == 0
    assert text.strip() in html
    assert "checked" in html


def test_five_thousand_characters_with_line_ends_are_not_too_many(client, topic, citizen):
    client.force_login(citizen)
    url = reverse("participation:comment-create", args=[topic.slug])

    client.post(url, {"text": "\r\n".join(["x" * 49] * 100)})

    assert len(Comment.objects.get().text) == 4999


@pytest.mark.req("A20", "F39")
def test_a_form_sent_after_the_session_expired_loses_no_text(client, topic, citizen):
    url = reverse("participation:comment-create", args=[topic.slug])

    refused = client.post(url, {"text": "Lange überlegt", "wants_answer": "on"})
    assert refused.status_code == 302
    client.force_login(citizen)
    form = client.get(url)

    assert "Lange überlegt" in form.content.decode()
    assert Comment.objects.count() == 0


def test_a_comment_after_the_phase_keeps_the_text_on_the_page(client, citizen):
    topic = TopicFactory(phase=PhaseKind.REVIEW)
    client.force_login(citizen)

    answer = client.post(
        reverse("participation:comment-create", args=[topic.slug]), {"text": "Zu spät gesagt"}
    )

    assert answer.status_code == 409
    assert "Zu spät gesagt" in answer.content.decode()
    assert "Die Phase dafür ist beendet" in answer.content.decode()


def test_nobody_changes_or_withdraws_the_comment_of_others(client, comment, other_citizen):
    client.force_login(other_citizen)

    for name in ("comment-edit", "comment-withdraw"):
        url = reverse(f"participation:{name}", args=[comment.pk])
        assert client.post(url, {"text": "Fremd"}).status_code == 404

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PENDING


def test_the_author_withdraws_a_comment(client, topic, citizen):
    comment = CommentFactory(topic=topic, author=citizen, published=True)
    client.force_login(citizen)

    client.post(reverse("participation:comment-withdraw", args=[comment.pk]))

    comment.refresh_from_db()
    assert comment.status == CommentStatus.WITHDRAWN


def test_a_citizen_votes_changes_and_withdraws(client, topic, citizen):
    client.force_login(citizen)
    url = reverse("participation:topic-vote", args=[topic.slug])

    values = []
    for value in ("agree", "disagree", ""):
        client.post(url, {"value": value})
        values.append(list(Vote.objects.values_list("value", flat=True)))

    assert values == [["agree"], ["disagree"], []]


def test_a_vote_form_without_a_choice_withdraws_nothing(client, topic, citizen):
    client.force_login(citizen)
    url = reverse("participation:topic-vote", args=[topic.slug])
    client.post(url, {"value": "agree"})

    answer = client.post(url, {})

    assert answer.status_code == 422
    assert Vote.objects.count() == 1


@pytest.mark.req("S28")
@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_a_vote_leads_back_to_pages_of_ours_only(client, topic, citizen, target):
    comment = CommentFactory(topic=topic, published=True)
    client.force_login(citizen)

    answer = client.post(
        reverse("participation:comment-vote", args=[comment.pk]), {"value": "agree", "next": target}
    )

    assert answer.url == f"{topic.url}#beitrag-{comment.pk}"


@pytest.mark.req("S07")
def test_reading_a_form_changes_nothing(client, topic, citizen):
    comment = CommentFactory(topic=topic, author=citizen, published=True)
    client.force_login(citizen)

    for name in ("comment-withdraw", "comment-vote", "comment-edit", "reply-create"):
        client.get(reverse(f"participation:{name}", args=[comment.pk]))
    client.get(reverse("participation:topic-vote", args=[topic.slug]), {"value": "agree"})

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED
    assert Vote.objects.count() == 0


@pytest.mark.req("D03")
def test_anybody_reports_a_comment_without_an_account(client, topic):
    comment = CommentFactory(topic=topic, published=True)

    answer = client.post(
        reverse("reports:create", args=[comment.pk]),
        {"ground": "illegal", "explanation": "Das ist Volksverhetzung."},
        follow=True,
    )

    assert Report.objects.get().reference in answer.content.decode()
    assert client.cookies.get("sessionid") is None


def test_an_answer_stands_under_its_comment_with_the_administrations_name(client, topic, official):
    comment = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(comment, by=None)
    publish_answer(Case.objects.get(), by=official, text="Wir stellen <b>drei</b> Bänke auf.")

    html = client.get(topic.url).content.decode()

    assert "Wir stellen &lt;b&gt;drei&lt;/b&gt; Bänke auf." in html
    assert topic.administration.name in html


def test_a_case_shows_every_step(client, topic, official, django_capture_on_commit_callbacks):
    comment = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(comment, by=None)
    case = Case.objects.get()

    open_page = client.get(case.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        publish_answer(case, by=official, text="Erledigt.")
    answered_page = client.get(case.url).content.decode()

    assert "offen, fällig am" in open_page
    assert "Erledigt." in answered_page


@pytest.mark.req("P01")
def test_reading_sets_no_cookie(client, topic):
    comment = CommentFactory(topic=topic, published=True)

    for url in (topic.url, comment.url, "/beteiligung/"):
        assert client.get(url).cookies == {}


@pytest.mark.req("P09", "P27")
def test_addresses_of_people_are_nowhere_to_be_read(client, topic, citizen, moderator):
    comment = CommentFactory(topic=topic, author=citizen, published=True, wants_answer=True)

    for reader in (None, UserFactory(), citizen):
        if reader:
            client.force_login(reader)
        for url in (topic.url, comment.url):
            html = client.get(url).content.decode()
            assert moderator.email not in html
            assert reader == citizen or citizen.email not in html


@pytest.mark.req("R24")
@pytest.mark.parametrize("count", [1, 3, 25])
def test_a_thread_costs_the_same_queries_however_long(
    client, topic, official, django_assert_max_num_queries, count
):
    for _ in range(count):
        comment = CommentFactory(topic=topic, wants_answer=True)
        publish_comment(comment, by=None)
        CommentFactory(topic=topic, published=True, reply_to=comment)
        publish_answer(Case.objects.get(comment=comment), by=official, text="Ja.")
    client.get(topic.url)

    with django_assert_max_num_queries(12):
        client.get(topic.url, {"nach": "x"})
