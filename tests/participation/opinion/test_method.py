"""The method on invented votes whose groups are known, and on votes without any group."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from participation.opinion.ballots import Ballots
from participation.opinion.cells import gather
from participation.opinion.computing import compute, repeat
from participation.opinion.contributions import findings_of
from participation.opinion.enums import MapState
from participation.opinion.limits import MAX_CELLS, MIN_CELL
from participation.opinion.planted import noise, plant, spectrum
from participation.opinion.space import best_split, places_of


def ballots_of(rows):
    return Ballots(np.array(rows, dtype=np.int8), np.arange(1, len(rows[0]) + 1))


@pytest.mark.parametrize(
    ("people", "contributions", "answered"),
    [
        ([48, 36], 14, 0.9),
        ([90, 70], 24, 0.8),
        ([100, 60, 40], 30, 0.5),
        ([160, 120, 80], 200, 0.1),
    ],
)
def test_planted_groups_are_found(people, contributions, answered):
    ballots, member = plant(people, contributions, answered=answered, seed=3, sure=0.93)

    computed = compute(ballots)

    assert computed.state == MapState.GROUPS
    found = [group.people for group in computed.grouping.groups]
    assert len(found) == len(people)
    # Cells at the border take in a few of the others.
    assert all(abs(one - other) <= 10 for one, other in zip(found, people, strict=True))


def test_who_is_planted_together_stands_together():
    ballots, member = plant([100, 60, 40], 30, answered=0.5, seed=2)

    labels, _height = best_split(
        places_of(ballots.votes), np.ones(ballots.people, dtype=np.int64), 10
    )

    assert adjusted_rand_score(member, labels) > 0.9


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("people", "contributions", "answered"), [(60, 12, 0.8), (250, 30, 0.4)])
def test_in_noise_there_are_no_groups(people, contributions, answered, seed):
    ballots = noise(people, contributions, answered=answered, seed=seed)

    assert compute(ballots).state == MapState.NO_GROUPS


@pytest.mark.parametrize("seed", range(3))
def test_more_or_less_is_not_either_or(seed):
    ballots = spectrum(250, 40, answered=0.4, seed=seed)

    assert compute(ballots).state == MapState.NO_GROUPS


def test_people_who_all_say_the_same_are_no_groups():
    assert compute(ballots_of([[1] * 10] * 80)).state == MapState.NO_GROUPS


def test_without_votes_there_are_too_few_contributions():
    nothing = np.zeros(0, dtype=np.int64)

    computed = compute(Ballots.from_rows(nothing, nothing, nothing.astype(np.int8)))

    assert computed.state == MapState.TOO_FEW_CONTRIBUTIONS


def test_forty_nine_people_are_too_few_and_fifty_are_enough():
    ballots, _member = plant([50], 10, answered=1, seed=1)

    assert compute(ballots).state != MapState.TOO_FEW_PEOPLE
    assert compute(Ballots(ballots.votes[:49], ballots.contributions)).state == (
        MapState.TOO_FEW_PEOPLE
    )


def test_whoever_voted_six_times_is_not_in_the_map():
    rows = [[1] * 7 + [0] * 3] * 5 + [[1] * 6 + [0] * 4]

    assert ballots_of(rows).that_say_enough().people == 5


def test_a_contribution_with_four_votes_is_not_in_the_map():
    rows = [[1] * 8] * 4 + [[0] + [1] * 7] * 6

    assert ballots_of(rows).that_say_enough().contributions.tolist() == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.req("D6")
@pytest.mark.parametrize("people", [50, 53, 300, 1000])
def test_no_cell_has_fewer_than_five_people_and_nobody_is_lost(people):
    ballots, _member = plant([people], 12, answered=0.9, seed=3)

    cells = gather(ballots)

    assert cells.people.min() >= MIN_CELL
    assert cells.people.sum() == people
    assert len(cells) <= MAX_CELLS
    assert (cells.agree + cells.disagree <= cells.people[:, None]).all()


def test_the_same_votes_give_the_same_map_in_whatever_order_people_came():
    ballots, _member = plant([90, 70], 24, answered=0.8, seed=3, sure=0.93)
    order = np.random.default_rng(1).permutation(ballots.people)
    turned = Ballots(ballots.votes[order], ballots.contributions)

    assert compute(ballots).grouping.digest == compute(ballots).grouping.digest
    assert compute(turned).grouping.digest == compute(ballots).grouping.digest


def test_the_cells_alone_give_the_same_groups():
    ballots, _member = plant([90, 70], 24, answered=0.8, seed=3, sure=0.93)
    computed = compute(ballots)

    assert repeat(computed.cells).digest == computed.grouping.digest


def test_what_all_groups_agree_on_is_not_what_most_people_agree_on():
    # A large and a small group: both like the first contribution, only the large one the second.
    chance = np.random.default_rng(5)
    views = {0: [1, 1, 1, 1, 1, 1, -1, -1, -1, -1], 1: [1, -1, -1, -1, -1, -1, 1, 1, 1, 1]}
    member = [0] * 80 + [1] * 30
    rows = [[s if chance.random() < 0.93 else -s for s in views[one]] for one in member]

    computed = compute(ballots_of(rows))

    by_number = {finding.contribution: finding for finding in computed.findings}
    assert [f.contribution for f in computed.findings if f.is_common] == [1]
    assert sum(by_number[2].agree) > sum(by_number[2].votes) / 2
    assert by_number[2].is_dividing
    assert by_number[1].bridging > by_number[2].bridging
    assert (by_number[2].typical.group, by_number[2].typical.agrees) == (1, False)
    assert by_number[7].typical.ratio > 5


def test_a_group_of_which_four_voted_has_no_say():
    computed = compute(plant([90, 70], 24, answered=0.8, seed=3, sure=0.93)[0])
    group = computed.grouping.groups[1]
    group.agree[0], group.votes[0] = 4, 4

    finding = findings_of(computed.grouping)[0]

    assert (finding.is_common, finding.is_dividing, finding.bridging) == (False, False, 0)
