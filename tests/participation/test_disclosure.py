"""What a number may not give away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.disclosure import SMALLEST_CELL, are_enough, publishable

pytestmark = pytest.mark.req("D6")


def test_large_parts_are_shown():
    assert publishable({"a": 5, "b": 60}) == {"a": 5, "b": 60}


def test_a_small_part_can_not_be_had_by_subtracting():
    assert publishable({"a": 4, "b": 60}) == {"a": None, "b": None}
    assert publishable({"a": 4, "b": 60, "c": 9}) == {"a": None, "b": 60, "c": None}


def test_nobody_is_as_telling_as_few():
    assert publishable({"a": 0, "b": 0, "c": 70, "d": 8}) == {
        "a": None, "b": None, "c": 70, "d": None,
    }  # fmt: skip


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=8))
def test_what_is_left_out_always_covers_enough_people_and_more_than_one_part(parts):
    shown = publishable(parts)

    hidden = [key for key, number in shown.items() if number is None]
    assert shown.keys() == parts.keys()
    assert all(shown[key] in (None, parts[key]) for key in parts)
    assert all(parts[key] >= SMALLEST_CELL for key in parts if key not in hidden)
    if hidden and len(hidden) < len(parts):
        assert len(hidden) > 1
        assert sum(parts[key] for key in hidden) >= SMALLEST_CELL


def test_from_five_people_on_results_are_shown():
    assert [are_enough(number) for number in (0, 4, 5)] == [False, False, True]
