"""Votes on paragraphs: one per person, counted where the words stand, also in later versions."""

import csv
import datetime as dt
import io
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.models import Event
from participation.enums import PhaseKind
from participation.exceptions import InvalidVote, PhaseClosed
from participation.models import Anchor, PassageVote, VotedPassage
from participation.own_data import export_passage_votes
from participation.passages import votes_in
from participation.services.anchor import comment_on_passage, place_all_anchors
from participation.services.comment import publish_comment
from participation.services.counters import reconcile
from participation.services.passage_vote import vote_on_passage
from participation.services.snapshot import freeze_result, verify
from strategy.models import Section
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory, text
from tests.factories.participation import TopicFactory
from tests.factories.strategy import ChapterFactory, StrategyPageFactory
from tests.factories.versions import released, section
from tests.participation.passages.test_pages import FIRST, SECOND, html, texts

pytestmark = [pytest.mark.django_db, pytest.mark.req("B3", "D1")]


@pytest.fixture
def discussion(home):
    strategy = StrategyPageFactory(parent=home, title="Die Strategie", slug="strategie")
    return TopicFactory(page=strategy.page_ptr)


@pytest.fixture
def version():
    return released(section("ziele", FIRST, SECOND))


def part(version):
    return Section.objects.get(version=version, anchor="ziele")


def vote(topic, version, place=1, value="agree", by=None):
    vote_on_passage(topic, part(version), place, by=by or UserFactory(), value=value)


def vote_url(topic, version, place=1):
    parts = [topic.slug, version.number, "ziele", place]
    return reverse("participation:passage-vote", args=parts)


def test_a_person_has_one_vote_and_changes_it(discussion, version, citizen):
    for value in ("agree", "disagree", "disagree"):
        vote(discussion, version, value=value, by=citizen)

    assert votes_in(version) == {("ziele", 1): (0, 1)}
    assert PassageVote.objects.count() == 1
    assert Event.objects.filter(by=citizen).count() == 0

    vote(discussion, version, value="", by=citizen)
    assert votes_in(version) == {}
    assert PassageVote.objects.count() == 0


@pytest.mark.parametrize("value", ["neutral", "ja", "x' OR 1=1"])
def test_only_for_and_against_are_votes(discussion, version, citizen, value):
    with pytest.raises(InvalidVote):
        vote(discussion, version, value=value, by=citizen)

    assert Anchor.objects.count() == 0


def test_nobody_votes_outside_a_voting_phase(discussion, version, citizen):
    discussion.phases.update(kind=PhaseKind.REVIEW)

    with pytest.raises(PhaseClosed):
        vote(discussion, version, by=citizen)


def test_votes_go_with_the_paragraph_into_the_next_version(discussion, version, citizen):
    vote(discussion, version, place=2, by=citizen)
    vote(discussion, version, place=2)
    second = released(section("ziele", "Ganz neu steht das hier am Anfang.", FIRST, SECOND))
    place_all_anchors()

    assert votes_in(second) == {("ziele", 3): (2, 0)}
    # The same vote, there and here.
    vote(discussion, second, place=3, value="disagree", by=citizen)
    assert votes_in(second) == {("ziele", 3): (1, 1)}
    assert votes_in(version) == {("ziele", 2): (1, 1)}
    assert VotedPassage.objects.count() == 1


def test_votes_on_words_that_are_gone_count_nowhere_else(discussion, version):
    vote(discussion, version, place=2)
    second = released(section("ziele", FIRST, "Von Bäumen und Bänken war bisher nie die Rede."))
    place_all_anchors()

    assert votes_in(second) == {}
    assert votes_in(version) == {("ziele", 2): (1, 0)}


def test_a_vote_on_an_older_version_is_found_in_the_newer_at_once(discussion, version):
    second = released(section("ziele", "Neu davor.", FIRST, SECOND))

    vote(discussion, version, place=1)

    assert votes_in(second) == {("ziele", 2): (1, 0)}


@pytest.mark.req("D3")
def test_a_discussion_that_hides_its_counts_hides_these_too(client, discussion, version):
    type(discussion).objects.update(hides_counts=True)
    vote(discussion, version)

    assert votes_in(version) == {}
    page = html(client, version.url)
    assert texts(page, ".gdb-station__votes") == []
    discussion.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    assert votes_in(version) == {("ziele", 1): (1, 0)}


def test_a_newer_discussion_counts_for_itself(discussion, version, citizen):
    vote(discussion, version, by=citizen)
    newer = TopicFactory(page=discussion.page)

    vote(newer, version, value="disagree", by=citizen)

    assert votes_in(version) == {("ziele", 1): (0, 1)}


def test_the_paragraph_shows_its_votes_and_where_to_give_one(client, discussion, version):
    vote(discussion, version)
    vote(discussion, version, value="disagree")
    vote(discussion, version)

    page = html(client, version.url)
    assert texts(page, ".gdb-station__votes") == [
        "+2 −1 Stimmen zu diesem Absatz: 2 dafür, 1 dagegen"
    ]
    assert page.select(".gdb-margin") == []
    own = html(client, page.select_one(".gdb-station__votes")["href"])
    assert texts(own, ".gdb-thumbs__count") == ["2", "1"]
    assert own.select(f'a[href="{vote_url(discussion, version)}"]')


