"""Searches that somebody follows: what is new since last time, once, and never one's own words."""

import datetime as dt

import pytest
from django.db.models import F
from django.urls import reverse

from gdb_portal.mail.models import OutboxMail
from participation.digests.models import DigestItem, SavedSearch, SearchHit, Subscription
from participation.digests.services import (
    follow,
    look_again,
    look_again_at_due,
    save_search,
    unfollow,
)
from participation.services.comment import hide_comment, publish_comment
from tests.factories.accounts import UserFactory
from tests.factories.pages import StandardPageFactory
from tests.factories.participation import CommentFactory
from tests.mail.letters import after
from tests.participation.digests.test_readers import link_in, request_mail, say_yes

pytestmark = [pytest.mark.django_db, pytest.mark.req("O3")]
PAGE = reverse("digests:follow-search")


def say(text, **fields):
    comment = CommentFactory(text=text, **fields)
    publish_comment(comment, by=None)
    return comment


def look():
    """An hour after everybody looked last."""
    SavedSearch.objects.update(looked_at=F("looked_at") - dt.timedelta(hours=1))
    return look_again_at_due()


def search(query="Trinkbrunnen", art=""):
    return save_search(query=query, art=art, language="de")


@pytest.fixture
def wells(home, follower):
    saved = search()
    follow(saved, by=follower)
    return saved


def test_new_hits_come_in_the_digest_once_with_a_link_to_the_search(home, wells, follower, post):
    comment = say("Ein Trinkbrunnen an jeder Ecke.")
    StandardPageFactory(parent=home, title="Alle Trinkbrunnen <1>", slug="brunnen")
    look()

    post.tell()
    post.tell(days=1)

    (message,) = post.to(follower)
    assert message.subject == "Neues: 2 neue Treffer Ihrer Suchen"
    assert "Suche „Trinkbrunnen“: 2 neue Treffer" in message.body
    assert "http://localhost:8000/suche/?q=Trinkbrunnen" in message.body
    assert "Alle Trinkbrunnen <1>" in message.body
    assert comment.url in message.body
    assert "Alle Trinkbrunnen &lt;1&gt;" in message.alternatives[0][0]


def test_what_the_search_found_when_it_was_ordered_is_not_new(home, follower, post):
    say("Der alte Trinkbrunnen.")
    follow(search(), by=follower)
    look()

    post.tell()

    assert post.to(follower) == []


def test_whoever_joins_later_is_told_of_later_hits_only(wells, follower, post):
    say("Erster Trinkbrunnen.")
    look()
    late = UserFactory(email="late@example.org")
    follow(search(), by=late)
    say("Zweiter Trinkbrunnen.")
    look()

    post.tell()

    assert SavedSearch.objects.count() == 1
    assert post.to(follower)[0].subject == "Neues: 2 neue Treffer Ihrer Suchen"
    assert post.to(late)[0].subject == "Neues: 1 neuer Treffer Ihrer Suchen"


def test_nobody_is_told_of_their_own_words(wells, follower, post):
    say("Mein Trinkbrunnen.", author=follower)
    look()

    post.tell()

    assert post.to(follower) == []


def test_a_search_that_was_not_looked_at_for_days_loses_nothing(wells, follower, post):
    for number in range(3):
        say(f"Trinkbrunnen Nummer {number}")
    with after(days=5):
        look_again_at_due()

    post.tell()

    assert post.to(follower)[0].subject == "Neues: 3 neue Treffer Ihrer Suchen"


@pytest.mark.parametrize("topic_first", [True, False])
def test_what_a_followed_topic_tells_too_is_told_once(wells, follower, post, topic, topic_first):
    follow(topic, by=follower)
    say("Ein Trinkbrunnen hier.", topic=topic)
    if topic_first:
        post.tell()
    look()

    post.tell()
    post.tell(days=1)

    assert DigestItem.objects.filter(person=follower).count() == 1
    assert len(post.to(follower)) == 1


def test_a_hit_that_left_the_public_is_not_in_the_mail(wells, follower, moderator, post):
    comment = say("Ein Trinkbrunnen voller <Gift>.")
    look()
    post.tell()
    hide_comment(comment, by=moderator, rule="1")

    assert post.texts(follower) == []


