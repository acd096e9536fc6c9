"""Whoever may release a version sees what it would change, and releases exactly that."""

import pytest
from bs4 import BeautifulSoup

from participation.services.anchor import comment_on_passage
from strategy.enums import VersionStatus
from strategy.models import StrategyVersion
from strategy.services.version import release_version
from tests.factories.pages import text
from tests.factories.participation import HOSTILE
from tests.factories.strategy import ChapterFactory, StrategyPageFactory
from tests.factories.versions import released

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


# What becomes of the passages, and of a frozen draft


def released_draft(chapter, strategy, body, **values):
    draft(chapter, body)
    return release_version(
        strategy, by=None, title="Zweite", status=VersionStatus.DRAFT, from_drafts=True, **values
    )


def test_the_desk_says_what_becomes_of_passages_that_people_commented_on(
    desk, strategy, chapter, citizen, topic
):
    words = "Die Stadt gehört allen, die in ihr leben und arbeiten, heute und morgen."
    draft(chapter, words, publish=True)
    version = release_version(strategy, by=None, title="Erste", **DECISION)
    comment_on_passage(topic, version.sections.get(), 1, by=citizen, text=HOSTILE)

    kept = shown(desk.get(DESK)).select(".gdb-consequence")
    draft(chapter, "Etwas ganz anderes steht hier, ohne ein einziges altes Wort.", publish=True)
    lost = shown(desk.get(DESK)).select(".gdb-consequence")

    assert [one.strong.get_text() for one in kept] == ["1", "0", "0"]
    assert [one.strong.get_text() for one in lost] == ["0", "0", "1"]
    assert "gdb-consequence--loss" in lost[2]["class"]


def test_where_nobody_commented_nothing_is_said_about_passages(desk, strategy, chapter):
    release_version(strategy, by=None, title="Erste", **DECISION)

    assert shown(desk.get(DESK)).select(".gdb-consequence") == []


def test_a_frozen_draft_is_opened_for_consultation_once(desk, strategy, chapter):
    version = released_draft(chapter, strategy, "Entworfen.")
    address = f"{DESK}{version.number}/beteiligung/"
    assert shown(desk.get(DESK)).select_one(f'form[action="{address}"]')

    first = desk.post(address, follow=True)
    second = desk.post(address, follow=True)

    version.refresh_from_db()
    assert version.status == VersionStatus.IN_CONSULTATION
    assert "Die Beteiligung zu Fassung 1 ist eröffnet." in shown(first).get_text()
    assert "nicht mehr möglich" in shown(second).get_text()
    assert shown(second).select_one(f'form[action="{address}"]') is None
    assert desk.get(address).status_code == 405


def test_a_decided_draft_replaces_the_version_in_force(desk, strategy, chapter):
    old = release_version(strategy, by=None, title="Erste", **DECISION)
    version = released_draft(chapter, strategy, "Entworfen.")
    address = f"{DESK}{version.number}/beschluss/"
    assert "Fassung 1 gilt dann als ersetzt" in shown(desk.get(address)).get_text()

    answer = desk.post(address, {"adopted_on": "2026-11-01", "adopted_by": HOSTILE}, follow=True)

    version.refresh_from_db()
    old.refresh_from_db()
    assert (version.status, version.adopted_by) == (VersionStatus.ADOPTED, HOSTILE)
    assert (old.status, old.superseded_by) == (VersionStatus.SUPERSEDED, version)
    assert "Fassung 2 ist jetzt in Kraft." in shown(answer).get_text()


@pytest.mark.parametrize("wrong", [{"adopted_on": "2999-01-01"}, {"adopted_by": ""}])
def test_a_wrong_decision_changes_nothing(desk, strategy, chapter, wrong):
    version = released_draft(chapter, strategy, "Entworfen.")

    answer = desk.post(
        f"{DESK}{version.number}/beschluss/",
        {"adopted_on": "2026-11-01", "adopted_by": "Senat", **wrong},
    )

    assert answer.status_code == 422
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT


@pytest.mark.parametrize("step", ["beteiligung", "beschluss"])
def test_what_was_invented_is_never_decided(desk, strategy, chapter, step):
    version = released(status=VersionStatus.DRAFT, is_demonstration=True)

    answer = desk.post(
        f"{DESK}{version.number}/{step}/", {"adopted_on": "2026-11-01", "adopted_by": "Senat"}
    )

    assert answer.status_code == 404
    assert shown(desk.get(DESK)).select(".gdb-row__actions") == []
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT


@pytest.mark.parametrize("step", ["beteiligung", "beschluss"])
def test_editors_take_no_step_with_a_version(client, editor, strategy, chapter, step):
    version = released_draft(chapter, strategy, "Entworfen.")
    client.force_login(editor)

    answer = client.post(
        f"{DESK}{version.number}/{step}/", {"adopted_on": "2026-11-01", "adopted_by": "Senat"}
    )

    assert answer.status_code in {302, 403}
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT


def test_a_version_that_does_not_exist_has_no_next_step(desk, strategy):
    assert desk.post(f"{DESK}9/beteiligung/").status_code == 404