def test_a_citizen_votes_by_form(client, discussion, version, citizen):
    client.force_login(citizen)
    url = vote_url(discussion, version, 2)

    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"value": "neutral"}).status_code == 422
    answer = client.post(url, {"value": "disagree"})

    assert answer.status_code == 302
    assert votes_in(version) == {("ziele", 2): (0, 1)}
    assert client.get(url).context["form"].initial == {"value": "disagree"}
    discussion.phases.update(kind=PhaseKind.REVIEW)
    assert client.post(url, {"value": "agree"}).status_code == 409


def test_there_is_no_vote_where_there_is_no_paragraph(client, discussion, version, citizen):
    client.force_login(citizen)

    assert client.get(vote_url(discussion, version, 9)).status_code == 404
    assert client.get(vote_url(TopicFactory(), version, 1)).status_code == 404


def test_the_open_rows_count_paragraphs_too(client, discussion, version):
    vote(discussion, version, value="disagree")

    answer = client.get(reverse("participation:export", args=[discussion.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))

    said = [(r["text"], r["zustimmung"], r["ablehnung"]) for r in rows if r["zeile"] == "absatz"]
    assert said == [(FIRST, "0", "1")]


@pytest.mark.req("D2")
def test_drifted_counters_are_counted_again(discussion, version):
    vote(discussion, version)
    VotedPassage.objects.update(agree_count=7)

    assert reconcile() == 1
    assert votes_in(version) == {("ziele", 1): (1, 0)}


@pytest.mark.req("S39")
def test_they_are_part_of_the_frozen_result(discussion, version):
    vote(discussion, version)
    vote(discussion, version, place=2, value="disagree")
    discussion.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))

    assert freeze_result(discussion).counts["passages"] == {"agree": 1, "disagree": 1}
    PassageVote.objects.filter(value="agree").update(value="disagree")
    assert "the votes are not those that were frozen" in verify(discussion)


def test_own_votes_are_handed_out(discussion, version, citizen):
    vote(discussion, version, by=citizen)

    rows = export_passage_votes(citizen)
    assert [(row["Absatz"], row["Stimme"]) for row in rows] == [(FIRST, "Zustimmung")]
    citizen.delete()
    assert votes_in(version) == {("ziele", 1): (1, 0)}


@pytest.mark.req("F19")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_windows_of_one_person_and_many_persons_at_once():
    strategy = StrategyPageFactory(parent=HomeFactory(), title="Die Strategie", slug="strategie")
    topic, version = TopicFactory(page=strategy.page_ptr), released(section("ziele", FIRST))
    person, others = UserFactory(), [UserFactory() for _number in range(4)]
    start, errors = threading.Barrier(12), []

    def send(number):
        try:
            start.wait()
            by = others[number] if number < 4 else person
            value = "agree" if number < 4 else ("agree", "disagree", "")[number % 3]
            vote(topic, version, value=value, by=by)
        except Exception as error:  # noqa: BLE001  the test looks at them
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    vote(topic, version, value="disagree", by=person)

    assert errors == []
    assert VotedPassage.objects.count() == 1
    assert PassageVote.objects.filter(voter=person).count() == 1
    assert votes_in(version) == {("ziele", 1): (4, 1)}


@pytest.mark.req("B3")
def test_moderators_see_the_words_that_a_contribution_is_about(
    client, discussion, version, citizen, moderator
):
    comment = comment_on_passage(
        discussion, part(version), 1, by=citizen, start=4, end=16, text="Wirklich?"
    )
    client.force_login(moderator)

    for path in ("/cms/moderation/", f"/cms/moderation/{comment.pk}/"):
        page = client.get(path).content.decode()
        assert f"„{FIRST[4:16]}“" in page


def test_the_chapter_in_force_says_where_people_spoke_and_voted(client, home, citizen):
    strategy = StrategyPageFactory(parent=home, title="Die Strategie", slug="strategie")
    chapter = ChapterFactory(parent=strategy, title="Ziele", sections=text(anchor="ziele"))
    chapter.save_revision().publish()
    topic, version = TopicFactory(page=strategy.page_ptr), released(section("ziele", FIRST, SECOND))
    assert texts(html(client, chapter.url), ".gdb-section-mark") == []

    vote(topic, version)
    comment = comment_on_passage(topic, part(version), 2, by=citizen, text="Dazu <b>etwas</b>")
    waiting = comment_on_passage(topic, part(version), 2, by=citizen, text="Das wartet")
    publish_comment(comment, by=None)

    page = html(client, chapter.url)
    assert texts(page, ".gdb-section-mark") == [
        "1 Beitrag zu diesem Abschnitt, 1 Absatz mit Stimmen"
    ]
    assert page.select_one(".gdb-section-mark a")["href"] == f"{version.url}#ziele"
    assert waiting.is_published is False
