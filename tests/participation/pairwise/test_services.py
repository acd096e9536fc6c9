"""One answer per person and pair, whatever happens at once; secret; sealed with the topic."""

import csv
import datetime as dt
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.services.deletion import delete_account
from gdb_portal.core.models import Event
from participation.enums import CommentStatus, PhaseKind
from participation.exceptions import InvalidVote, PhaseClosed
from participation.models import Comment, TopicPhase
from participation.pairwise.enums import Preference
from participation.pairwise.exceptions import ComparisonChanged, NotYourPair
from participation.pairwise.models import (
    Comparison,
    ComparisonItem,
    ComparisonSheet,
    PairAnswer,
    RankedItem,
    Ranking,
)
from participation.pairwise.open_table import open_rows
from participation.pairwise.own_data import export_comparisons
from participation.pairwise.services.answering import (
    answer_pair,
    withdraw_pair,
    withdraw_sheet,
)
from participation.pairwise.services.ranking import rank, rank_due_comparisons
from participation.services.snapshot import freeze_result, verify
from tests.factories.accounts import UserFactory
from tests.factories.pairwise import ComparisonFactory, compare, fresh, items_of
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("E3")]


@pytest.fixture
def comparison():
    return ComparisonFactory()


def say(comparison, *, by, preference="first", place=0, turned=False):
    comparison = fresh(comparison)
    pair = comparison.pairs_for(by)[place]
    pair = pair[::-1] if turned else pair
    return answer_pair(
        comparison, by=by, pair=pair, preference=preference, read=comparison.fingerprint()
    )


def end(comparison):
    TopicPhase.objects.filter(topic=comparison.topic).update(
        ends_at=timezone.now() - dt.timedelta(minutes=1)
    )
    return Comparison.objects.get(pk=comparison.pk)


def test_an_answer_is_kept_one_way_round_and_replaces_what_was_there(comparison, citizen):
    say(comparison, by=citizen, preference="first")
    say(comparison, by=citizen, preference="second", turned=True)

    answer = PairAnswer.objects.get()
    first = fresh(comparison).pairs_for(citizen)[0][0]
    preferred = answer.first_id if answer.preference == Preference.FIRST else answer.second_id
    assert preferred == first
    assert answer.first_id < answer.second_id
    assert Event.objects.count() == 0


@pytest.mark.parametrize("preference", ["equal", "undecided"])
def test_neither_is_an_answer_too(comparison, citizen, preference):
    say(comparison, by=citizen, preference=preference)

    assert PairAnswer.objects.get().preference == preference


def test_the_database_refuses_a_second_answer_and_a_pair_the_other_way_round(comparison, citizen):
    answer = say(comparison, by=citizen)
    again = {"first": answer.first, "second": answer.second, "preference": "first"}
    turned = {"first": answer.second, "second": answer.first, "preference": "first"}

    for row in (again, turned):
        with pytest.raises(IntegrityError), transaction.atomic():
            PairAnswer.objects.create(sheet=answer.sheet, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComparisonSheet.objects.create(comparison=comparison, person=citizen)


def test_nobody_answers_more_or_other_pairs_than_they_are_asked(citizen):
    comparison = ComparisonFactory(pairs_per_person=2)
    other = items_of(ComparisonFactory())
    asked = {frozenset(pair) for pair in fresh(comparison).pairs_for(citizen)}
    items = [item.pk for item in items_of(comparison)]
    foreign = [(items[0], other[0].pk), (items[0], items[0])]
    unasked = [
        (one, two) for one in items for two in items if one < two and {one, two} not in asked
    ]

    assert len(asked) == 2
    for pair in [*foreign, *unasked]:
        with pytest.raises(NotYourPair):
            answer_pair(
                comparison,
                by=citizen,
                pair=pair,
                preference="first",
                read=fresh(comparison).fingerprint(),
            )
    with pytest.raises(InvalidVote):
        say(comparison, by=citizen, preference="<b>")
    assert ComparisonSheet.objects.count() == 0


def test_nobody_prefers_what_they_did_not_read(comparison, citizen):
    before = fresh(comparison)
    ComparisonItem.objects.filter(comparison=comparison, sort_order=0).update(text="Ganz anders")

    with pytest.raises(ComparisonChanged):
        answer_pair(
            comparison,
            by=citizen,
            pair=before.pairs_for(citizen)[0],
            preference="first",
            read=before.fingerprint(),
        )


def test_answers_are_taken_back_one_by_one_or_all_at_once(comparison, citizen, other_citizen):
    compare(comparison, by=citizen, number=2)
    compare(comparison, by=other_citizen, number=3)
    pairs = fresh(comparison).pairs_for(citizen)

    withdraw_pair(comparison, by=citizen, pair=pairs[0][::-1])
    assert PairAnswer.objects.filter(sheet__person=citizen).count() == 1
    withdraw_pair(comparison, by=citizen, pair=pairs[1])
    assert not ComparisonSheet.objects.filter(person=citizen).exists()

    withdraw_sheet(comparison, by=other_citizen)
    assert PairAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("phase", "only", "is_open"),
    [
        (PhaseKind.COMMENT, "", True),
        (PhaseKind.VOTE, "", True),
        (PhaseKind.VOTE, PhaseKind.VOTE, True),
        (PhaseKind.COMMENT, PhaseKind.VOTE, False),
        (PhaseKind.REVIEW, "", False),
        (PhaseKind.INFORM, "", False),
    ],
)
def test_a_comparison_is_open_in_its_phase_only(citizen, phase, only, is_open):
    comparison = ComparisonFactory(topic=TopicFactory(phase=phase), phase_kind=only)

    assert comparison.is_open() == is_open
    if is_open:
        say(comparison, by=citizen)
    else:
        for attempt in (
            lambda: say(comparison, by=citizen),
            lambda: withdraw_pair(comparison, by=citizen, pair=(1, 2)),
            lambda: withdraw_sheet(comparison, by=citizen),
        ):
            with pytest.raises(PhaseClosed):
                attempt()
    assert PairAnswer.objects.exists() == is_open


