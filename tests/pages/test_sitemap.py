"""What search engines are told, and that an address that moved leads on."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from tests.factories.pages import (
    GatheringFactory,
    GatheringIndexFactory,
    StandardPageFactory,
)
from tests.factories.participation import TopicFactory
from tests.factories.versions import released

pytestmark = pytest.mark.django_db
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def places(client):
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    tree = ElementTree.fromstring(answer.content)  # noqa: S314  our own file
    return [place.text for place in tree.iter(PLACE)]


@pytest.mark.req("S19")
def test_the_sitemap_has_gatherings_and_topics_but_no_drafts(client, home):
    index = GatheringIndexFactory(parent=home)
    shown = [GatheringFactory(parent=index), GatheringFactory(parent=index)]
    hidden = GatheringFactory(parent=index, live=False)
    topic, draft = TopicFactory(), TopicFactory(live=False)

    found = places(client)

    paths = {"/" + place.split("/", 3)[3] for place in found}
    assert {one.url for one in shown} <= paths
    assert settings.BASE_URL + topic.url in found
    assert not any(part in place for place in found for part in (hidden.slug, draft.slug))


def test_the_sitemap_has_released_versions_that_are_meant(client, home):
    version = released()
    invented = released(status="draft", is_demonstration=True)

    found = places(client)

    assert settings.BASE_URL + version.url in found
    assert settings.BASE_URL + invented.url not in found


@pytest.fixture
def published(django_capture_on_commit_callbacks):
    """Publish a page as a request would, with all that follows the transaction."""

    def publish(page, **changes):
        for name, new in changes.items():
            setattr(page, name, new)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return publish


@pytest.mark.req("A1")
def test_a_page_with_a_new_address_is_found_at_its_old_one(client, home, published):
    published(StandardPageFactory(parent=home, slug="alt"), slug="neu")

    answer = client.get("/alt/")

    assert (answer.status_code, answer.url) == (301, "/neu/")
    assert client.get(answer.url).status_code == 200


@pytest.mark.req("A1")
def test_pages_below_a_page_that_moved_are_found_too(
    client, home, published, django_capture_on_commit_callbacks
):
    first = StandardPageFactory(parent=home, slug="erste")
    second = StandardPageFactory(parent=home, slug="zweite")
    inner = StandardPageFactory(parent=first, slug="innen")

    with django_capture_on_commit_callbacks(execute=True):
        inner.move(second, pos="last-child")
    first.refresh_from_db()
    published(first, slug="anders")

    answer = client.get("/erste/innen/")
    assert (answer.status_code, answer.url) == (301, "/zweite/innen/")
    assert client.get("/erste/").url == "/anders/"


@pytest.mark.req("A1")
def test_a_new_page_at_an_old_address_wins_over_the_redirect(client, home, published):
    published(StandardPageFactory(parent=home, slug="alt", title="Umgezogen"), slug="neu")
    assert Redirect.objects.count() == 1

    StandardPageFactory(parent=home, slug="alt", title="Nachmieterin")

    assert "Nachmieterin" in client.get("/alt/").content.decode()
