"""Passages as people meet them: beside the text, on their own page, in the discussion."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.enums import AnchorState, PhaseKind
from participation.models import Anchor, AnchorPosition, Comment
from participation.services.anchor import (
    comment_on_passage,
    forecast,
    place_all_anchors,
    place_anchors,
)
from participation.services.comment import hide_comment, publish_comment, withdraw_comment
from participation.tasks import place_passages
from strategy.enums import VersionStatus
from strategy.models import Section
from tests.factories.participation import HOSTILE, TopicFactory
from tests.factories.strategy import StrategyPageFactory
from tests.factories.versions import in_place, released, section

pytestmark = [pytest.mark.django_db, pytest.mark.req("B3")]

FIRST = "Die Stadt gehört allen, die in ihr leben, arbeiten oder zu Besuch sind."
SECOND = "Was sie plant, veröffentlicht sie früh. Was sie nicht weiß, sagt sie dazu."
FORM = "/beteiligung/{slug}/absatz/{number}/ziele/{place}/"
UNCACHED = {"bau": "neu"}


@pytest.fixture
def strategy(home):
    return StrategyPageFactory(parent=home, title="Die Strategie", slug="strategie")


@pytest.fixture
def discussion(strategy):
    return TopicFactory(page=strategy.page_ptr)


@pytest.fixture
def version():
    return released(section("ziele", FIRST, SECOND))


def html(client, path, **query):
    answer = client.get(path, {**UNCACHED, **query})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def texts(page, selector):
    return [" ".join(tag.get_text(" ", strip=True).split()) for tag in page.select(selector)]


def say(topic, version, by, words="Mehr davon", place=1, quote=None, *, publish=True):
    part = Section.objects.get(version=version, anchor="ziele")
    text = part.paragraphs[place - 1][1]
    quote = quote or text
    start = text.index(quote)
    comment = comment_on_passage(
        topic, part, place, by=by, start=start, end=start + len(quote), text=words
    )
    if publish:
        publish_comment(comment, by=None)
    return comment


def form(discussion, version, place=1):
    return FORM.format(slug=discussion.slug, number=version.number, place=place)


# -- Offering ------------------------------------------------------------------------------------


def test_every_paragraph_offers_a_link_that_names_what_it_does(client, discussion, version):
    page = html(client, version.url)

    links = page.select("a.gdb-station__say")
    assert [link["href"] for link in links] == [
        form(discussion, version, 1),
        form(discussion, version, 2),
    ]
    assert {link.get_text(strip=True) for link in links} == {"Zu diesem Absatz etwas sagen"}


def test_nothing_is_offered_where_nobody_is_asked(client, strategy, version):
    assert html(client, version.url).select(".gdb-station") == []

    TopicFactory(page=strategy.page_ptr, phase=PhaseKind.REVIEW)
    TopicFactory()

    assert html(client, version.url).select(".gdb-station") == []


def test_a_replaced_version_is_no_longer_asked_about(client, discussion, version):
    released(section("ziele", FIRST), adopted_on=dt.date(2027, 1, 1))

    assert html(client, version.url).select(".gdb-station__say") == []
    assert len(html(client, "/strategie/fassungen/2/").select(".gdb-station__say")) == 1


# -- Saying --------------------------------------------------------------------------------------


def test_the_form_shows_the_paragraph_and_ties_the_contribution_to_it(
    client, citizen, discussion, version
):
    client.force_login(citizen)
    path = form(discussion, version, 2)
    page = html(client, path)
    assert texts(page, ".gdb-quote > p") == [SECOND]

    answer = client.post(path, {"text": HOSTILE})

    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert (comment.topic, comment.author) == (discussion, citizen)
    anchor = comment.anchor
    assert (anchor.quote, anchor.block_id, anchor.place) == (SECOND, "ziele-2", 2)
    assert anchor.section.version == version
    position = anchor.positions.get()
    assert (position.version, position.state) == (version, AnchorState.KEPT)


def test_chosen_words_are_quoted_with_what_stands_around_them(client, citizen, discussion, version):
    client.force_login(citizen)
    start = SECOND.index("früh")
    path = f"{form(discussion, version, 2)}?von={start}&bis={start + 4}"

    assert texts(html(client, path.partition("?")[0], von=start, bis=start + 4), ".gdb-quote > p")
    client.post(path, {"text": "Wie früh?"})

    anchor = Anchor.objects.get()
    assert (anchor.quote, anchor.prefix[-9:], anchor.suffix[:5]) == ("früh", "icht sie ", ". Was")


@pytest.mark.parametrize(
    ("von", "bis"), [("5", "2"), ("0", "9999"), ("-1", "5"), ("x", "5"), ("", ""), ("٣", "٩")]
)
def test_a_choice_that_makes_no_sense_is_the_whole_paragraph(
    client, citizen, discussion, version, von, bis
):
    client.force_login(citizen)

    assert texts(html(client, form(discussion, version), von=von, bis=bis), ".gdb-quote > p") == [
        FIRST
    ]


def test_who_is_not_signed_in_comes_back_to_the_same_words(client, discussion, version):
    path = f"{form(discussion, version)}?von=4&bis=9"

    answer = client.get(path)

    assert answer.status_code == 302
    assert "von%3D4" in answer.url
    assert "bis%3D9" in answer.url


def test_the_same_form_sent_twice_is_one_contribution(client, citizen, discussion, version):
    client.force_login(citizen)
    data = {"text": "Ja", "request_key": "7b0d4a34-7c1c-4b8e-9f3a-0d8a4a1b2c3d"}

    for _ in range(2):
        client.post(form(discussion, version), data)

    assert Comment.objects.count() == Anchor.objects.count() == 1


@pytest.mark.parametrize("place", [0, 3, 99])
def test_a_paragraph_that_is_not_there_is_not_found(client, citizen, discussion, version, place):
    client.force_login(citizen)

    assert client.get(form(discussion, version, place)).status_code == 404
    assert client.get(f"{version.url}absatz/ziele/{place}/").status_code == 404


def test_another_topic_or_a_replaced_version_takes_no_remarks(client, citizen, discussion, version):
    client.force_login(citizen)
    elsewhere = TopicFactory()

    assert client.post(form(elsewhere, version), {"text": "Ja"}).status_code == 404

    released(section("ziele", FIRST), adopted_on=dt.date(2027, 1, 1))
    assert client.post(form(discussion, version), {"text": "Ja"}).status_code == 404
    assert not Comment.objects.exists()


def test_after_the_phase_nothing_is_taken_and_the_words_stay_in_the_form(
    client, citizen, discussion, version
):
    client.force_login(citizen)
    discussion.phases.update(ends_at=timezone.now() - dt.timedelta(days=1))

    answer = client.post(form(discussion, version), {"text": "Zu spät"})

    assert answer.status_code == 409
    assert "Zu spät" in answer.text
    assert not Anchor.objects.exists()


# -- Reading -------------------------------------------------------------------------------------


def test_a_paragraph_says_how_much_was_said_and_the_margin_says_what(
    client, citizen, other_citizen, discussion, version
):
    for person in (citizen, other_citizen):
        say(discussion, version, person, words=HOSTILE, place=2)
    say(discussion, version, citizen, words="Wartet noch", publish=False)

    page = html(client, version.url)

    assert texts(page, "#ziele--2 .gdb-station__said span:last-child") == [
        "2 Beiträge zu diesem Absatz"
    ]
    assert page.select("#ziele--1 .gdb-station__said") == []
    assert len(page.select(".gdb-margin .gdb-note")) == 2
    assert "Wartet noch" not in page.get_text()
    assert "<script>alert" in page.select(".gdb-note__text")[0].get_text()


def test_hidden_and_withdrawn_words_are_gone_from_the_margin(
    client, citizen, moderator, discussion, version
):
    say(discussion, version, citizen, words="Bleibt")
    hide_comment(say(discussion, version, citizen, words="Geht"), by=moderator, rule="1")
    withdraw_comment(say(discussion, version, citizen, words="Geht auch"), by=citizen)

    assert texts(html(client, version.url), ".gdb-note__text") == ["Bleibt"]


def test_the_discussion_shows_the_words_and_leads_to_their_place(
    client, citizen, discussion, version
):
    comment = say(discussion, version, citizen, quote="arbeiten oder zu Besuch")

    for path in (discussion.url, comment.url):
        page = html(client, path)
        assert texts(page, ".gdb-passage-quote blockquote") == ["arbeiten oder zu Besuch"]
        (link,) = page.select(".gdb-passage-quote a")
        assert link["href"] == f"{version.url}#ziele--1"
    assert html(client, version.url).select_one("#ziele--1")


def test_the_page_of_a_paragraph_lists_everything_in_pages(client, citizen, discussion, version):
    for number in range(23):
        say(discussion, version, citizen, words=f"Nummer {number}")
    path = f"{version.url}absatz/ziele/1/"

    assert len(html(client, path).select(".gdb-note")) == 20
    assert len(html(client, path, seite=2).select(".gdb-note")) == 3
    assert len(html(client, version.url).select(".gdb-note")) == 3


def test_more_remarks_cost_no_more_queries(client, citizen, discussion, version):
    def count():
        with CaptureQueriesContext(connection) as queries:
            html(client, version.url)
        return len(queries)

    say(discussion, version, citizen)
    first = count()
    for place in (1, 2, 1, 2, 2):
        say(discussion, version, citizen, place=place)

    assert count() == first <= 12


def test_a_new_remark_renews_the_cached_page(
    client, citizen, discussion, version, django_capture_on_commit_callbacks
):
    client.get(version.url)

    with django_capture_on_commit_callbacks(execute=True):
        say(discussion, version, citizen, words="Ganz neu")

    assert "Ganz neu" in client.get(version.url).text


# -- In later versions ---------------------------------------------------------------------------


def draft(*paragraphs):
    return released(section("ziele", *paragraphs), status=VersionStatus.IN_CONSULTATION)


def test_remarks_follow_their_words_into_the_next_version_or_say_where_they_belong(
    client, citizen, discussion, version
):
    say(discussion, version, citizen, words="Zu eins", place=1)
    say(discussion, version, citizen, words="Zu zwei", quote="Was sie nicht weiß", place=2)
    say(discussion, version, citizen, words="Verloren", quote="veröffentlicht sie früh", place=2)
    edited = FIRST.replace("zu Besuch", "Gäste")
    second = draft(edited, "Was sie nicht weiß, sagt sie dazu. Und sie sagt es laut und allen.")

    assert place_anchors(second) == {"kept": 0, "moved": 1, "orphaned": 2}
    page = html(client, second.url)

    assert texts(page, "#ziele .gdb-note__text") == ["Zu eins"]
    assert texts(page, ".gdb-note__origin") == ["zu Fassung 1, seither verschoben oder geändert"]
    assert texts(page, ".gdb-passages-lead a[href$='ohne-stelle/']") == [
        "2 davon beziehen sich auf Worte einer früheren Fassung."
    ]
    lost = html(client, f"{second.url}ohne-stelle/")
    assert texts(lost, ".gdb-note__text") == ["Verloren", "Zu zwei"]
    assert texts(lost, ".gdb-note__origin") == ["bezieht sich auf Fassung 1"] * 2
    assert lost.select_one(".gdb-note__origin a")["href"] == f"{version.url}#ziele--2"


def test_the_old_version_keeps_its_remarks_where_they_were(client, citizen, discussion, version):
    say(discussion, version, citizen, words="Von damals")
    place_anchors(draft(SECOND))

    assert texts(html(client, version.url), "#ziele .gdb-note__text") == ["Von damals"]


def test_finding_again_twice_changes_nothing(citizen, discussion, version):
    say(discussion, version, citizen)
    second = draft(FIRST, SECOND)

    assert place_anchors(second) == {"kept": 1, "moved": 0, "orphaned": 0}
    place_all_anchors()

    assert place_anchors(second) == {"kept": 0, "moved": 0, "orphaned": 0}
    assert AnchorPosition.objects.count() == 2


def test_a_remark_on_the_older_text_is_found_in_the_newer_at_once(citizen, discussion, version):
    second = draft(SECOND, FIRST)

    comment = say(discussion, version, citizen)

    position = comment.anchor.positions.get(version=second)
    assert (position.state, position.place) == (AnchorState.MOVED, 2)


def test_what_moved_once_is_not_called_unchanged_a_version_later(citizen, discussion, version):
    comment = say(discussion, version, citizen)
    moved = SECOND, FIRST
    place_anchors(draft(*moved))

    third = draft(*moved)
    place_anchors(third)

    assert comment.anchor.positions.get(version=third).state == AnchorState.MOVED


def test_a_release_looks_for_the_passages(
    citizen, discussion, version, monkeypatch, django_capture_on_commit_callbacks
):
    comment = say(discussion, version, citizen)
    monkeypatch.setattr("celery.app.task.Task.delay", lambda task: task())

    with django_capture_on_commit_callbacks(execute=True):
        second = draft(FIRST)

    assert comment.anchor.positions.get(version=second).state == AnchorState.KEPT


def test_the_periodic_round_finds_what_a_lost_message_left(citizen, discussion, version):
    comment = say(discussion, version, citizen)
    second = draft(FIRST)

    place_passages()

    assert comment.anchor.positions.filter(version=second).exists()


def test_before_a_release_one_knows_what_it_would_do(citizen, discussion, version):
    say(discussion, version, citizen, place=1)
    say(discussion, version, citizen, place=2)
    coming = [in_place(section("ziele", FIRST), 0)]

    assert forecast(coming, version) == {"kept": 1, "moved": 0, "orphaned": 1}
    assert AnchorPosition.objects.count() == 2
