"""Public pages: built once, shared by all, forgotten exactly when they change."""

import datetime as dt

import brotli
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.page_cache import PublicPageCacheMiddleware, depends_on, invalidate
from participation.enums import PhaseKind
from participation.models import TopicPhase
from participation.services.comment import publish_comment
from participation.services.vote import cast_vote
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    # The very first page starts the sequence and is not stored itself.
    invalidate("nothing")


def test_the_second_reader_costs_no_query(client, topic, django_assert_num_queries):
    first = client.get(topic.url)

    with django_assert_num_queries(0):
        second = client.get(topic.url)

    assert second.content == first.content


@pytest.mark.req("S62", "P01")
def test_a_cached_page_varies_by_encoding_only_and_sets_no_cookie(client, topic):
    for _ in range(2):
        page = client.get(topic.url)

        assert page["Vary"] == "Accept-Encoding"
        assert page["Cache-Control"] == "no-cache"
        assert page.cookies == {}


def test_a_known_page_is_not_sent_again(client, topic):
    etag = client.get(topic.url)["ETag"]

    again = client.get(topic.url, headers={"if-none-match": etag})

    assert again.status_code == 304
    assert again.content == b""


def test_browsers_that_can_get_it_compressed(client, topic):
    plain = client.get(topic.url).content

    small = client.get(topic.url, headers={"accept-encoding": "gzip, br"})

    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain


def test_a_published_comment_is_there_for_the_next_reader(client, topic, comment):
    client.get(topic.url)

    publish_comment(comment, by=None)

    assert f'id="beitrag-{comment.pk}"' in client.get(topic.url).content.decode()


def test_a_vote_on_one_topic_leaves_the_page_of_another_in_the_cache(
    client, topic, citizen, django_assert_num_queries
):
    other = TopicFactory()
    client.get(other.url)
    client.get(topic.url)

    cast_vote(topic, by=citizen, value="agree")

    with django_assert_num_queries(0):
        client.get(other.url)
    assert client.get(topic.url).context is not None


def test_a_page_whose_data_changed_while_it_was_built_is_not_kept(rf: RequestFactory):
    answers = iter(["alt", "neu"])

    def view(request):
        depends_on(request, "thema")
        text = next(answers)
        if text == "alt":
            invalidate("thema")
        return HttpResponse(text)

    middleware = PublicPageCacheMiddleware(view)

    assert middleware(rf.get("/seite/")).content == b"alt"
    assert middleware(rf.get("/seite/")).content == b"neu"
    assert middleware(rf.get("/seite/")).content == b"neu"


@pytest.mark.req("S62", "P23")
def test_persons_get_their_own_page_and_nobody_elses(client, topic, citizen):
    CommentFactory(topic=topic, author=citizen, text="Nur für mich")
    anonymous = client.get(topic.url)

    client.force_login(citizen)
    mine = client.get(topic.url)
    client.logout()
    afterwards = client.get(topic.url)

    assert "Nur für mich" in mine.content.decode()
    assert "no-store" in mine["Cache-Control"]
    assert afterwards.content == anonymous.content


@pytest.mark.req("S62")
def test_an_unknown_parameter_fills_nobodys_cache(client, topic):
    client.get(topic.url, {"utm_source": "x"})

    assert client.get(topic.url, {"utm_source": "x"}).context is not None


@pytest.mark.req("S62", "S29")
def test_a_forged_forwarded_host_poisons_nothing(client, topic):
    client.get(topic.url, headers={"x-forwarded-host": "evil.example"})

    assert "evil.example" not in client.get(topic.url).content.decode()


def test_forms_with_tokens_are_never_stored(client, topic, citizen):
    comment = CommentFactory(topic=topic, published=True)
    url = reverse("reports:create", args=[comment.pk])

    tokens = {client.get(url).context["csrf_token"] for _ in range(2)}

    assert len(tokens) == 2


@pytest.mark.req("B2")
def test_a_page_expires_when_a_phase_begins(client):
    topic = TopicFactory(phase=False)
    TopicPhase.objects.create(
        topic=topic,
        kind=PhaseKind.COMMENT,
        starts_at=timezone.now() + dt.timedelta(seconds=1.2),
        ends_at=timezone.now() + dt.timedelta(days=1),
    )
    assert "Beitrag schreiben" not in client.get(topic.url).content.decode()

    deadline = timezone.now() + dt.timedelta(seconds=4)
    while timezone.now() < deadline:
        if "Beitrag schreiben" in client.get(topic.url).content.decode():
            break
    else:
        pytest.fail("the page still shows the old phase")


@pytest.mark.req("F23", "I6")
def test_without_the_cache_pages_are_built_and_read(client, topic, settings):
    settings.CACHES = {
        "default": {
            **django_settings.CACHES["default"],
            "LOCATION": "unix:///nowhere/at-all.sock",
        }
    }

    page = client.get(topic.url)

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
