"""Following measures, pilots, fields and districts: what is news, to whom, and only once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gdb_portal.core.models import Event
from gdb_portal.mail.kinds import Subscriber
from gdb_portal.mail.services import unsubscribe
from participation.cases.models import Case
from participation.cases.services import publish_answer, record_effect
from participation.digests.enums import NewsKind
from participation.digests.models import DigestItem, News, Subscription
from participation.digests.services import (
    follow,
    notice_news,
    set_news_frequencies,
    spread_news,
    unfollow,
)
from participation.digests.services.following import LIST
from participation.services.comment import publish_comment
from pilots.models import Finding, Pilot, PilotUpdate
from strategy.models import Measure, Milestone
from strategy.services.progress import change_progress, confirm_unchanged
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory
from tests.factories.strategy import MeasureFactory, add

pytestmark = [pytest.mark.django_db, pytest.mark.req("A9")]


def publish(page, user=None):
    type(page).objects.get(pk=page.pk).save_revision(user=user).publish()


def with_milestone(measure, title="Erste Bank", user=None, **dates):
    page = Measure.objects.get(pk=measure.pk)
    page.milestones.add(Milestone(title=title, **dates))
    page.save_revision(user=user).publish()


def published_topic(page, **fields):
    topic = TopicFactory(page=page, live=False, **fields)
    topic.save_revision().publish()
    return topic


def answered(topic, text, official):
    comment = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(comment, by=None)
    publish_answer(Case.objects.get(comment=comment), text=text, by=official)
    return comment


def test_a_changed_status_is_told_with_its_reason_in_the_next_digest_once(measure, follower, post):
    follow(measure, by=follower)
    change_progress(measure, by=None, reason=f"Die Bänke stehen. {HOSTILE}", status="running")

    post.tell()
    post.tell(days=1)

    (message,) = post.to(follower)
    assert message.subject == "Neues: 1 Neuigkeit zu Maßnahmen"
    assert "Mehr <Bänke>" in message.body
    assert "Stand: in Planung → laufend" in message.body
    assert "Begründung: Die Bänke stehen." in message.body
    assert "<script>" not in message.alternatives[0][0]


def test_a_measure_that_is_said_to_be_unchanged_is_news_too(measure, follower, post):
    follow(measure, by=follower)
    confirm_unchanged(measure, by=None, reason="Die Ausschreibung läuft noch.")

    post.tell()

    assert "Die Ausschreibung läuft noch." in post.texts(follower)[0]


def test_what_was_said_before_following_is_not_told(measure, follower, post):
    change_progress(measure, by=None, reason="Alt.", status="running")
    with_milestone(measure)
    follow(measure, by=follower)

    post.tell()

    assert post.to(follower) == []


def test_nobody_is_told_of_their_own_change(measure, editor, follower, post):
    for person in (editor, follower):
        follow(measure, by=person)
    change_progress(measure, by=editor, reason="Fertig.", status="completed")
    with_milestone(measure, user=editor)

    post.tell()

    assert post.to(editor) == []
    assert len(post.to(follower)) == 1


def test_a_milestone_is_told_when_it_is_planned_and_when_it_is_reached(measure, follower, post):
    follow(measure, by=follower)
    with_milestone(measure, planned_on=dt.date(2031, 5, 1))
    post.tell()
    Milestone.objects.update(reached_on=dt.date(2031, 4, 1))
    publish(measure)

    post.tell(days=1)
    post.tell(days=2)

    planned, reached = post.texts(follower)
    assert "Neuer Meilenstein: Erste Bank" in planned
    assert "Meilenstein erreicht: Erste Bank" in reached
    assert "Neuer Meilenstein" not in reached


def test_a_page_that_is_published_again_tells_nothing_again(measure, follower, post):
    follow(measure, by=follower)
    with_milestone(measure)
    post.tell()

    for _ in range(2):
        publish(measure)
        post.tell(days=1)

    assert len(post.to(follower)) == 1


def test_rows_that_are_loaded_anew_from_a_file_are_no_news(measure, follower, post):
    follow(measure, by=follower)
    with_milestone(measure)
    post.tell()
    page = Measure.objects.get(pk=measure.pk)
    page.milestones.set([Milestone(title="Erste Bank")])
    page.save_revision().publish()

    post.tell(days=1)

    assert len(post.to(follower)) == 1


def test_a_corrected_word_in_a_milestone_is_no_news(measure, follower, post):
    follow(measure, by=follower)
    with_milestone(measure, title="Ertse Bank")
    post.tell()
    page = Measure.objects.get(pk=measure.pk)
    for milestone in page.milestones.all():
        milestone.title = "Erste Bank"
        page.milestones.add(milestone)
    page.save_revision().publish()

    post.tell(days=1)

    assert len(post.to(follower)) == 1


def test_a_milestone_that_was_taken_back_before_the_mail_is_not_in_it(measure, follower, post):
    follow(measure, by=follower)
    with_milestone(measure)
    post.tell()
    Milestone.objects.all().delete()

    assert post.texts(follower) == []


def test_a_measure_that_left_the_public_is_not_in_a_mail(measure, follower, post):
    follow(measure, by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")
    post.tell()
    Measure.objects.get(pk=measure.pk).unpublish()

    assert post.texts(follower) == []


def test_a_pilots_updates_and_findings_are_told(pilot, follower, post):
    follow(pilot, by=follower)
    page = Pilot.objects.get(pk=pilot.pk)
    page.updates.add(PilotUpdate(title="Sensoren hängen", text="x", dated_on=dt.date(2031, 1, 1)))
    page.findings.add(Finding(title="Wind stört", text="x"))
    page.save_revision().publish()

    post.tell()

    (text,) = post.texts(follower)
    assert "Zwischenstand: Sensoren hängen" in text
    assert "Erkenntnis: Wind stört" in text


@pytest.mark.parametrize("place", ["field", "district", "measure"])
def test_a_new_topic_is_told_wherever_it_belongs(request, measure, follower, post, place):
    follow(request.getfixturevalue(place), by=follower)
    topic = published_topic(measure, title="Wohin mit <den> Bänken?")

    post.tell()

    (message,) = post.to(follower)
    assert message.subject == "Beteiligung: 1 neues Thema"
    assert f"{topic.title} (Mehr <Bänke>)" in message.body


@pytest.mark.parametrize("place", ["field", "district", "measure"])
def test_an_answer_is_told_wherever_its_topic_belongs(request, measure, follower, post, place):
    topic = TopicFactory(page=measure)
    official = UserFactory(roles=["official"])
    topic.administration.members.create(user=official)
    follow(request.getfixturevalue(place), by=follower)
    answered(topic, "Ja, im Mai.", official)

    post.tell()

    (text,) = post.texts(follower)
    assert "Ja, im Mai." in text


@pytest.mark.parametrize("place", ["field", "district"])
def test_a_change_is_told_to_whoever_follows_the_field_or_district(
    request, measure, follower, post, place
):
    follow(request.getfixturevalue(place), by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")

    post.tell()

    assert "Stand: in Planung → laufend" in post.texts(follower)[0]


def test_a_new_measure_is_one_piece_of_news_with_all_that_stands_on_it(
    measure_index, field, follower, post
):
    follow(field, by=follower)
    page = MeasureFactory(parent=measure_index, title="Brunnen", live=False)
    add(page.field_links, field=field)
    page.milestones.add(Milestone(title="Wasser läuft"))
    page.save_revision().publish()

    post.tell()

    (message,) = post.to(follower)
    assert message.subject == "Neues: 1 Neuigkeit zu Maßnahmen"
    assert "Ins Portal aufgenommen" in message.body
    assert "Wasser läuft" not in message.body


def test_comments_are_told_to_followers_of_the_topic_only(measure, field, follower, post):
    topic = TopicFactory(page=measure)
    follow(field, by=follower)
    publish_comment(CommentFactory(topic=topic), by=None)

    post.tell()

    assert post.to(follower) == []


def test_a_topic_of_a_districts_office_concerns_the_district(district, follower, post):
    topic = TopicFactory(live=False)
    topic.administration.district = district
    topic.administration.save()
    follow(district, by=follower)
    topic.save_revision().publish()

    post.tell()

    assert topic.title in post.texts(follower)[0]


def test_an_effect_is_told_to_followers_of_the_page_on_which_it_shows(
    measure, follower, official, topic, post
):
    comment = answered(topic, "Ja.", official)
    follow(measure, by=follower)
    record_effect(
        Case.objects.get(comment=comment),
        text="Zehn Bänke mehr.",
        happened_on=dt.date(2026, 1, 1),
        seen_in=measure,
        by=official,
    )

    post.tell()

    assert "Zehn Bänke mehr." in post.texts(follower)[0]


def test_what_two_followed_things_tell_is_told_once(measure, field, district, follower, post):
    for target in (measure, field, district):
        follow(target, by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")
    published_topic(measure, title="Wohin?")

    post.tell()
    post.tell(days=1)

    (message,) = post.to(follower)
    assert message.body.count("Stand: in Planung → laufend") == 1
    assert message.body.count("Wohin? (") == 1
    items = DigestItem.objects.filter(person=follower).values_list("kind", flat=True)
    assert sorted(items) == ["measure_news", "new_topic"]


def test_the_mail_says_why_it_came_and_how_to_end_each_reason(measure, field, follower, post):
    other = UserFactory()
    for person in (follower, other):
        follow(measure, by=person)
    follow(field, by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")

    post.tell()

    (text,) = post.texts(follower)
    assert "Neues zu „Mehr <Bänke>“" in text
    assert "Neues im Handlungsfeld „Offene <Daten>“" in text
    assert text.count("dieses Abo beenden:") == 2


def test_a_follower_of_the_topic_is_not_told_that_it_is_new(measure, follower, post):
    topic = TopicFactory(page=measure, live=False)
    follow(topic, by=follower)
    topic.save_revision().publish()

    post.tell()

    assert News.objects.filter(kind=NewsKind.TOPIC).exists()
    assert post.to(follower) == []


def test_unfollowing_drops_what_waits_and_keeps_what_another_follow_tells(
    measure, field, follower, post
):
    follow(measure, by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")
    spread_news()
    unfollow(measure, by=follower)
    assert DigestItem.objects.filter(person=follower).count() == 0

    for target in (measure, field):
        follow(target, by=follower)
    change_progress(measure, by=None, reason="Fertig.", status="completed")
    spread_news()
    unfollow(measure, by=follower)
    post.tell()

    (text,) = post.texts(follower)
    assert "Fertig." in text
    assert "Läuft." not in text


def test_all_languages_of_a_page_are_followed_as_one(measure, follower, post):
    english = HomeFactory(language="en")
    index = measure.get_parent().specific.copy_for_translation(english.locale)
    index.save_revision().publish()
    translation = measure.copy_for_translation(english.locale)
    translation.title = "More benches"
    translation.save_revision().publish()
    follower.language = "en"
    follower.save()
    follow(measure, by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")

    post.tell()

    (text,) = post.texts(follower)
    assert "More benches" in text
    assert text.count("Läuft.") == 1


def test_noticing_twice_at_once_notes_everything_once(measure):
    change_progress(measure, by=None, reason="Läuft.", status="running")
    assert notice_news() > 0

    assert notice_news() == 0


def test_following_twice_is_following_once(measure, follower):
    first = follow(measure, by=follower)

    assert follow(measure, by=follower) == first
    assert Event.objects.filter(kind="measure.followed").count() == 1


def test_a_subscription_follows_exactly_one_thing_for_exactly_one(measure, field, follower):
    wrong = (
        {"person": follower},
        {"person": follower, "measure": measure, "field": field},
        {"measure": measure},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(**values)


def test_whoever_left_everything_and_follows_again_hears_again(measure, field, follower, post):
    follow(field, by=follower)
    unsubscribe(LIST, Subscriber(recipient_id=follower.pk), how="one click")
    change_progress(measure, by=None, reason="Ungehört.", status="running")
    follow(measure, by=follower)
    change_progress(measure, by=None, reason="Gehört.", status="completed")

    post.tell()

    (text,) = post.texts(follower)
    assert "Gehört." in text


def test_a_kind_of_news_that_was_left_stays_left(measure, field, follower, post):
    follow(field, by=follower)
    set_news_frequencies(follower, frequencies={"measure_news": "never", "new_topic": "daily"})
    follow(measure, by=follower)
    change_progress(measure, by=None, reason="Läuft.", status="running")

    post.tell()

    assert post.to(follower) == []