def test_the_chosen_kinds_of_results_are_kept(home, follower, post):
    follow(search(art="beitraege"), by=follower)
    StandardPageFactory(parent=home, title="Trinkbrunnen", slug="brunnen")
    say("Ein Trinkbrunnen.")
    look()

    post.tell()

    (message,) = post.to(follower)
    assert message.subject == "Neues: 1 neuer Treffer Ihrer Suchen"
    assert "/suche/?q=Trinkbrunnen&art=beitraege" in message.body


def test_a_result_with_only_one_of_the_words_is_worth_no_mail(home, follower, post):
    follow(search("Trinkbrunnen Mondlandung"), by=follower)
    say("Ein Trinkbrunnen.")
    look()

    post.tell()

    assert post.to(follower) == []


def test_looking_again_at_once_costs_nothing(wells, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert look_again_at_due() == 0


def test_looking_twice_finds_once(wells):
    say("Ein Trinkbrunnen.")

    assert [look_again(wells), look_again(wells)] == [1, 0]
    assert SearchHit.objects.filter(search=wells).count() == 1


def test_a_search_that_nobody_follows_any_more_is_forgotten(wells, follower):
    unfollow(wells, by=follower)
    with after(days=7):
        look_again_at_due()
        assert SavedSearch.objects.count() == 1

    with after(days=9):
        look_again_at_due()

    assert SavedSearch.objects.count() == 0


def test_a_search_that_an_address_was_asked_about_waits_for_its_yes(client, home):
    client.post(f"{PAGE}?q=Trinkbrunnen", {"email": "anna@example.org"})

    with after(days=9):
        look_again_at_due()

    assert SavedSearch.objects.count() == 1


def test_a_search_is_followed_from_its_page_by_an_address_alone(client, home, post):
    page = client.get(reverse("pages:search"), {"q": "Trinkbrunnen", "art": "beitraege"})
    link = f"{PAGE}?q=Trinkbrunnen&amp;art=beitraege"
    assert f'href="{link}"' in page.content.decode()

    client.post(link.replace("&amp;", "&"), {"email": "anna@example.org"})
    say_yes("anna@example.org")
    say("Ein Trinkbrunnen.")
    look()
    post.tell()

    (text,) = post.texts("anna@example.org")
    assert "Suche „Trinkbrunnen“: 1 neuer Treffer" in text
    assert "dieses Abo beenden:" in text


@pytest.mark.req("S12")
def test_nobody_writes_to_a_stranger_in_the_words_of_a_search(client, home):
    words = "Gewinn abholen bei boese.example.org"
    client.post(f"{PAGE}?q={words}", {"email": "anna@example.org"})
    message = request_mail("anna@example.org")

    assert message.subject == "Bitte bestätigen: Neue Treffer einer Suche"
    everything = message.body + message.alternatives[0][0]
    assert "boese" not in everything
    link = link_in(message, "/abos/bestaetigen/")
    assert words in client.get(link).content.decode()


def test_looking_at_the_page_keeps_nothing(client, home):
    html = client.get(PAGE, {"q": '<b>"Brunnen"'}).content.decode()

    assert "&lt;b&gt;&quot;Brunnen&quot;" in html
    assert '<b>"Brunnen"' not in html
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize("query", ["", "x", "\x00", "   "])
def test_what_is_no_search_leads_to_the_search(client, home, query):
    assert client.get(PAGE, {"q": query}).url == reverse("pages:search")
    assert client.post(f"{PAGE}?q=x", {"email": "anna@example.org"}).status_code == 302
    assert OutboxMail.objects.count() == 0


def test_the_same_words_in_another_spelling_of_the_address_are_the_same_search(
    client, home, follower
):
    client.force_login(follower)
    for query in (
        "q=Bank+am+Platz&art=werte&art=beitraege",
        "art=beitraege&art=werte&q=+Bank++am+Platz",
    ):
        client.post(f"{PAGE}?{query}")

    assert SavedSearch.objects.get().art == "beitraege,werte"
    assert Subscription.objects.count() == 1
