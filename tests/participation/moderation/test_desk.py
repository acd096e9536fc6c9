"""The moderators' desk: everything by form posts, nobody decides twice or on their own words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gdb_portal.mail.models import OutboxMail
from participation.enums import CommentStatus
from participation.models import Comment
from participation.moderation.models import Decision, Report
from participation.moderation.services import approve, hide, report_comment
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = pytest.mark.django_db

REASON = "Sie beleidigen hier eine Mitarbeiterin."
QUEUE = "/cms/moderation/"


def url(name, *args):
    return reverse(f"moderation:{name}", args=args)


def reported(comment, **kwargs):
    data = {"ground": "rules", "rule": "1", "explanation": HOSTILE, "email": "z@example.org"}
    return report_comment(comment, by=None, **{**data, **kwargs})


def text_of(answer):
    return answer.content.decode()


def test_the_queue_shows_what_came_first_first(client, topic, moderator):
    first = CommentFactory(topic=topic, text="Erster")
    second = CommentFactory(topic=topic, text="Zweiter")
    CommentFactory(topic=topic, text="Schon öffentlich", published=True)
    client.force_login(moderator)

    answer = client.get(QUEUE)

    assert list(answer.context["page"]) == [first, second]


def test_hostile_words_stay_words(client, comment, moderator):
    reported(comment)
    client.force_login(moderator)

    for address in (QUEUE, f"{QUEUE}?ansicht=meldungen", url("review", comment.pk)):
        assert "<script>alert" not in text_of(client.get(address))


def test_approving_leads_to_the_next_one(client, topic, moderator):
    first, second = CommentFactory(topic=topic), CommentFactory(topic=topic)
    client.force_login(moderator)

    from_list = client.post(url("approve", first.pk))
    from_page = client.post(url("approve", second.pk), {"von": "beitrag"})

    assert from_list.url == f"{QUEUE}#beitrag-{second.pk}"
    assert from_page.url == QUEUE


def test_approving_on_its_own_page_opens_the_next_ones_page(client, topic, moderator):
    first, second = CommentFactory(topic=topic), CommentFactory(topic=topic)
    client.force_login(moderator)

    answer = client.post(url("approve", first.pk), {"von": "beitrag"})

    assert answer.url == url("review", second.pk)


def test_after_the_last_one_of_the_list_the_oldest_comes(client, topic, moderator):
    first, second = CommentFactory(topic=topic), CommentFactory(topic=topic)
    client.force_login(moderator)

    answer = client.post(url("approve", second.pk))

    assert answer.url == f"{QUEUE}#beitrag-{first.pk}"


@pytest.mark.req("D09")
@pytest.mark.parametrize(
    "data", [{}, {"rule": "1"}, {"reason": REASON}, {"rule": "9", "reason": REASON}]
)
def test_nothing_is_hidden_without_rule_and_reason(client, comment, moderator, data):
    client.force_login(moderator)

    answer = client.post(url("hide", comment.pk), data)

    comment.refresh_from_db()
    assert answer.status_code == 422
    assert comment.status == CommentStatus.PENDING


def test_a_refused_form_keeps_the_reason(client, comment, moderator):
    client.force_login(moderator)

    answer = client.post(url("hide", comment.pk), {"reason": REASON})

    assert REASON in text_of(answer)


@pytest.mark.req("D09", "F17")
def test_the_slower_moderator_sees_what_the_other_decided(
    client, comment, moderator, other_moderator
):
    approve(comment, by=other_moderator)
    client.force_login(moderator)

    answer = client.post(url("approve", comment.pk), follow=True)

    assert "Hier hat inzwischen Mira entschieden" in text_of(answer)
    assert Decision.objects.count() == 1


def test_a_moderator_sees_that_another_is_looking(client, comment, moderator, other_moderator):
    client.force_login(other_moderator)
    client.get(url("review", comment.pk))
    client.force_login(moderator)

    assert "wird gerade von Mira geprüft" in text_of(client.get(QUEUE))
    assert "Mira prüft diesen Beitrag gerade" in text_of(client.get(url("review", comment.pk)))


def test_nobody_is_told_that_they_look_themselves(client, comment, moderator):
    client.force_login(moderator)
    client.get(url("review", comment.pk))

    assert "wird gerade von" not in text_of(client.get(QUEUE))


def test_several_are_approved_at_once_and_each_author_is_told(client, topic, moderator):
    chosen = CommentFactory.create_batch(3, topic=topic)
    left = CommentFactory(topic=topic)
    client.force_login(moderator)

    client.post(url("approve-many"), {"beitrag": [c.pk for c in chosen]})

    assert set(Comment.objects.published()) == set(chosen)
    assert Comment.objects.get(pk=left.pk).status == CommentStatus.PENDING
    assert OutboxMail.objects.filter(kind="comment_published").count() == 3


def test_approving_several_leaves_what_others_decided(client, topic, moderator, other_moderator):
    fresh, decided = CommentFactory(topic=topic), CommentFactory(topic=topic)
    hide(decided, by=other_moderator, rule="1", reason=REASON)
    client.force_login(moderator)

    answer = client.post(url("approve-many"), {"beitrag": [fresh.pk, decided.pk]}, follow=True)

    decided.refresh_from_db()
    assert decided.status == CommentStatus.HIDDEN
    assert "1 Beitrag blieb unverändert" in text_of(answer)


@pytest.mark.parametrize("chosen", [[], ["0"], ["abc"], ["9" * 30], ["१"]])
def test_choosing_nothing_or_nonsense_approves_nothing(client, comment, moderator, chosen):
    client.force_login(moderator)

    answer = client.post(url("approve-many"), {"beitrag": chosen})

    comment.refresh_from_db()
    assert answer.status_code == 302
    assert comment.status == CommentStatus.PENDING


def test_moderators_do_not_decide_on_their_own_words(client, topic, moderator):
    own = CommentFactory(topic=topic, author=moderator)
    client.force_login(moderator)

    refused = [
        client.post(url("approve", own.pk)),
        client.post(url("hide", own.pk), {"rule": "1", "reason": REASON}),
        client.post(url("answer-wish", own.pk), {"reason": "Bitte", "wants_answer": "ja"}),
        client.post(url("approve-many"), {"beitrag": [own.pk]}),
    ]

    own.refresh_from_db()
    assert all(answer.status_code == 302 for answer in refused)
    assert (own.status, own.wants_answer) == (CommentStatus.PENDING, False)
    assert Decision.objects.count() == 0


def test_a_report_is_kept_with_a_reason_and_its_sender_told(client, topic, moderator):
    comment = CommentFactory(topic=topic, published=True)
    report = reported(comment)
    client.force_login(moderator)

    client.post(url("keep", report.reference), {"reason": "Das ist eine zulässige Meinung."})

    report.refresh_from_db()
    assert report.status == "rejected"
    assert OutboxMail.objects.get(kind="report_decided").address == "z@example.org"


def test_what_may_be_illegal_comes_first_and_shows_its_hour(client, topic, moderator):
    rude = reported(CommentFactory(topic=topic, published=True))
    illegal = reported(CommentFactory(topic=topic, published=True), ground="illegal")
    client.force_login(moderator)

    answer = client.get(f"{QUEUE}?ansicht=meldungen")

    assert list(answer.context["page"]) == [illegal, rude]
    assert illegal.due_at < rude.due_at


def test_a_late_report_says_so(client, topic, moderator):
    report = reported(CommentFactory(topic=topic, published=True), ground="illegal")
    Report.objects.filter(pk=report.pk).update(created_at="2026-01-01T12:00:00Z")
    client.force_login(moderator)

    assert "überfällig" in text_of(client.get(f"{QUEUE}?ansicht=meldungen"))
    assert "1 überfällig" in text_of(client.get("/cms/"))


def test_the_review_tells_what_the_person_wrote_before(client, topic, citizen, moderator):
    earlier = CommentFactory(topic=topic, author=citizen, text="Früher gesagt", published=True)
    hide(earlier, by=moderator, rule="4", reason=REASON)
    comment = CommentFactory(topic=topic, author=citizen)
    client.force_login(moderator)

    answer = client.get(url("review", comment.pk))

    assert answer.context["author"]["counts"] == {"all": 2, "published": 0, "hidden": 1}
    assert answer.context["author"]["rules"] == ["4"]
    assert "Früher gesagt" in text_of(answer)


def test_addresses_of_authors_are_not_shown_to_moderators(client, comment, citizen, moderator):
    client.force_login(moderator)

    for address in (QUEUE, url("review", comment.pk)):
        assert citizen.email not in text_of(client.get(address))


def test_a_decision_is_taken_back_from_the_comments_page(client, comment, moderator):
    decision = hide(comment, by=moderator, rule="1", reason=REASON)
    client.force_login(moderator)

    client.post(url("undo", decision.pk))

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PENDING


def test_pressing_twice_does_not_turn_the_wish_for_an_answer_around(client, topic, moderator):
    comment = CommentFactory(topic=topic, published=True)
    client.force_login(moderator)
    data = {"reason": "Eine klare Frage", "wants_answer": "ja"}

    client.post(url("answer-wish", comment.pk), data)
    client.post(url("answer-wish", comment.pk), data)

    comment.refresh_from_db()
    assert comment.wants_answer
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("role", ["citizen", "editor", "publisher", "official", "administrator"])
def test_only_moderators_come_to_the_desk(client, comment, role, request):
    report = reported(CommentFactory(topic=comment.topic, published=True))
    client.force_login(request.getfixturevalue(role))

    answers = [
        client.get(QUEUE),
        client.get(url("review", comment.pk)),
        client.post(url("approve", comment.pk)),
        client.post(url("approve-many"), {"beitrag": [comment.pk]}),
        client.post(url("hide", comment.pk), {"rule": "1", "reason": REASON}),
        client.post(url("keep", report.reference), {"reason": REASON}),
    ]

    comment.refresh_from_db()
    assert {answer.status_code for answer in answers} <= {302, 403}
    assert comment.status == CommentStatus.PENDING
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("name", ["approve", "hide", "answer-wish"])
def test_decisions_are_posted(client, comment, moderator, name):
    client.force_login(moderator)

    assert client.get(url(name, comment.pk)).status_code == 405


@pytest.mark.req("R24")
@pytest.mark.parametrize("tab", ["neu", "meldungen", "entschieden", "quatsch"])
def test_the_queue_costs_the_same_however_long(client, topic, moderator, tab):
    client.force_login(moderator)

    def queries_with_one_more() -> int:
        comment = CommentFactory(topic=topic)
        CommentFactory(topic=topic, reply_to=CommentFactory(topic=topic, published=True))
        reported(comment)
        approve(CommentFactory(topic=topic), by=moderator)
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE, {"ansicht": tab})
        return len(queries)

    queries_with_one_more()
    assert queries_with_one_more() == queries_with_one_more()
