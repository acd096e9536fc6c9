"""Whoever may release a version sees what it would change, and releases exactly that."""

import pytest
from bs4 import BeautifulSoup

from strategy.enums import VersionStatus
from strategy.models import StrategyVersion
from strategy.services.version import release_version
from tests.factories.pages import text
from tests.factories.participation import HOSTILE
from tests.factories.strategy import ChapterFactory, StrategyPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A8")]
DESK = "/cms/fassungen/"
DECISION = {"adopted_on": "2022-12-20", "adopted_by": "Senat"}


@pytest.fixture
def strategy(home):
    return StrategyPageFactory(parent=home, title="Die Strategie")


@pytest.fixture
def chapter(strategy):
    page = ChapterFactory(parent=strategy, title="Warum", sections=text("Ziele", "Alt.", "ziele"))
    page.save_revision().publish()
    return page


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def draft(page, body, *, publish=False):
    raw = page.sections.raw_data[0]
    raw["value"]["body"][0]["value"] = f"<p>{body}</p>"
    page.sections = page._meta.get_field("sections").stream_block.to_python([raw])
    revision = page.save_revision()
    if publish:
        revision.publish()


def shown(answer):
    return BeautifulSoup(answer.content, "html.parser")


def seen(answer):
    return shown(answer).select_one("input[name=seen]")["value"]


def test_the_first_release_says_how_much_it_freezes(desk, chapter):
    page = desk.get(DESK)

    assert "1 Abschnitt würde eingefroren." in shown(page).get_text()


def test_the_desk_shows_what_the_release_would_change(desk, strategy, chapter):
    release_version(strategy, by=None, title="Erste", **DECISION)
    chapter.refresh_from_db()
    draft(chapter, "Neu.", publish=True)

    page = shown(desk.get(DESK))

    assert "Alt" in page.select_one(".gdb-diff del").get_text()
    assert "Neu" in page.select_one(".gdb-diff ins").get_text()


def test_a_release_freezes_and_becomes_public(desk, chapter, publisher):
    form = {"title": HOSTILE, "seen": seen(desk.get(DESK)), **DECISION}

    answer = desk.post(DESK, form, follow=True)

    version = StrategyVersion.objects.get()
    assert (version.title, version.status) == (HOSTILE, VersionStatus.ADOPTED)
    assert "Fassung 1 ist eingefroren und öffentlich." in shown(answer).get_text()


def test_drafts_are_released_for_consultation_only(desk, chapter):
    draft(chapter, "Entworfen.")
    address = f"{DESK}?quelle=entwuerfe"
    form = {"title": "Zweite", "status": "in_consultation", "seen": seen(desk.get(address))}

    refused = desk.post(address, {**form, "status": "adopted"})
    desk.post(address, form)

    assert refused.status_code == 422
    version = StrategyVersion.objects.get()
    assert version.status == VersionStatus.IN_CONSULTATION
    assert version.sections.get().paragraphs[0][1] == "Entworfen."


def test_a_text_that_changed_meanwhile_is_not_released_unseen(desk, chapter):
    form = {"title": "Erste", "seen": seen(desk.get(DESK)), **DECISION}
    draft(chapter, "Heimlich.", publish=True)

    answer = desk.post(DESK, form)

    assert answer.status_code == 422
    assert "Der Text wurde inzwischen geändert." in shown(answer).get_text()
    assert not StrategyVersion.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"adopted_on": "2999-01-01"}, {"adopted_on": "x"}, {"adopted_by": ""}]
)
def test_a_wrong_form_releases_nothing_and_loses_nothing(desk, chapter, wrong):
    form = {"title": "Erste", "note": "Mein Hinweis", "seen": seen(desk.get(DESK)), **DECISION}

    answer = desk.post(DESK, {**form, **wrong})

    assert answer.status_code == 422
    assert shown(answer).select_one("textarea[name=note]").get_text(strip=True) == "Mein Hinweis"
    assert not StrategyVersion.objects.exists()


def test_an_empty_strategy_is_refused_in_words(desk, strategy):
    answer = desk.post(DESK, {"title": "Leer", "seen": seen(desk.get(DESK)), **DECISION})

    assert "Es gibt noch keinen Abschnitt" in shown(answer).get_text()


def test_editors_see_neither_the_desk_nor_its_menu(client, editor, chapter):
    client.force_login(editor)

    assert client.get(DESK).status_code in {302, 403}
    assert f'href="{DESK}"' not in client.get("/cms/").content.decode()
