"""Videos in sign language: shown where editors put them, with their words; honest where none is."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gdb_portal.core.sign_language import LARGEST_VIDEO, SignRecording
from tests.factories.pages import HomeFactory, StandardPageFactory
from tests.factories.participation import HOSTILE
from tests.factories.strategy import add

pytestmark = [pytest.mark.django_db, pytest.mark.req("K4", "A22")]


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def home(db):
    return HomeFactory()


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, slug="mitmachen", title="Mitmachen")


def video(name="film.mp4", content=b"x"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def recording():
    return SignRecording.objects.create(
        title="Film <b>", file=video(), transcript=f"Guten Tag.\n\n{HOSTILE}"
    )


def read(client, path):
    cache.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_a_page_without_a_video_shows_no_place_for_one(client, page):
    assert read(client, "/mitmachen/").select(".gdb-sign, video") == []


def test_a_video_comes_with_controls_and_its_words(client, page, recording):
    add(page.sign_videos, recording=recording)

    box = read(client, "/mitmachen/").select_one(".gdb-sign")

    assert box.video.has_attr("controls")
    assert not box.video.has_attr("autoplay")
    assert box.video["preload"] == "none"
    assert box.source["src"] == recording.file.url
    assert box.source["type"] == "video/mp4"
    assert "Guten Tag." in box.get_text()
    assert HOSTILE in box.get_text()
    assert "Film <b>" in box.video["aria-label"]


def test_the_start_page_has_the_slot_too(client, home, recording):
    add(home.sign_videos, recording=recording)

    assert len(read(client, "/").select(".gdb-sign video")) == 1


def test_pages_without_a_video_pay_nothing_for_the_slot(client, page, recording):
    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/mitmachen/")
        return [query["sql"] for query in queries]

    asked()
    bare = asked()
    assert not any('FROM "core_signrecording"' in sql for sql in bare)
    add(page.sign_videos, recording=recording)

    assert len(asked()) == len(bare) + 1


def test_the_list_names_what_is_there_and_says_when_nothing_is(client, home, page, recording):
    StandardPageFactory(parent=home, slug="gebaerdensprache", extra="sign_videos")
    path = "/gebaerdensprache/"
    assert "Noch gibt es auf keiner Seite ein Video" in read(client, path).get_text()

    hidden = StandardPageFactory(parent=home, slug="entwurf", title="Entwurf", live=False)
    add(page.sign_videos, recording=recording)
    add(hidden.sign_videos, recording=recording)

    links = read(client, path).select("#videos a")
    assert [(link.get_text(), link["href"]) for link in links] == [("Mitmachen", "/mitmachen/")]


@pytest.mark.parametrize(
    "file",
    [
        video("film.exe"),
        video("film.html"),
        video("film.svg"),
        video("gross.mp4", b"0" * (LARGEST_VIDEO + 1)),
    ],
    ids=["program", "page", "drawing", "too large"],
)
def test_only_small_videos_are_taken(file):
    with pytest.raises(ValidationError):
        SignRecording(title="x", file=file, transcript="x").full_clean()


def test_a_video_without_its_words_is_not_taken():
    with pytest.raises(ValidationError):
        SignRecording(title="x", file=video(), transcript="").full_clean()


def test_an_editor_uploads_a_video_and_finds_it_in_the_editor(client, page, editor):
    client.force_login(editor)
    add_url = reverse("wagtailsnippets_core_signrecording:add")

    client.post(
        add_url,
        {"title": "Neu", "file": video("neu.webm"), "transcript": "Worte", "recorded_on": ""},
    )

    recording = SignRecording.objects.get()
    assert recording.media_type == "video/webm"
    form = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert "sign_videos-TOTAL_FORMS" in form


def test_moderators_upload_nothing(client, moderator):
    client.force_login(moderator)

    answer = client.get(reverse("wagtailsnippets_core_signrecording:add"))

    assert answer.status_code in {302, 403}
