"""Themes: four eyes, something behind them, and nobody's words turned around."""

import pytest
from django.db import IntegrityError, transaction

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from participation.evaluation.enums import ThemeStatus
from participation.evaluation.exceptions import (
    NothingBehindIt,
    NotTheirWords,
    OtherTopic,
    OwnWords,
    ThemeChanged,
)
from participation.evaluation.models import Label, Theme
from participation.evaluation.reading import published_themes
from participation.evaluation.services import (
    add_sources,
    change_theme,
    label_comments,
    merge_theme,
    publish_theme,
    quote_source,
    remove_source,
    take_back_theme,
    unlabel_comments,
    write_theme,
)
from participation.moderation.services import hide
from participation.services.comment import withdraw_comment
from tests.factories.evaluation import ThemeFactory
from tests.factories.participation import CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]


@pytest.fixture
def said(topic):
    return CommentFactory(topic=topic, published=True, text="Mehr Bänke <b>im</b> Schatten, bitte.")


@pytest.fixture
def theme(topic, said, editor):
    theme = write_theme(topic, by=editor, title="Schatten", summary="Es fehlt Schatten.")
    add_sources(theme, [said], by=editor)
    return Theme.objects.get(pk=theme.pk)


def kinds():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_theme_is_published_by_another_person_with_their_name(theme, publisher):
    publish_theme(theme, by=publisher)

    shown = published_themes(theme.topic)
    assert [(one.title, one.reviewed_by) for one in shown] == [("Schatten", publisher)]
    assert kinds()[-1] == "theme.published"


def test_nobody_publishes_their_own_words(theme, editor):
    with pytest.raises(OwnWords):
        publish_theme(theme, by=editor)

    assert published_themes(theme.topic) == []


def test_the_database_refuses_a_reader_who_is_the_writer(theme, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.filter(pk=theme.pk).update(reviewed_by=editor)


def test_a_theme_without_a_public_contribution_is_not_published(topic, publisher, moderator, said):
    empty = ThemeFactory(topic=topic)
    with pytest.raises(NothingBehindIt):
        publish_theme(empty, by=publisher)

    hide(said, by=moderator, rule="4", reason="Nicht zum Thema.")
    resting = ThemeFactory(topic=topic, sources=[said])
    with pytest.raises(NothingBehindIt):
        publish_theme(resting, by=publisher)


def test_a_theme_whose_last_contribution_is_gone_is_gone_too(theme, publisher, said):
    other = CommentFactory(topic=theme.topic, published=True)
    add_sources(theme, [other], by=theme.written_by)
    publish_theme(theme, by=publisher)

    withdraw_comment(said, by=said.author)
    assert [source.comment for source in published_themes(theme.topic)[0].shown_sources] == [other]

    withdraw_comment(other, by=other.author)
    assert published_themes(theme.topic) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda theme, by: change_theme(theme, by=by, title="Neu", summary="Neu."),
        lambda theme, by: add_sources(
            theme, [CommentFactory(topic=theme.topic, published=True)], by=by
        ),
        lambda theme, by: quote_source(theme.sources.get(), "Mehr Bänke", by=by),
        lambda theme, by: remove_source(theme.sources.get(), by=by),
    ],
)
def test_whatever_is_changed_must_be_read_again(theme, publisher, editor, change):
    publish_theme(theme, by=publisher)

    change(theme, publisher)

    theme.refresh_from_db()
    assert (theme.status, theme.reviewed_by, theme.written_by) == ("draft", None, publisher)
    with pytest.raises(OwnWords):
        publish_theme(theme, by=publisher)


def test_a_quote_is_what_its_author_wrote(theme, editor):
    source = theme.sources.get()
    with pytest.raises(NotTheirWords):
        quote_source(source, "Weniger Bänke", by=editor)

    quote_source(source, "Mehr Bänke <b>im</b> Schatten", by=editor)

    source.refresh_from_db()
    assert source.shown_quote == "Mehr Bänke <b>im</b> Schatten"


def test_a_quote_that_its_author_changed_is_no_longer_shown(theme, editor, said):
    quote_source(theme.sources.get(), "Mehr Bänke", by=editor)
    said.text = "Doch lieber Bäume."
    said.save()

    assert theme.sources.get().shown_quote == ""


def test_a_theme_can_be_taken_back_once(theme, publisher, editor):
    publish_theme(theme, by=publisher)

    take_back_theme(theme, by=editor)

    assert published_themes(theme.topic) == []
    with pytest.raises(IllegalTransition):
        take_back_theme(theme, by=editor)
    assert kinds()[-1] == "theme.taken_back"


def test_merging_moves_every_contribution_once_and_keeps_the_record(theme, editor, said):
    other = CommentFactory(topic=theme.topic, published=True)
    into = ThemeFactory(topic=theme.topic, sources=[said])
    add_sources(theme, [other], by=editor)

    merge_theme(theme, into, by=editor)

    theme.refresh_from_db()
    assert (theme.status, theme.merged_into) == (ThemeStatus.MERGED, into)
    assert {source.comment for source in into.sources.all()} == {said, other}
    assert list(Theme.objects.of(theme.topic)) == [into]
    with pytest.raises(ThemeChanged):
        change_theme(theme, by=editor, title="Zu spät", summary="Zu spät.")
    with pytest.raises(OtherTopic):
        merge_theme(into, into, by=editor)


def test_merging_into_a_public_theme_makes_it_a_draft(theme, editor, publisher, said):
    public = ThemeFactory(topic=theme.topic, published=True, sources=[said])

    merge_theme(theme, public, by=editor)

    public.refresh_from_db()
    assert public.status == ThemeStatus.DRAFT


def test_what_belongs_to_another_topic_stays_there(theme, editor):
    foreign = CommentFactory(published=True)

    with pytest.raises(OtherTopic):
        add_sources(theme, [foreign], by=editor)
    with pytest.raises(OtherTopic):
        label_comments(theme.topic, "Bänke", [foreign], by=editor)
    with pytest.raises(OtherTopic):
        merge_theme(theme, ThemeFactory(), by=editor)


def test_labels_come_with_their_first_contribution_and_go_with_their_last(topic, said, editor):
    label = label_comments(topic, "Bänke", [said], by=editor)
    label_comments(topic, "Bänke", [said], by=editor)
    assert list(said.labels.all()) == [label]

    unlabel_comments(label, [said], by=editor)

    assert not Label.objects.exists()
    assert kinds() == ["topic.labelled", "topic.labelled", "topic.unlabelled"]
