"""The roll of orders: grows at its end, and what one state saw of it never changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.session.roll import Roll


@given(st.lists(st.integers()), st.lists(st.integers()))
def test_two_that_go_on_from_one_beginning_do_not_see_each_other(first: list[int], then: list[int]):
    beginning = one = other = Roll(first)
    for item in then:
        one = one.and_then(item)
        other = other.and_then(-item)
    assert list(beginning) == first
    assert list(one) == [*first, *then]
    assert list(other) == [*first, *(-item for item in then)]


@given(st.lists(st.integers()), st.integers(), st.slices(12))
def test_it_reads_like_the_tuple_of_its_items(items: list[int], later: int, part: slice):
    roll = Roll(items)
    roll.and_then(later)  # shares its list, and must not be seen
    expected = tuple(items)
    assert roll == expected
    assert tuple(roll) == expected
    assert len(roll) == len(items)
    assert tuple(reversed(roll)) == expected[::-1]
    assert roll[part] == expected[part]
    assert hash(roll) == hash(Roll(items))
    assert roll != (*expected, later)
    for place in range(-len(items), len(items)):
        assert roll[place] == expected[place]
    with pytest.raises(IndexError):
        roll[len(items)]


def test_a_change_to_each_leaves_what_was_there():
    roll = Roll([1, 2])
    assert roll.each(lambda item: item * 10) == (10, 20)
    assert roll == (1, 2)
