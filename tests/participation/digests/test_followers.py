"""Followers: what they hear, how often, once, and nothing of their own doing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gdb_portal.mail.kinds import KINDS, Subscriber
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose, unsubscribe
from participation.cases.models import Case
from participation.cases.services import publish_answer, record_effect
from participation.digests.enums import NEWS_KINDS, NewsFrequency
from participation.digests.models import (
    DigestItem,
    DigestRecipient,
    DigestRun,
    News,
    NewsPreference,
    Subscription,
)
from participation.digests.services import (
    build_unprocessed,
    follow,
    plan_due_runs,
    set_news_frequencies,
    spread_news,
    stop_run,
    unfollow,
)
from participation.digests.services.following import LIST
from participation.models import Topic
from participation.services.comment import hide_comment, publish_comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
# A Tuesday after everything that the tests do now.
TUESDAY = dt.datetime(2030, 11, 26, 7, 30, tzinfo=BERLIN)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def run(now):
    spread_news()
    plan_due_runs(now)
    build_unprocessed(now)


def mails(person=None):
    rows = OutboxMail.objects.filter(kind="news").order_by("created_at")
    return rows.filter(recipient=person) if person else rows


def text(mail):
    message = compose(mail, KINDS["news"])
    return None if message is None else message.body


def publish(topic, **fields):
    comment = CommentFactory(topic=topic, **fields)
    publish_comment(comment, by=None)
    return comment


@pytest.fixture
def follower(topic):
    person = UserFactory(email="follower@example.org", pseudonym="Folgt")
    follow(topic, by=person)
    return person


def test_a_follower_hears_of_new_comments_once(topic, follower):
    publish(topic, text="Mehr Schatten")

    run(TUESDAY)
    run(TUESDAY + DAY)

    mail = mails().get()
    assert mail.recipient == follower
    assert "Mehr Schatten" in text(mail)


def test_nobody_hears_of_their_own_doing(topic, follower):
    publish(topic, author=follower)

    run(TUESDAY)

    assert mails().count() == 0


def test_what_was_before_following_is_not_new(topic):
    publish(topic)
    follow(topic, by=UserFactory())

    run(TUESDAY)

    assert mails().count() == 0


def test_five_replies_are_one_line(topic, citizen):
    parent = publish(topic, author=citizen)
    for _ in range(5):
        publish(topic, reply_to=parent)

    run(TUESDAY)

    message = compose(mails(citizen).get(), KINDS["news"])
    assert message.subject == "Beteiligung: 5 neue Antworten auf Ihre Beiträge"
    assert message.body.count("5 neue Antworten") == 1


def test_a_reply_to_a_follower_is_told_as_reply_only(topic, follower):
    parent = publish(topic, author=follower)
    publish(topic, reply_to=parent)
    spread_news()

    assert list(DigestItem.objects.filter(person=follower).values_list("kind", flat=True)) == [
        "reply"
    ]


def test_followers_hear_of_answers_and_the_author_by_their_own_mail(
    topic, follower, citizen, official
):
    follow(topic, by=citizen)
    comment = publish(topic, author=citizen, wants_answer=True)
    run(TUESDAY)
    publish_answer(Case.objects.get(comment=comment), by=official, text="Wir bauen.")

    run(TUESDAY + DAY)

    assert "Wir bauen." in text(mails(follower).last())
    assert mails(citizen).count() == 0
    assert OutboxMail.objects.filter(kind="answer_published", recipient=citizen).count() == 1


def test_author_and_followers_hear_what_became_of_it(topic, follower, citizen, official):
    comment = publish(topic, author=citizen, wants_answer=True)
    case = Case.objects.get(comment=comment)
    publish_answer(case, by=official, text="Machen wir.")
    record_effect(case, text="Es steht.", happened_on=timezone.localdate(), by=official)

    run(TUESDAY)

    for person in (citizen, follower):
        assert "Es steht." in text(mails(person).get())


@pytest.mark.req("F14")
def test_what_was_hidden_meanwhile_is_neither_told_nor_sent(topic, follower, moderator):
    first, second = publish(topic, text="Geheim eins"), publish(topic, text="Geheim zwei")
    spread_news()
    hide_comment(first, by=moderator, rule="1")
    run(TUESDAY)
    hide_comment(second, by=moderator, rule="1")

    assert text(mails().get()) is None


def test_what_comes_back_to_the_public_is_told_after_all(topic, follower, moderator):
    comment = publish(topic, text="Zu Unrecht verborgen")
    spread_news()
    hide_comment(comment, by=moderator, rule="1")
    run(TUESDAY)
    publish_comment(comment, by=moderator)

    run(TUESDAY + DAY)

    assert "Zu Unrecht verborgen" in text(mails().get())


def test_weekly_waits_for_monday_and_never_hears_nothing(topic, follower):
    other = UserFactory()
    follow(topic, by=other)
    set_news_frequencies(follower, frequencies=dict.fromkeys(NEWS_KINDS, NewsFrequency.WEEKLY))
    set_news_frequencies(other, frequencies=dict.fromkeys(NEWS_KINDS, NewsFrequency.NEVER))
    run(TUESDAY)
    publish(topic)

    run(TUESDAY + DAY)
    assert mails().count() == 0
    run(TUESDAY + 6 * DAY)

    assert [mail.recipient for mail in mails()] == [follower]
    assert DigestItem.objects.filter(person=other).count() == 0


def test_instant_is_at_most_one_mail_in_ten_minutes(topic, follower):
    set_news_frequencies(follower, frequencies=dict.fromkeys(NEWS_KINDS, NewsFrequency.INSTANT))
    start = TUESDAY.replace(minute=30)
    for minute in range(10):
        publish(topic)
        run(start + minute * MINUTE)
    assert mails().count() == 1

    run(start + 10 * MINUTE)

    assert mails().count() == 2
    assert DigestItem.objects.waiting().count() == 0


def test_changing_the_rhythm_takes_effect_for_what_waits(topic, follower):
    publish(topic)
    spread_news()
    set_news_frequencies(follower, frequencies=dict.fromkeys(NEWS_KINDS, NewsFrequency.NEVER))

    run(TUESDAY)

    assert mails().count() == 0


def test_who_stops_following_hears_no_more(topic, follower):
    unfollow(topic, by=follower)
    publish(topic)

    run(TUESDAY)

    assert mails().count() == 0


@pytest.mark.req("S42")
def test_one_click_ends_all_news_also_what_waits(topic, follower):
    publish(topic)
    run(TUESDAY)

    unsubscribe(LIST, Subscriber(recipient_id=follower.pk), how="one click")

    assert text(mails().get()) is None
    assert set(NewsPreference.objects.values_list("frequency", flat=True)) == {"never"}


def test_choosing_again_undoes_the_one_click(topic, follower):
    unsubscribe(LIST, Subscriber(recipient_id=follower.pk), how="one click")
    set_news_frequencies(follower, frequencies=dict.fromkeys(NEWS_KINDS, NewsFrequency.DAILY))
    publish(topic)

    run(TUESDAY)

    assert text(mails().get()) is not None


@pytest.mark.req("G11")
def test_the_mail_speaks_the_readers_language(topic, follower):
    follower.language = "en"
    follower.save()
    publish(topic)
    run(TUESDAY)

    html = compose(mails().get(), KINDS["news"]).alternatives[0][0]

    assert '<html lang="en">' in html


def test_a_deleted_account_takes_its_subscriptions_along(topic, follower):
    publish(topic)
    run(TUESDAY)

    follower.delete()

    assert Subscription.objects.count() == DigestItem.objects.exclude(person=None).count() == 0


def test_a_stopped_run_is_told_by_the_next(topic, follower, administrator):
    publish(topic, text="Nicht verloren")
    run(TUESDAY)
    stop_run(DigestRun.objects.get(recipients__person=follower), by=administrator)
    assert [text(mail) for mail in mails()] == [None]

    run(TUESDAY + DAY)

    assert "Nicht verloren" in text(mails().last())


@pytest.mark.req("R01", "R09")
def test_news_stand_or_fall_with_their_cause(topic, follower):
    class Failure(Exception):
        pass

    def fail_after_publishing():
        with transaction.atomic():
            publish(topic)
            raise Failure

    with pytest.raises(Failure):
        fail_after_publishing()

    assert News.objects.count() == 0


@pytest.mark.req("F05")
def test_spreading_and_planning_again_changes_nothing(topic, follower):
    publish(topic)
    for _ in range(3):
        run(TUESDAY)
        News.objects.update(spread_at=None)

    assert mails().count() == 1
    assert DigestItem.objects.filter(person=follower).count() == 1


@pytest.mark.req("R08")
def test_fifty_thousand_followers_with_a_hundred_having_news():
    quiet, loud = TopicFactory(), TopicFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH person AS ("
            " INSERT INTO accounts_user (password, is_superuser, email, pseudonym, first_name,"
            " last_name, language, is_staff, is_active, date_joined, assurance, is_guest)"
            " SELECT '', false, 'f' || n || '@example.org', 'Folgt ' || n, '', '', 'de', false,"
            " true, now(), 'email', false FROM generate_series(1, 50000) AS n RETURNING id, email)"
            " INSERT INTO digests_subscription (person_id, topic_id, started_at)"
            " SELECT id, CASE WHEN substr(email, 2, position('@' in email) - 2)::int <= 100"
            " THEN %s ELSE %s END, now() - interval '1 day' FROM person",
            [loud.pk, quiet.pk],
        )
        # As autovacuum does: plans made for an empty table would compare everybody with everybody.
        cursor.execute("ANALYZE accounts_user, digests_subscription")
    publish(loud)

    with CaptureQueriesContext(connection) as planning:
        spread_news()
        plan_due_runs(TUESDAY)
    build_unprocessed(TUESDAY)

    assert mails().count() == 100
    assert DigestRecipient.objects.exclude(person=None).count() == 100
    # Who has news is asked of all at once, not one by one.
    assert len(planning) < 400


def test_following_needs_a_click(client, topic, citizen):
    address = reverse("digests:follow", args=[topic.slug])
    client.force_login(citizen)

    client.get(address)
    assert Subscription.objects.count() == 0
    client.post(address)
    client.post(address)

    assert Subscription.objects.get().person == citizen


def test_what_is_not_public_cannot_be_followed(client, citizen):
    topic = TopicFactory(live=False)
    client.force_login(citizen)

    assert client.post(reverse("digests:follow", args=[topic.slug])).status_code == 404


def test_a_person_chooses_rhythms_in_the_account(client, topic, follower):
    client.force_login(follower)
    address = reverse("digests:news-settings")

    wrong = client.post(address, {"reply": "hourly"})
    client.post(address, dict.fromkeys((k.value for k in NEWS_KINDS), "weekly"))
    page = client.get(address)

    assert wrong.status_code == 422
    assert set(NewsPreference.objects.values_list("frequency", flat=True)) == {"weekly"}
    assert topic.slug in page.content.decode()
    assert Topic.objects.count() == 1