def test_a_draft_takes_no_answers(citizen):
    for comparison in (ComparisonFactory(live=False), ComparisonFactory(topic__live=False)):
        with pytest.raises(PhaseClosed):
            say(comparison, by=citizen)


def test_the_database_keeps_what_was_compared_as_it_was(comparison, citizen):
    ComparisonItem.objects.filter(comparison=comparison, sort_order=0).update(text="Noch änderbar")
    compare(comparison, by=citizen, number=1)
    # What Wagtail does when a comparison is published again.
    items_of(comparison)[0].save()
    Comparison.objects.filter(pk=comparison.pk).update(introduction="Besser erklärt.")

    items = ComparisonItem.objects.filter(comparison=comparison)
    for change in (
        lambda: items.filter(sort_order=1).update(text="Etwas anderes"),
        lambda: ComparisonItem.objects.create(comparison=comparison, text="Noch eins"),
        lambda: items.filter(sort_order=3).delete(),
        lambda: Comparison.objects.filter(pk=comparison.pk).update(title="Was zuletzt?"),
        lambda: Comparison.objects.filter(pk=comparison.pk).update(seed="f" * 32),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.req("F17", "F19")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sent_many_times_at_once_there_is_one_answer():
    comparison, person = ComparisonFactory(), UserFactory()
    start, errors = threading.Barrier(8), []

    def send(number):
        try:
            start.wait()
            if number % 4 == 3:
                withdraw_sheet(comparison, by=person)
            else:
                say(comparison, by=person, preference=["first", "second", "equal"][number % 3])
        except Exception as error:  # noqa: BLE001  the test looks at them
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(comparison, by=person, preference="undecided")

    assert errors == []
    assert ComparisonSheet.objects.count() == 1
    assert PairAnswer.objects.get().preference == "undecided"


@pytest.mark.req("F20")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_answer_at_the_closing_instant_is_in_result_and_ranking_or_refused():
    comparison = ComparisonFactory()
    topic = comparison.topic
    for _person in range(4):
        compare(comparison, number=1)
    inside, made = threading.Event(), []

    def close_and_freeze():
        inside.wait()
        now = timezone.now()
        TopicPhase.objects.filter(topic=topic).update(ends_at=now)
        made.append(rank(comparison, ended_at=now))
        made.append(freeze_result(topic))
        connection.close()

    freezing = threading.Thread(target=close_and_freeze)
    freezing.start()
    with transaction.atomic():
        compare(comparison, number=1)
        inside.set()
        # Freezing waits for this transaction; it can't have finished meanwhile.
        freezing.join(timeout=0.3)
        assert made == []
    freezing.join()

    ranking, snapshot = made
    assert ranking.people_count == 5
    assert sum(snapshot.counts["pairs"].values()) == 5
    assert verify(topic) == []
    with pytest.raises(PhaseClosed):
        compare(comparison, number=1)


@pytest.mark.req("S39")
def test_recounting_finds_a_changed_answer(comparison):
    for _person in range(5):
        compare(comparison)
    topic = end(comparison).topic
    freeze_result(topic)
    call_command("recount", topic.slug, stdout=StringIO())

    PairAnswer.objects.filter(pk=PairAnswer.objects.order_by("pk")[0].pk).update(preference="equal")

    with pytest.raises(CommandError, match="the votes are not those that were frozen"):
        call_command("recount", topic.slug, stdout=StringIO())


def test_the_result_of_a_topic_without_comparisons_stays_as_it_was(topic):
    ComparisonFactory(topic=topic)
    TopicPhase.objects.update(ends_at=timezone.now() - dt.timedelta(minutes=1))

    assert "pairs" not in freeze_result(topic).counts


def test_own_answers_are_handed_out_and_count_without_their_person(comparison, citizen):
    compare(comparison, by=citizen, prefer=items_of(comparison)[::-1])
    compare(comparison, number=2)

    handed = export_comparisons(citizen)
    assert [row["Paarvergleich"] for row in handed] == [comparison.title]
    assert len(handed[0]["Antworten"]) == 6
    best = items_of(comparison)[3].text
    assert sum(said.endswith(f": {best}") for said in handed[0]["Antworten"]) == 3

    delete_account(citizen, farewell=Farewell.ANONYMISE)

    assert ComparisonSheet.objects.filter(person=None).count() == 1
    assert PairAnswer.objects.count() == 8


def test_a_ranking_is_made_from_five_people_on_and_history_says_so(comparison):
    for _person in range(4):
        compare(comparison)
    assert rank_due_comparisons() == 0

    compare(comparison)
    assert rank_due_comparisons() == 1

    ranking = Ranking.objects.get()
    first = items_of(comparison)
    assert ranking.people_count == 5
    assert [row.item for row in ranking.ranked.all()] == first
    assert Event.objects.of_kind("comparison.ranked").count() == 1
    assert "citizen" not in str(list(RankedItem.objects.values()))


def test_a_ranking_changes_only_after_a_pause_and_five_new_people(comparison):
    people = [compare(comparison, number=3) for _person in range(5)]
    rank_due_comparisons()
    for person in people:
        compare(comparison, by=person)
    assert rank_due_comparisons() == 0

    Ranking.objects.update(made_at=timezone.now() - dt.timedelta(minutes=31))
    assert rank_due_comparisons() == 1

    Ranking.objects.update(made_at=timezone.now() - dt.timedelta(minutes=31))
    for _person in range(4):
        compare(comparison)
    assert rank_due_comparisons() == 0


@pytest.mark.req("D3")
def test_hidden_counts_have_no_ranking_before_the_end():
    comparison = ComparisonFactory(topic__hides_counts=True)
    for _person in range(6):
        compare(comparison)
    assert rank_due_comparisons() == 0

    comparison = end(comparison)
    assert rank_due_comparisons() == 1
    assert rank_due_comparisons() == 0

    ranking = Ranking.objects.get()
    assert ranking.is_frozen
    assert Event.objects.of_kind("comparison.ranking_frozen").count() == 1


@pytest.mark.req("D6")
def test_an_item_that_fewer_than_five_people_compared_has_no_number(comparison):
    items = items_of(comparison)
    for _person in range(5):
        person = compare(comparison)
        # The last item is seen and not judged, but for one person.
        seen = PairAnswer.objects.filter(sheet__person=person, second=items[3])
        if _person:
            seen.update(preference="undecided")

    ranking = rank(comparison)

    chances = {row.item: row.chance for row in ranking.ranked.all()}
    assert chances[items[3]] is None
    assert None not in [chances[item] for item in items[:3]]


@pytest.mark.req("D6")
def test_the_open_table_hides_small_pairs_and_comes_after_the_end(comparison):
    for _person in range(5):
        compare(comparison)
    items = items_of(comparison)
    PairAnswer.objects.filter(first=items[0], second=items[1])[0].delete()
    rank(comparison)
    assert [row.get("a_gewaehlt") for row in open_rows(comparison.topic)] == [None]

    comparison = end(comparison)
    rank_due_comparisons()
    rows = list(open_rows(comparison.topic))

    assert len(rows) == 6
    numbers = {(row["vorschlag_a"], row["vorschlag_b"]): row.get("a_gewaehlt") for row in rows}
    assert numbers[items[0].pk, items[1].pk] is None
    # One alone could be had by subtracting.
    assert list(numbers.values()).count(None) == 2
    assert set(numbers.values()) == {None, 5}


def test_the_ranking_is_repeated_from_answers_and_from_the_open_table(comparison, tmp_path):
    for number in range(12):
        compare(
            comparison, prefer=items_of(comparison) if number % 3 else items_of(comparison)[::-1]
        )
    comparison = end(comparison)
    rank_due_comparisons()
    shown = Ranking.objects.get().ranked.all()

    said = StringIO()
    call_command("pairwise_ranking", comparison.pk, stdout=said)
    assert "The portal shows the same." in said.getvalue()

    table = tmp_path / "paare.csv"
    rows = list(open_rows(comparison.topic))
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    said = StringIO()
    call_command("pairwise_ranking", "--from-dump", str(table), stdout=said)
    assert said.getvalue().split("\n")[:4] == [
        f"{row.item_id}: {row.chance / 100:.2f}%" for row in shown
    ]

    RankedItem.objects.update(chance=5000, low=4000, high=6000)
    Ranking.objects.update(digest="0" * 64)
    with pytest.raises(CommandError, match="another ranking"):
        call_command("pairwise_ranking", comparison.pk, stdout=StringIO())


def test_a_contribution_that_is_hidden_is_asked_no_more_and_says_nothing(topic, citizen):
    comment = CommentFactory(topic=topic, published=True, text="Später <b>verborgen</b>")
    comparison = ComparisonFactory(topic=topic)
    ComparisonItem.objects.create(comparison=comparison, comment=comment, text=comment.text)
    assert len(fresh(comparison).pairs_for(citizen)) == 10

    Comment.objects.filter(pk=comment.pk).update(status=CommentStatus.HIDDEN, rule="1")

    comparison = fresh(comparison)
    assert len(comparison.pairs_for(citizen)) == 6
    assert "verborgen" not in str([item.words for item in comparison.items.all()])
    assert any("nicht öffentlich" in obstacle for obstacle in comparison.obstacles())
