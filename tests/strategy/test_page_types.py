"""Every kind of page: where it may stand, that readers can read it and editors edit it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from gdb_portal.pages.models import HomePage, NewsIndex, NewsPage, StandardPage
from pilots.models import Pilot, PilotIndex
from strategy.models import (
    Chapter,
    FieldIndex,
    FieldOfAction,
    GuidingIdea,
    ImplementationProcess,
    Measure,
    MeasureIndex,
    StrategyPage,
    ValueCompass,
)
from tests.factories.pages import (
    NewsIndexFactory,
    NewsPageFactory,
    StandardPageFactory,
    text,
)
from tests.factories.pilots import PilotFactory, PilotIndexFactory
from tests.factories.strategy import (
    ChapterFactory,
    FieldIndexFactory,
    FieldOfActionFactory,
    GuidingIdeaFactory,
    ImplementationProcessFactory,
    MeasureFactory,
    MeasureIndexFactory,
    StrategyPageFactory,
    ValueCompassFactory,
)

pytestmark = pytest.mark.django_db

PLACES = [
    (HomePage, StrategyPage),
    (HomePage, ValueCompass),
    (HomePage, FieldIndex),
    (HomePage, MeasureIndex),
    (HomePage, PilotIndex),
    (HomePage, ImplementationProcess),
    (HomePage, NewsIndex),
    (HomePage, StandardPage),
    (StandardPage, StandardPage),
    (StrategyPage, Chapter),
    (ValueCompass, GuidingIdea),
    (FieldIndex, FieldOfAction),
    (MeasureIndex, Measure),
    (PilotIndex, Pilot),
    (NewsIndex, NewsPage),
]
CHILDREN = [
    (StrategyPageFactory, ChapterFactory),
    (ValueCompassFactory, GuidingIdeaFactory),
    (FieldIndexFactory, FieldOfActionFactory),
    (MeasureIndexFactory, MeasureFactory),
    (PilotIndexFactory, PilotFactory),
    (NewsIndexFactory, NewsPageFactory),
]
INDEXES = [index for index, _child in CHILDREN] + [
    ImplementationProcessFactory,
    StandardPageFactory,
]


def pages_of(home):
    """One page of each kind, with hostile words wherever an editor can write them."""
    pages = [home]
    for index_factory, child_factory in CHILDREN:
        index = index_factory(parent=home)
        pages += [index, child_factory(parent=index, sections=text(heading="<b>Kopf</b>"))]
    return [*pages, ImplementationProcessFactory(parent=home), StandardPageFactory(parent=home)]


@pytest.mark.parametrize(("parent", "child"), PLACES)
def test_a_page_may_stand_where_its_address_belongs(parent, child):
    assert child in parent.allowed_subpage_models()
    assert parent in child.allowed_parent_page_models()


@pytest.mark.parametrize(("parent", "child"), [(HomePage, Measure), (Chapter, StandardPage)])
def test_a_page_may_not_stand_elsewhere(parent, child):
    assert child not in parent.allowed_subpage_models()


def test_every_kind_of_page_can_be_read_and_shows_hostile_words_as_words(client, home):
    for page in pages_of(home):
        answer = client.get(page.url)

        assert answer.status_code == 200, page
        html = BeautifulSoup(answer.content, "html.parser")
        assert [script.get("src") is not None for script in html.find_all("script")] == [True]
        assert html.main.find("i") is None, page
        assert html.main.find("b") is None, page
        assert "{{ 7|add:7 }}" in html.main.get_text() or not page.lead, page


def test_an_empty_draft_can_be_previewed(client, home, publisher):
    client.force_login(publisher)
    for index_factory, child_factory in CHILDREN:
        page = child_factory(
            parent=index_factory(parent=home), title="Neu", lead="", live=False, sections=[]
        )
        page.save_revision()

        answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

        assert answer.status_code == 200, page
        assert "Neu" in answer.content.decode()


def test_every_kind_of_page_opens_in_the_cms(client, home, editor):
    client.force_login(editor)
    for page in pages_of(home):
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

        assert answer.status_code == 200, page


def test_a_draft_is_neither_an_address_nor_in_a_list(client, home):
    for index_factory, child_factory in CHILDREN:
        index = index_factory(parent=home)
        child_factory(parent=index, title="Öffentlich", slug="da")
        draft = child_factory(parent=index, title="Geheim", slug="geheim", live=False)

        shown = client.get(index.url).content.decode()

        assert "Öffentlich" in shown, index
        assert "Geheim" not in shown, index
        assert client.get(f"{index.url}{draft.slug}/").status_code == 404


@pytest.mark.parametrize("index_factory", INDEXES)
def test_a_page_without_anything_below_it_still_says_something(client, home, index_factory):
    page = index_factory(parent=home, lead="")

    answer = client.get(page.url)

    assert answer.status_code == 200
    assert BeautifulSoup(answer.content, "html.parser").main.h1


@pytest.mark.parametrize("path", ["/%00", "/strategie/%00/", "/gibt-es-nicht/", "/strategie/nein/"])
def test_an_address_without_a_page_is_not_found(client, home, path):
    StrategyPageFactory(parent=home)

    assert client.get(path).status_code == 404


def test_a_language_without_a_start_page_is_not_found(client, home):
    StrategyPageFactory(parent=home)

    assert client.get("/en/strategie/").status_code == 404
