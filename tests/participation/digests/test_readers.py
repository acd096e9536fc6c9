"""Following by an address alone: asked first, told the same, left with one click."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import AddressSubscription, Consent, OutboxMail, Reader
from gdb_portal.mail.services import compose, set_rhythm
from participation.cases.models import Case
from participation.cases.services import publish_answer, record_effect
from participation.digests.models import DigestItem, DigestRecipient, Subscription
from participation.digests.services import end, follow, follow_by_mail, spread_news, stop_run
from participation.digests.targets import describe
from participation.models import Topic
from participation.services.comment import publish_comment
from strategy.models import Measure
from strategy.services.progress import change_progress
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("G8")]
ANNA = "anna@example.org"


def ask(client, target_url, address=ANNA):
    return client.post(target_url, {"email": address})


def link_in(message, path):
    return re.search(rf"http://localhost:8000((?:/en)?{path}\S+)", message.body)[1]


def request_mail(address=ANNA):
    mails = OutboxMail.objects.filter(kind="subscription_request", address=address)
    mail = mails.order_by("created_at").last()
    return compose(mail, KINDS[mail.kind])


def say_yes(address=ANNA):
    return Client().post(link_in(request_mail(address), "/abos/bestaetigen/"))


def follow_page(measure):
    return reverse("digests:follow-measure", args=[measure.slug])


@pytest.fixture
def reader(client, measure):
    ask(client, follow_page(measure))
    say_yes()
    return Reader.objects.get()


def change(measure, reason="Die Bänke stehen."):
    status = "running" if Measure.objects.get(pk=measure.pk).status == "planned" else "planned"
    change_progress(measure, by=None, reason=reason, status=status)


def test_an_address_follows_after_its_yes_and_not_before(client, measure, post):
    answer = ask(client, follow_page(measure))
    change(measure, "Zu früh.")
    post.tell()

    assert answer.url == reverse("mail:subscription-requested")
    assert (Subscription.objects.count(), post.to(ANNA)) == (0, [])
    assert request_mail().subject == "Bitte bestätigen: Neues zu „Mehr <Bänke>“"

    say_yes()
    change(measure, "Danach.")
    post.tell(days=1)

    (text,) = post.texts(ANNA)
    assert "Danach." in text
    assert "Zu früh." not in text


def test_the_mail_to_an_address_leads_to_its_own_pages(measure, reader, post):
    change(measure)
    post.tell()

    (message,) = post.to(ANNA)
    assert message.to == [ANNA]
    assert "mit dieser Adresse bestellt" in message.body
    assert "/konto/" not in message.body
    assert link_in(message, "/abos/")
    assert "/abmelden/" in message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.req("S42", "F18")
def test_the_link_in_the_mail_ends_one_subscription_by_its_button(
    client, measure, field, reader, post
):
    ask(client, reverse("digests:follow-field", args=[field.slug]))
    say_yes()
    change(measure)
    post.tell()
    link = link_in(post.to(ANNA)[0], "/folgen/beenden/")

    shown = Client().get(link)
    assert (shown.status_code, Subscription.objects.count()) == (200, 2)
    answers = [Client(enforce_csrf_checks=True).post(link) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Subscription.objects.get().kind == "field"
    assert AddressSubscription.objects.get().subject == f"field-{field.pk}"
    assert Client().get(link[:-2] + "x/").status_code == 404


@pytest.mark.req("S42", "F18")
def test_one_click_ends_everything_of_the_list_also_what_waits(measure, reader, post):
    change(measure)
    post.tell()
    change(measure, "Noch einmal.")
    spread_news()
    header = post.to(ANNA)[0].extra_headers["List-Unsubscribe"]
    link = re.search(r"/abmelden/[^>]+", header)[0]

    Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    post.tell(days=1)

    assert (Reader.objects.count(), Subscription.objects.count()) == (0, 0)
    assert DigestItem.objects.count() == 0
    assert OutboxMail.objects.filter(kind="news").count() == 1
    assert Consent.objects.first().granted is False


def test_a_mail_that_waits_is_not_sent_to_whoever_left(measure, reader, post):
    change(measure)
    post.tell()
    mail = OutboxMail.objects.get(kind="news")

    Reader.objects.get().delete()

    assert compose(mail, KINDS["news"]) is None


def test_an_address_hears_once_what_two_followed_things_tell(client, measure, field, reader, post):
    ask(client, reverse("digests:follow-field", args=[field.slug]))
    say_yes()
    change(measure)

    post.tell()
    post.tell(days=1)

    (text,) = post.texts(ANNA)
    assert text.count("Die Bänke stehen.") == 1
    assert text.count("dieses Abo beenden:") == 2


@pytest.mark.parametrize(
    ("rhythm", "days"), [("daily", [1]), ("weekly", [6]), ("never", []), ("instant", [1])]
)
def test_an_address_hears_in_its_rhythm(measure, reader, post, rhythm, days):
    set_rhythm(reader.subscriptions.get(), rhythm=rhythm)
    post.tell()
    change(measure)

    heard = []
    for day in range(1, 8):
        before = OutboxMail.objects.filter(kind="news").count()
        post.tell(days=day)
        if OutboxMail.objects.filter(kind="news").count() > before:
            heard.append(day)

    assert heard == days


@pytest.fixture
def both(client, reader, measure, field):
    """The measure and, wider, its field of action."""
    ask(client, reverse("digests:follow-field", args=[field.slug]))
    say_yes()
    return Subscription.objects.get(measure=measure), Subscription.objects.get(field=field)


def choose(subscription, rhythm):
    set_rhythm(subscription.opt_in, rhythm=rhythm)


def told(post) -> int:
    return len(post.texts(ANNA))


def test_one_address_hears_of_each_thing_in_its_own_rhythm(client, topic, measure, reader, post):
    ask(client, reverse("digests:follow", args=[topic.slug]))
    say_yes()
    choose(Subscription.objects.get(topic=topic), "weekly")
    post.tell()
    publish_comment(CommentFactory(topic=topic, text="Mehr Schatten"), by=None)
    change(measure)

    post.tell(days=1)
    (at_once,) = post.texts(ANNA)
    post.tell(days=6)
    _first, later = post.texts(ANNA)

    assert ("Die Bänke stehen." in at_once, "Mehr Schatten" in at_once) == (True, False)
    assert ("Die Bänke stehen." in later, "Mehr Schatten" in later) == (False, True)


@pytest.mark.parametrize("order", [("weekly", "daily"), ("daily", "weekly")])
def test_what_two_followed_things_tell_comes_once_in_the_quicker_rhythm(measure, both, post, order):
    for subscription, rhythm in zip(both, order, strict=True):
        choose(subscription, rhythm)
    change(measure)

    post.tell()
    assert told(post) == 1
    post.tell(days=6)

    assert told(post) == 1


def test_a_thing_that_one_wants_no_news_of_leaves_the_others(measure, both, post):
    choose(both[0], "never")
    change(measure)
    post.tell()
    assert told(post) == 1

    choose(both[1], "never")
    change(measure, "Danach.")
    post.tell(days=1)

    assert told(post) == 1
    assert DigestItem.objects.filter(recipient=None).count() == 0


def test_another_rhythm_holds_for_what_waits_already(measure, both, post):
    for subscription in both:
        choose(subscription, "weekly")
    post.tell()
    change(measure)
    post.tell(days=1)
    assert told(post) == 0

    choose(both[1], "daily")
    post.tell(days=2)

    assert told(post) == 1


def test_never_drops_what_waits_of_it_and_only_that(client, topic, measure, reader, post):
    ask(client, reverse("digests:follow", args=[topic.slug]))
    say_yes()
    publish_comment(CommentFactory(topic=topic, text="Mehr Schatten"), by=None)
    change(measure)
    spread_news()

    choose(Subscription.objects.get(measure=measure), "never")
    choose(Subscription.objects.get(measure=measure), "daily")
    post.tell()

    (text,) = post.texts(ANNA)
    assert ("Die Bänke stehen." in text, "Mehr Schatten" in text) == (False, True)


def test_what_becomes_of_contributions_is_no_more_told_to_whoever_left(
    client, topic, measure, reader, citizen, official
):
    ask(client, reverse("digests:follow", args=[topic.slug]))
    say_yes()
    publish_comment(CommentFactory(topic=topic, author=citizen, wants_answer=True), by=None)
    case = Case.objects.get()
    publish_answer(case, text="Ja.", by=official)
    record_effect(case, text="Es steht.", happened_on=timezone.localdate(), by=official)
    spread_news()
    waiting = DigestItem.objects.filter(reader=reader)
    assert set(waiting.values_list("kind", flat=True)) >= {"effect", "topic_answer"}

    end(Subscription.objects.get(topic=topic), how="test")

    assert not waiting.exists()


def test_the_way_from_a_mail_to_another_rhythm_needs_no_script(measure, reader, both, post):
    change(measure)
    post.tell()
    client = Client(enforce_csrf_checks=True)
    page = client.get(link_in(post.to(ANNA)[0], "/abos/")).content.decode()
    form = BeautifulSoup(page, "html.parser").find(id="wie-oft")
    chosen = {select["name"]: "weekly" for select in form.find_all("select")}

    answer = client.post(form["action"], chosen)

    assert len(chosen) == 2
    assert answer.status_code == 302
    assert set(AddressSubscription.objects.values_list("rhythm", flat=True)) == {"weekly"}


def test_an_address_can_be_followed_by_whoever_has_an_account_too(measure, reader, follower, post):
    follow(measure, by=follower)
    change(measure)

    post.tell()

    assert len(post.to(follower)) == len(post.to(ANNA)) == 1
    assert DigestRecipient.objects.filter(administration=None).count() == 2


def test_comments_reach_an_address_that_follows_the_topic(client, topic, post):
    ask(client, reverse("digests:follow", args=[topic.slug]))
    say_yes()
    publish_comment(CommentFactory(topic=topic, text="Mehr Schatten"), by=None)

    post.tell()

    assert "Mehr Schatten" in post.texts(ANNA)[0]


def test_a_stopped_run_is_told_to_an_address_by_the_next(measure, reader, administrator, post):
    change(measure)
    post.tell()
    stop_run(DigestRecipient.objects.get(reader=reader).run, by=administrator)
    assert post.texts(ANNA) == []

    post.tell(days=1)

    assert len(post.texts(ANNA)) == 1


def test_mails_to_an_address_speak_the_language_of_the_page(client, measure, post):
    with_language = "/en" + follow_page(measure)
    ask(client, with_language)
    say_yes()
    change(measure)

    post.tell()

    assert request_mail() is not None
    assert post.to(ANNA)[0].alternatives[0][0].count('<html lang="en">') == 1


def test_whoever_asks_for_a_strangers_address_learns_nothing(client, measure, reader):
    known = ask(client, follow_page(measure))
    unknown = ask(client, follow_page(measure), "nobody@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_wrong_address_is_said_to_be_wrong_and_stays_in_the_form(client, measure):
    answer = ask(client, follow_page(measure), "anna@@")

    assert answer.status_code == 422
    assert 'value="anna@@"' in answer.content.decode()
    assert Reader.objects.count() == 0


def test_a_program_that_fills_every_field_follows_nothing(client, measure):
    client.post(follow_page(measure), {"email": ANNA, "website": "http://spam.example.org"})

    assert (Reader.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_one_network_asks_ten_addresses_an_hour(client, measure):
    answers = [ask(client, follow_page(measure), f"{n}@example.org") for n in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]


def test_what_is_gone_is_described_to_nobody(topic):
    subject = f"topic-{topic.pk}"
    assert describe(subject).title == f"Neues zum Thema „{topic.title}“"
    Topic.objects.update(live=False)

    for gone in (subject, "topic-999999", "thema-1", "", "topic-", "topic-1' OR 1"):
        assert describe(gone) is None


def test_a_yes_to_something_gone_meanwhile_follows_nothing(client, measure):
    ask(client, follow_page(measure))
    link = link_in(request_mail(), "/abos/bestaetigen/")
    Measure.objects.get(pk=measure.pk).unpublish()

    assert Client().post(link).status_code == 410
    assert Subscription.objects.count() == 0


def test_a_mail_takes_as_many_queries_for_one_topic_as_for_a_thread(post):
    follow_all = [TopicFactory(), TopicFactory()]
    for address, topic in zip(("one@example.org", "many@example.org"), follow_all, strict=True):
        follow_by_mail(topic, address=address, language="de")
        say_yes(address)
    publish_comment(CommentFactory(topic=follow_all[0]), by=None)
    for _ in range(6):
        publish_comment(CommentFactory(topic=follow_all[1]), by=None)
    post.tell()

    counts = []
    for mail in OutboxMail.objects.filter(kind="news").order_by("pk"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            compose(mail, KINDS["news"])
        counts.append(len(queries))

    assert counts[0] == counts[1]
