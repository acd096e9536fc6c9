"""Finding one's way through a discussion: orders, choices, words, permanent addresses."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from participation.cases.models import Case
from participation.cases.services import publish_answer
from participation.models import Comment
from participation.services.comment import publish_comment, submit_comment, withdraw_comment
from participation.services.counters import reconcile
from participation.thread_order import PAGE_SIZE
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db


def said(html):
    return re.findall(r"Beitrag-(\d+)-Ende", html)


def walk(client, url, base):
    """All numbers in the order of reading, page after page."""
    seen = []
    while url:
        html = client.get(url, follow=True).content.decode()
        seen += said(html)
        more = re.search(r'href="(\?[^"#]*nach=[^"#]*)', html)
        url = base + more.group(1).replace("&amp;", "&") if more else None
    return [int(number) for number in seen]


def many(topic, count, **fields):
    return [
        CommentFactory(topic=topic, published=True, text=f"Beitrag-{n}-Ende", **fields)
        for n in range(count)
    ]


@pytest.mark.req("C5", "C1")
def test_most_discussed_reads_by_replies_without_gaps_or_doubles(client, topic):
    comments = many(topic, 25)
    for n in (3, 3, 3, 17, 17, 8):
        CommentFactory(topic=topic, published=True, reply_to=comments[n], text="Dazu")

    order = walk(client, f"{topic.url}?sortierung=besprochen", topic.url)

    assert order[:3] == [3, 17, 8]
    assert sorted(order) == list(range(25))


@pytest.mark.req("C5", "D7")
def test_a_random_order_is_stable_for_its_address_and_shows_everything_once(client, topic):
    many(topic, 45)

    first = walk(client, f"{topic.url}?sortierung=zufall&zufall=7", topic.url)
    again = walk(client, f"{topic.url}?sortierung=zufall&zufall=7", topic.url)
    other = walk(client, f"{topic.url}?sortierung=zufall&zufall=8", topic.url)

    assert first == again
    assert first != other
    assert sorted(first) == sorted(other) == list(range(45))
    assert not client.cookies


@pytest.mark.req("D7")
def test_every_contribution_comes_first_about_equally_often(topic):
    from participation.thread_order import SEEDS, place_in_shuffle

    numbers = [comment.pk for comment in many(topic, 10)]
    firsts = [
        min(numbers, key=lambda pk: place_in_shuffle(pk, seed)) for seed in range(1, SEEDS + 1)
    ]

    shares = [firsts.count(pk) / SEEDS for pk in numbers]
    assert max(shares) < 0.15
    assert min(shares) > 0.05


@pytest.mark.parametrize("seed", ["", "0", "1000", "-1", "x", "٣", "1" * 50])
def test_whoever_asks_for_a_random_order_gets_an_address_of_their_own(client, topic, seed):
    answer = client.get(topic.url, {"sortierung": "zufall", "zufall": seed})

    assert answer.status_code == 302
    assert re.search(r"zufall=\d{1,3}#beitraege$", answer.url)


@pytest.mark.req("C6", "C7")
def test_a_reader_chooses_by_kind_and_stance(client, topic):
    CommentFactory(topic=topic, published=True, text="A-Text", kind="question", stance="for")
    CommentFactory(topic=topic, published=True, text="B-Text", kind="question", stance="against")
    CommentFactory(topic=topic, published=True, text="C-Text", kind="praise", stance="for")

    def shown(**query):
        html = client.get(topic.url, query).content.decode()
        return re.findall(r"([ABC])-Text", html)

    assert shown(art="question") == ["B", "A"]
    assert shown(haltung="for") == ["C", "A"]
    assert shown(art="question", haltung="for") == ["A"]
    assert shown(art="quatsch", haltung="'; drop") == ["C", "B", "A"]


@pytest.mark.req("C7")
def test_a_stance_is_a_word_and_not_a_colour(client, topic):
    CommentFactory(topic=topic, published=True, stance="against")

    html = client.get(topic.url).content.decode()

    assert re.search(r'gdb-comment__stance--against">dagegen<', html)


@pytest.mark.req("C6")
def test_a_reader_finds_what_was_answered_and_what_waits(client, topic, official):
    answered = CommentFactory(topic=topic, text="A-Text", wants_answer=True)
    waiting = CommentFactory(topic=topic, text="B-Text", wants_answer=True)
    for comment in (answered, waiting):
        publish_comment(comment, by=None)
    CommentFactory(topic=topic, published=True, text="C-Text")
    publish_answer(Case.objects.get(comment=answered), by=official, text="Ja.")

    def shown(status):
        html = client.get(topic.url, {"status": status}).content.decode()
        return re.findall(r"([ABC])-Text", html)

    assert shown("beantwortet") == ["A"]
    assert shown("offen") == ["B"]


@pytest.mark.req("C6")
def test_words_are_found_by_their_german_stems_within_the_topic_only(client, topic):
    CommentFactory(topic=topic, published=True, text="A-Text Mehr Häuser am Kanal")
    CommentFactory(topic=topic, published=True, text="B-Text Weniger Autos")
    CommentFactory(topic=topic, hidden=True, text="C-Text Haus")
    CommentFactory(topic=TopicFactory(), published=True, text="D-Text Haus")

    html = client.get(topic.url, {"q": "Haus"}).content.decode()

    assert re.findall(r"([A-D])-Text", html) == ["A"]
    assert 'value="Haus"' in html


@pytest.mark.parametrize("words", ["\x00", "'", '"', "((", "a & | !", "<script>", "%", "x" * 500])
def test_hostile_search_words_find_nothing_and_break_nothing(client, topic, words):
    CommentFactory(topic=topic, published=True, text="Bänke")

    assert client.get(topic.url, {"q": words}).status_code == 200


@pytest.mark.req("C6")
def test_a_choice_stays_from_page_to_page(client, topic):
    many(topic, 25, kind="question")
    CommentFactory(topic=topic, published=True, text="Beitrag-99-Ende", kind="praise")

    assert walk(client, f"{topic.url}?art=question", topic.url) == list(reversed(range(25)))


@pytest.mark.req("C2")
def test_the_address_of_a_late_reply_opens_the_page_on_which_it_stands(client, topic):
    comment = CommentFactory(topic=topic, published=True)
    replies = [
        CommentFactory(topic=topic, published=True, reply_to=comment)
        for _ in range(2 * PAGE_SIZE + 1)
    ]

    for reply in (replies[0], replies[PAGE_SIZE - 1], replies[PAGE_SIZE], replies[-1]):
        answer = client.get(reply.url)
        page = client.get(answer.url)
        assert answer.url.endswith(f"#beitrag-{reply.pk}")
        assert f'id="beitrag-{reply.pk}" tabindex="-1"' in page.content.decode()


def test_replies_are_counted_when_public_and_only_then(topic, citizen, other_citizen):
    comment = CommentFactory(topic=topic, published=True)
    reply = submit_comment(topic, by=citizen, text="Ja", reply_to=comment)

    def count():
        return Comment.objects.get(pk=comment.pk).reply_count

    assert count() == 0
    publish_comment(reply, by=None)
    assert count() == 1
    withdraw_comment(reply, by=citizen)
    assert count() == 0
    Comment.objects.filter(pk=comment.pk).update(reply_count=5)
    assert reconcile() == 1
    assert count() == 0


def test_a_citizen_says_what_a_contribution_is_and_where_they_stand(client, topic, citizen):
    client.force_login(citizen)
    url = reverse("participation:comment-create", args=[topic.slug])

    client.post(url, {"text": "Warum nicht?", "kind": "question", "stance": "against"})

    comment = Comment.objects.get()
    assert (comment.kind, comment.stance) == ("question", "against")


@pytest.mark.parametrize("bad", [{"kind": "official"}, {"stance": "yes"}])
def test_an_invented_kind_or_stance_is_refused(client, topic, citizen, bad):
    client.force_login(citizen)
    url = reverse("participation:comment-create", args=[topic.slug])

    assert client.post(url, {"text": "Hallo", **bad}).status_code == 422


@pytest.mark.req("C1")
def test_the_topic_page_asks_the_database_few_questions(
    client, topic, django_assert_max_num_queries
):
    many(topic, 3, kind="question")
    client.get(topic.url)

    with django_assert_max_num_queries(12):
        client.get(topic.url, {"art": "question", "x": "1"})


@pytest.mark.req("C3")
def test_earlier_words_are_read_at_their_address_and_vanish_with_the_comment(client, citizen):
    topic = TopicFactory(post_moderated=True)
    comment = CommentFactory(topic=topic, author=citizen, published=True, text="Alte Worte")
    url = reverse("participation:comment-history", args=[comment.pk])
    assert client.get(url).status_code == 404
    long_ago = comment.submitted_at - dt.timedelta(days=1)
    Comment.objects.filter(pk=comment.pk).update(submitted_at=long_ago)
    client.force_login(citizen)

    client.post(reverse("participation:comment-edit", args=[comment.pk]), {"text": "Neue Worte"})
    client.logout()

    assert url in client.get(topic.url).content.decode()
    history = client.get(url).content.decode()
    assert history.index("Neue Worte") < history.index("Alte Worte")
    withdraw_comment(Comment.objects.get(pk=comment.pk), by=citizen)
    # Pages are thrown away after a commit, and a test never commits.
    cache.clear()
    assert client.get(url).status_code == 404
    assert "Alte Worte" not in client.get(comment.url).content.decode()
