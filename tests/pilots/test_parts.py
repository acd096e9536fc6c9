"""A pilot's own page: pictures, documents, contact, team, questions."""

import io
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from gdb_portal.core.content_rules import Rule
from gdb_portal.pages.page_checks import check_page
from pilots.models import Pilot
from pilots.pictures import render_pictures
from pilots.tasks import render_pilot_pictures
from tests.factories.participation import HOSTILE
from tests.factories.pilots import PilotFactory, PilotIndexFactory

pytestmark = pytest.mark.django_db
BLOCK = Pilot._meta.get_field("parts").stream_block
NO_PICTURE = {"image": None, "alt_text": None, "decorative": None}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def pilot(home):
    return PilotFactory(parent=PilotIndexFactory(parent=home), slug="platz", title="Platz")


def image(name="bild.jpg"):
    file = io.BytesIO()
    Picture.new("RGB", (1400, 900), "teal").save(file, "JPEG")
    return get_image_model().objects.create(
        title="Titel", file=ContentFile(file.getvalue(), name=name), width=1400, height=900
    )


def shown(image, alternative="Ein Platz", *, decorative=False):
    return {"image": image.pk, "alt_text": alternative, "decorative": decorative}


def items(*values):
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def figure(picture, caption="", credit=""):
    return {"image": picture, "caption": caption, "credit": credit}


def document(**values):
    return {"title": "T", "document": None, "url": "", "publisher": "", "note": "", **values}


def member(**values):
    return {
        "name": "N", "role": "", "organisation": "", "url": "", "picture": NO_PICTURE, **values
    }  # fmt: skip


def contact(**values):
    return {"who": "Büro", "text": "", "email": "", "phone": "", "url": "", **values}


def give(pilot, **parts):
    """The pilot with these parts, live."""
    raw = [{"type": kind, "value": value} for kind, value in parts.items()]
    pilot.parts = BLOCK.to_python(raw)
    pilot.save_revision().publish()
    return pilot


def read(client, path="/pilotprojekte/platz/"):
    cache.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_a_pilot_without_parts_shows_none_and_loads_no_style_for_them(client, pilot):
    page = read(client)

    assert page.select("#bilder, #dokumente, #team, #fragen, #kontakt") == []
    assert "pilot.css" not in str(page)


def test_pictures_are_offered_in_small_formats_with_their_words(client, pilot):
    give(pilot, gallery=items(figure(shown(image(), HOSTILE), caption=HOSTILE, credit="Foto <b>")))

    picture = read(client).select_one("#bilder picture")

    kinds = [source["type"] for source in picture.select("source")]
    assert kinds == ["image/avif", "image/webp"]
    assert picture.img["alt"] == HOSTILE
    assert picture.img["loading"] == "lazy"
    assert (
        read(client).select_one("#bilder figcaption").get_text(" ", strip=True).startswith(HOSTILE)
    )


def test_decoration_is_silent(client, pilot):
    give(pilot, gallery=items(figure(shown(image(), decorative=True))))

    assert read(client).select_one("#bilder img")["alt"] == ""


@pytest.mark.req("K1")
def test_a_picture_without_words_is_refused_and_found_by_the_checks(pilot):
    bare = items(figure(shown(image(), "")))

    with pytest.raises(ValidationError):
        BLOCK.clean(BLOCK.to_python([{"type": "gallery", "value": bare}]))
    pilot.parts = BLOCK.to_python([{"type": "gallery", "value": bare}])
    assert (Rule.PICTURE_WITHOUT_ALTERNATIVE, "Bilder") in [
        (one.rule, one.place) for one in check_page(pilot)
    ]


def test_the_pictures_of_a_page_cost_the_same_questions_for_one_and_for_many(client, pilot):
    def asked(count):
        give(pilot, gallery=items(*(figure(shown(image(f"{n}.jpg"))) for n in range(count))))
        render_pictures(pilot.parts)
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/pilotprojekte/platz/").status_code == 200
        return len(queries)

    assert asked(1) == asked(4)


def test_pictures_are_made_before_the_first_reader_asks(client, pilot):
    give(
        pilot,
        gallery=items(figure(shown(image()))),
        team=items(member(picture=shown(image("p.jpg")))),
    )

    render_pilot_pictures(pilot.pk)
    made = get_image_model().get_rendition_model().objects.count()
    read(client)

    assert made == 9 + 6
    assert get_image_model().get_rendition_model().objects.count() == made


