"""A line as it lies in the database is what it was."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from inventory.orders.line_state import Doubt, LineState, Part, from_json
from inventory.orders.status import Aftersale, Status

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FEN = st.integers(0, 10**11)
INSTANTS = st.none() | st.integers(-(2**40), 2**50)
STATES = st.builds(
    LineState,
    *(WORDS, WORDS, WORDS, WORDS, WORDS, st.integers(1, 10**5), FEN, st.none() | FEN, FEN),
    *(st.sampled_from(Status), st.sampled_from(Aftersale), st.booleans()),
    *(INSTANTS, INSTANTS, INSTANTS, INSTANTS, WORDS, WORDS),
    st.lists(st.builds(Doubt, WORDS, WORDS), max_size=2).map(tuple),
    st.lists(st.builds(Part, WORDS, WORDS, st.none() | st.integers(1, 9)), max_size=2).map(tuple),
    WORDS,
)


@given(STATES)
def test_a_line_is_kept_as_it_was(line: LineState) -> None:
    assert from_json(line.as_json()) == line


@given(STATES.map(lambda line: line._replace(doubts=(), parts=())))
def test_a_line_without_doubts_is_written_as_the_json_of_its_fields(line: LineState) -> None:
    """Rows of other imports are compared with it as texts."""
    told = json.dumps(list(line), ensure_ascii=False, separators=(",", ":"))
    assert line.as_json() == told
