"""Releasing a version freezes the chapters for good."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from strategy.enums import VersionStatus
from strategy.models import Section, StrategyVersion
from strategy.services.version import (
    NothingToRelease,
    adopt_version,
    open_consultation,
    release_version,
)
from tests.factories.pages import text
from tests.factories.participation import HOSTILE
from tests.factories.strategy import ChapterFactory, StrategyPageFactory
from tests.factories.versions import released, section

pytestmark = [pytest.mark.django_db, pytest.mark.req("A8")]
DECISION = {"adopted_on": dt.date(2022, 12, 20), "adopted_by": "Senat von Berlin"}


@pytest.fixture
def strategy(home):
    return StrategyPageFactory(parent=home, title="Die Strategie")


def chapter(strategy, slug="warum", anchor="ziele", body="Alt.", **values):
    return ChapterFactory(
        parent=strategy, slug=slug, title=f"Kapitel {slug}", sections=text(anchor, body, anchor)
    )


def rewrite(page, body, *, publish):
    section = page.sections.raw_data[0]
    section["value"]["body"][0]["value"] = f"<p>{body}</p>"
    page.sections = page._meta.get_field("sections").stream_block.to_python([section])
    revision = page.save_revision()
    if publish:
        revision.publish()


def refused(change):
    """True if the database itself says no."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_a_release_freezes_every_section_in_reading_order(strategy, publisher):
    chapter(strategy, "warum", "ziele")
    chapter(strategy, "werte", "vier")

    version = release_version(strategy, by=publisher, title="Erste", **DECISION)

    rows = version.sections.order_by("order")
    assert [(row.chapter_slug, row.chapter_order, row.anchor) for row in rows] == [
        ("warum", 0, "ziele"),
        ("werte", 1, "vier"),
    ]
    assert (version.number, version.status) == (1, VersionStatus.ADOPTED)
    assert version.released_at is not None


def test_a_later_edit_of_the_chapter_leaves_the_version_alone(strategy):
    page = chapter(strategy, body="Alt.")
    version = release_version(strategy, by=None, title="Erste", **DECISION)

    rewrite(page, "Neu.", publish=True)

    assert [words for _block, words in version.sections.get().paragraphs] == ["Alt."]


def test_hostile_words_are_frozen_as_plain_text(strategy):
    chapter(strategy, body="&lt;script&gt;alert(1)&lt;/script&gt; <b>fett</b>")

    version = release_version(strategy, by=None, title=HOSTILE, **DECISION)

    assert version.sections.get().paragraphs[0][1] == "<script>alert(1)</script> fett"
    assert version.title == HOSTILE


def test_drafts_are_frozen_only_when_asked_for(strategy):
    page = chapter(strategy, body="Veröffentlicht.")
    rewrite(page, "Entworfen.", publish=False)

    in_force = release_version(strategy, by=None, title="Erste", **DECISION)
    draft = release_version(
        strategy, by=None, title="Zweite", status=VersionStatus.IN_CONSULTATION, from_drafts=True
    )

    assert in_force.sections.get().paragraphs[0][1] == "Veröffentlicht."
    assert draft.sections.get().paragraphs[0][1] == "Entworfen."


def test_two_sections_never_share_an_anchor(strategy):
    chapter(strategy, "warum", "ziele")
    chapter(strategy, "werte", "ziele")

    version = release_version(strategy, by=None, title="Erste", **DECISION)

    assert list(version.sections.values_list("anchor", flat=True)) == ["ziele", "werte-ziele"]


def test_a_section_keeps_its_anchor_in_the_next_version_whatever_it_is_called_then(strategy):
    page = chapter(strategy, anchor="ziele")
    rewrite(page, "Alt.", publish=True)
    release_version(strategy, by=None, title="Erste", **DECISION)
    page.refresh_from_db()
    renamed = page.sections.raw_data[0]
    renamed["value"]["anchor"] = "umbenannt"
    page.sections = page._meta.get_field("sections").stream_block.to_python([renamed])
    page.save_revision().publish()

    second = release_version(strategy, by=None, title="Zweite", **DECISION)

    assert second.sections.get().anchor == "ziele"


def test_an_empty_strategy_is_not_released(strategy):
    with pytest.raises(NothingToRelease):
        release_version(strategy, by=None, title="Leer", **DECISION)

    assert not StrategyVersion.objects.exists()


def test_a_release_leaves_one_event(publisher, strategy):
    chapter(strategy)

    version = release_version(strategy, by=publisher, title="Erste", **DECISION)

    event = Event.objects.about(version).get()
    assert (event.kind, event.by) == ("version.released", publisher)
    assert event.sentence == "Fassung 1 der Strategie wurde eingefroren und veröffentlicht."


def test_an_adopted_version_replaces_the_one_in_force_and_the_draft_between(publisher):
    first = released()
    draft = released(status=VersionStatus.IN_CONSULTATION)

    third = released(adopted_on=dt.date(2027, 1, 1))

    for old in (first, draft):
        old.refresh_from_db()
        assert (old.status, old.superseded_by) == (VersionStatus.SUPERSEDED, third)
    assert StrategyVersion.objects.in_force().get() == third
    assert Event.objects.of_kind("version.superseded").count() == 2


def test_a_draft_is_discussed_and_then_adopted_as_it_stands(publisher):
    first = released()
    draft = released(status=VersionStatus.DRAFT)

    open_consultation(draft, by=publisher)
    adopt_version(draft, by=publisher, adopted_on=dt.date(2027, 1, 1), adopted_by="Senat")

    draft.refresh_from_db()
    first.refresh_from_db()
    assert (draft.status, first.status) == (VersionStatus.ADOPTED, VersionStatus.SUPERSEDED)
    assert list(Event.objects.about(draft).values_list("kind", flat=True)) == [
        "version.adopted",
        "version.consulted",
        "version.released",
    ]


def test_what_is_replaced_is_never_adopted_again(publisher):
    first = released()
    released(adopted_on=dt.date(2027, 1, 1))

    with pytest.raises(IllegalTransition):
        adopt_version(first, by=publisher, adopted_on=dt.date(2027, 2, 1), adopted_by="Senat")
    with pytest.raises(IllegalTransition):
        open_consultation(first, by=publisher)


def test_the_database_refuses_to_change_what_is_frozen():
    version = released(section("ziele", "Alt."))

    assert refused(lambda: Section.objects.update(heading="Neu"))
    assert refused(lambda: Section.objects.all().delete())
    assert refused(lambda: Section.objects.create(version=version, order=9, chapter_order=0))
    assert refused(lambda: StrategyVersion.objects.update(title="Neu"))
    assert refused(lambda: StrategyVersion.objects.update(note="Neu"))
    assert refused(lambda: StrategyVersion.objects.update(released_at=None))
    assert refused(lambda: StrategyVersion.objects.update(adopted_on=dt.date(2001, 1, 1)))
    assert refused(lambda: StrategyVersion.objects.filter(pk=version.pk)._raw_delete("default"))
    assert version.sections.get().paragraphs == [("ziele-1", "Alt.")]


def test_an_adopted_version_names_its_decision():
    with pytest.raises(IntegrityError):
        released(adopted_on=None)
