import itertools
import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from ..domain.assignment import find_unassignable

choices = st.dictionaries(
    st.integers(0, 4), st.lists(st.integers(0, 4), unique=True, max_size=4), max_size=5
)


class TestAssignment(unittest.TestCase):
    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    @given(choices)
    def test_agrees_with_trying_all_combinations(self, given_choices):
        possible = any(
            len(set(values)) == len(values) for values in itertools.product(*given_choices.values())
        )
        self.assertEqual(find_unassignable(given_choices) is None, possible)

    def test_later_key_makes_an_earlier_one_move(self):
        self.assertIsNone(find_unassignable({"a": [1, 2], "b": [1], "c": [3]}))
        self.assertEqual(find_unassignable({"a": [1], "b": [1]}), "b")
        self.assertEqual(find_unassignable({"a": []}), "a")