def test_pictures_of_a_page_that_is_gone_are_not_made(pilot):
    give(pilot, gallery=items(figure(shown(image()))))
    pilot.unpublish()

    render_pilot_pictures(pilot.pk)
    render_pilot_pictures(0)

    assert get_image_model().get_rendition_model().objects.count() == 0


def test_publishing_asks_for_the_pictures_after_the_commit(
    pilot, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr("celery.app.task.Task.delay", lambda task, *args: asked.append(args))

    with django_capture_on_commit_callbacks(execute=True):
        give(pilot, contact=contact(phone="030 1"))
    assert asked == []
    with django_capture_on_commit_callbacks(execute=True):
        give(pilot, gallery=items(figure(shown(image()))))

    assert (pilot.pk,) in asked


def test_documents_say_what_they_are_and_whose(client, pilot):
    file = get_document_model()(title="x")
    file.file.save("plan.pdf", ContentFile(b"%PDF-1.4"))
    give(
        pilot,
        documents=items(
            document(title="Plan", document=file.pk, publisher="Amt <b>", note=HOSTILE),
            document(title="Code", url="https://example.org/code"),
        ),
    )

    first, second = read(client).select("#dokumente .gdb-document a")

    assert first["href"] == file.url
    assert "(PDF" in first.get_text()
    assert (second["href"], second["rel"]) == ("https://example.org/code", ["external"])


@pytest.mark.parametrize("both", [True, False])
def test_a_document_is_a_file_or_an_address(both):
    file = get_document_model()(title="x")
    file.file.save("plan.pdf", ContentFile(b"%PDF-1.4"))
    values = {"document": file.pk, "url": "https://example.org/"} if both else {}
    value = BLOCK.to_python([{"type": "documents", "value": items(document(**values))}])

    with pytest.raises(ValidationError):
        BLOCK.clean(value)


def test_a_contact_names_a_way(client, pilot):
    with pytest.raises(ValidationError):
        BLOCK.clean(BLOCK.to_python([{"type": "contact", "value": contact()}]))

    give(pilot, contact=contact(who=HOSTILE, text=HOSTILE, email="platz@example.org"))
    box = read(client).select_one("#kontakt")

    assert box.select_one(".gdb-contact__who").get_text(strip=True) == HOSTILE
    assert [link["href"] for link in box.select("a")] == ["mailto:platz@example.org"]


def test_a_team_may_have_faces(client, pilot):
    give(
        pilot,
        team=items(
            member(name=HOSTILE, role="Leitung", picture=shown(image(), "Porträt")),
            member(name="Runder Tisch", url="https://example.org/"),
        ),
    )

    people = read(client).select("#team .gdb-team__member")

    assert people[0].img["alt"] == "Porträt"
    assert people[0].select_one(".gdb-team__name").get_text(strip=True) == HOSTILE
    assert people[1].img is None
    assert people[1].a["href"] == "https://example.org/"


def test_questions_open_to_their_answers(client, pilot):
    give(pilot, questions=items({"title": HOSTILE, "text": "<p>Ja.</p>"}))

    question = read(client).select_one("#fragen details")

    assert question.h3.get_text(strip=True) == HOSTILE
    assert question.select_one(".gdb-accordion__body").get_text(strip=True) == "Ja."


def test_each_part_stands_once_so_that_its_place_can_be_linked():
    twice = [{"type": "contact", "value": contact(phone="1")}] * 2

    with pytest.raises(ValidationError):
        BLOCK.clean(BLOCK.to_python(twice))


def test_the_overview_names_what_is_there_in_its_order(client, pilot):
    give(
        pilot,
        contact=contact(phone="030 1"),
        questions=items({"title": "?", "text": "<p>!</p>"}),
    )

    page = read(client)
    links = page.select(".gdb-toc a")

    assert [link["href"] for link in links][-2:] == ["#kontakt", "#fragen"]
    assert all(page.select_one(link["href"]) for link in links)


def test_the_checks_know_that_parts_have_a_heading_of_their_own(pilot):
    pilot.parts = BLOCK.to_python(
        [{"type": "questions", "value": items({"title": "Für wen?", "text": "<h4>Alle</h4>"})}]
    )

    assert Rule.SKIPPED_LEVEL not in [one.rule for one in check_page(pilot)]
