"""Shared links: what they say and show elsewhere, and that nobody there hears of a reader."""

import io

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from gdb_portal.core.models import SocialChannel
from gdb_portal.pages.cards import Card, card_png
from tests.factories.pages import (
    GatheringFactory,
    GatheringIndexFactory,
    StandardPageFactory,
)
from tests.factories.participation import HOSTILE, AdministrationFactory, TopicFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("P1")]


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def said(html):
    """What programs elsewhere read, by name."""
    return {tag["property"]: tag["content"] for tag in html.select("meta[property^='og:']")}


def picture(client, address, settings):
    answer = client.get(address.removeprefix(settings.BASE_URL))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content))


def test_a_page_says_its_own_words_and_shows_its_own_picture(client, home, settings):
    page = StandardPageFactory(parent=home, title='Der „Plan" <i>B</i>')

    html = read(client, page.url)

    words = said(html)
    assert words["og:title"] == page.title
    assert words["og:description"] == " ".join(HOSTILE.split())
    assert words["og:url"] == f"{settings.BASE_URL}{page.url}"
    assert html.select_one("link[rel=canonical]")["href"] == words["og:url"]
    assert picture(client, words["og:image"], settings).size == (1200, 630)


def test_a_choice_in_the_address_belongs_to_the_same_page(client, home, settings):
    index = MeasureIndexFactory(parent=home)

    html = read(client, f"{index.url}?status=laufend")

    assert said(html)["og:url"] == f"{settings.BASE_URL}{index.url}"


def test_a_page_without_a_lead_is_described_all_the_same(client, home):
    page = StandardPageFactory(parent=home, lead="")

    assert said(read(client, page.url))["og:description"] != ""


def test_a_topic_has_a_picture_of_its_own(client, settings):
    topic = TopicFactory()

    words = said(read(client, topic.url))

    assert words["og:title"] == topic.title
    assert words["og:image"].endswith(f"/karten/thema/{topic.slug}.png")
    assert picture(client, words["og:image"], settings).size == (1200, 630)


def test_the_picture_of_an_administration_names_it(client, settings):
    administration = AdministrationFactory()

    words = said(read(client, administration.url))

    assert words["og:image"].endswith(f"/karten/verwaltung/{administration.slug}.png")
    assert picture(client, words["og:image"], settings).size == (1200, 630)


def test_different_words_make_different_pictures():
    cards = [
        Card("Eins"),
        Card("Zwei"),
        Card("Eins", kicker="Maßnahme"),
        Card("Eins", note="bis morgen"),
    ]

    assert len({card_png(card) for card in cards}) == 4


@pytest.mark.parametrize(
    "title",
    ["", "W" * 400, "Donaudampfschifffahrtsgesellschaft " * 12, HOSTILE, "\x00\u202e\n", "漢字🎉"],
)
def test_any_title_fits_on_its_picture(title):
    image = Image.open(io.BytesIO(card_png(Card(title, kicker=title, note=title)))).convert("RGB")

    # Nothing is written over the edge.
    left = {image.getpixel((x, y)) for x in (20, 1180) for y in range(0, 560, 4)}
    assert left == {image.getpixel((2, 2))}


@pytest.mark.req("S19")
def test_what_is_not_public_has_no_picture(client, home):
    page = StandardPageFactory(parent=home, live=False)
    topic = TopicFactory(live=False)

    assert client.get(f"/karten/seite/{page.pk}.png").status_code == 404
    assert client.get(f"/karten/thema/{topic.slug}.png").status_code == 404
    assert client.get("/karten/seite/1.png").status_code == 404


def test_an_error_page_offers_nothing_to_share(client, home):
    html = BeautifulSoup(client.get("/gibt-es-nicht/").content, "html.parser")

    assert said(html) == {}


# -- Sharing -------------------------------------------------------------------------------------


@pytest.mark.req("P03")
def test_a_link_is_shared_by_copying_or_by_mail_and_nothing_else(client, home, settings):
    measure = MeasureFactory(parent=MeasureIndexFactory(parent=home), title="Ö & <b>?</b>")

    share = read(client, measure.url).select_one(".gdb-share")

    address = f"{settings.BASE_URL}{measure.url}"
    assert share.select_one("input")["value"] == address
    links = [a["href"] for a in share.select("a")]
    assert len(links) == 1
    assert links[0].startswith("mailto:?subject=%C3%96%20%26%20%3Cb%3E%3F%3C%2Fb%3E&body=")
    assert share.select_one("input")["data-share"] == measure.title


def test_a_topic_offers_a_short_address(client):
    topic = TopicFactory()

    share = read(client, topic.url).select_one(".gdb-share")

    short = share.select("a")[1]["href"]
    assert short == f"/t/{topic.pk}/"
    assert client.get(short).url == topic.url


def test_gatherings_can_be_shared(client, home):
    gathering = GatheringFactory(parent=GatheringIndexFactory(parent=home))

    assert read(client, gathering.url).select_one(".gdb-share input") is not None


# -- Channels ------------------------------------------------------------------------------------


def test_the_footer_names_channels_only_when_somebody_entered_them(client, home):
    assert read(client, "/").select_one(".gdb-footer__channels") is None

    SocialChannel.objects.create(name="Zweiter", url="https://b.example.org/@x", sort_order=2)
    SocialChannel.objects.create(name="Erster <b>", url="https://a.example.org/", sort_order=1)
    html = read(client, "/barrierefreiheit/melden/")

    links = html.select(".gdb-footer__channels a")
    assert [(a.text, a["href"]) for a in links] == [
        ("Erster <b>", "https://a.example.org/"),
        ("Zweiter", "https://b.example.org/@x"),
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://a.example.org/", "kein Ort"])
def test_a_channel_is_a_safe_address(client, home, publisher, url):
    client.force_login(publisher)

    client.post("/cms/snippets/core/socialchannel/add/", {"name": "X", "url": url, "sort_order": 0})

    assert SocialChannel.objects.count() == 0


def test_a_publisher_enters_a_channel_and_every_page_has_it_at_once(
    client, home, publisher, django_capture_on_commit_callbacks
):
    reader = type(client)()
    reader.get("/")
    reader.get("/")
    client.force_login(publisher)

    values = {"name": "Mastodon", "url": "https://a.example.org/@x", "sort_order": "0"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/cms/snippets/core/socialchannel/add/", values)

    assert "https://a.example.org/@x" in reader.get("/").content.decode()


def test_an_editor_cannot_enter_a_channel(client, home, editor):
    client.force_login(editor)

    values = {"name": "Mastodon", "url": "https://a.example.org/@x", "sort_order": "0"}
    client.post("/cms/snippets/core/socialchannel/add/", values)

    assert SocialChannel.objects.count() == 0
