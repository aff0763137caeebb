import importlib.util
from itertools import product
from pathlib import Path

from odoo.tests import BaseCase, tagged

# two people, early and late, no early after a late one
TEXT = """
# a comment
SECTION_HORIZON
7

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,480,E

SECTION_STAFF
# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, …
A,E=7|L=2,1920,960,3,2,2,0
B,E=7|L=0,2880,480,5,1,1,1

SECTION_DAYS_OFF
A,0
B,

SECTION_SHIFT_ON_REQUESTS
A,2,L,3

SECTION_SHIFT_OFF_REQUESTS
B,1,E,2

SECTION_COVER
0,E,1,100,1
1,E,1,100,1
2,L,1,90,1
2,E,1,100,1
3,L,1,80,1
6,E,2,50,1
"""


def load_reader():
    file = Path(__file__).parents[3] / "benchmarks" / "_curtois.py"
    spec = importlib.util.spec_from_file_location("_curtois", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@tagged("post_install", "-at_install")
class TestCurtois(BaseCase):
    """What the benchmark reads and how it judges; the public instances are not here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = load_reader()
        cls.instance = cls.reader.Instance(TEXT)

    def broken(self, row, code="A"):
        other = {"A": "B", "B": "A"}[code]
        row = [cell.strip() for cell in row]
        roster = {code: row, other: [""] * 7}
        found = self.reader.violations(self.instance, roster)
        return [rule for staff, rule in found if staff == code]

    def test_all_sections_are_read(self):
        instance = self.instance
        self.assertEqual((instance.days, list(instance.shifts)), (7, ["E", "L"]))
        self.assertEqual(instance.shifts["L"].not_followed_by, {"E"})
        self.assertEqual(instance.staff["A"].most_of, {"E": 7, "L": 2})
        self.assertEqual(instance.staff["A"].least_rest, 2)
        self.assertEqual(instance.days_off["A"], {0})
        self.assertEqual(len(instance.covers), 6)
        self.assertEqual(instance.weekends, [[5, 6]])

    def test_each_hard_rule_is_judged(self):
        self.assertEqual(self.broken(" EE    "), [])
        self.assertEqual(self.broken("EE     "), ["day off"])
        self.assertEqual(self.broken(" E     "), ["minutes", "shortest run"])
        self.assertEqual(self.broken(" EEEE  "), ["longest run"])
        self.assertEqual(self.broken(" LE    "), ["following shift"])
        self.assertEqual(self.broken(" LLL   "), ["shifts of a kind"])
        self.assertEqual(self.broken(" EE  EE"), ["weekends"])
        self.assertEqual(self.broken("EEEE EE", "B"), [])
        self.assertEqual(self.broken(" EE E  "), ["shortest rest", "shortest run"])

    def test_runs_at_the_ends_may_go_on_outside(self):
        self.assertEqual(self.broken("E EEE E", "B"), [])

    def test_model_finds_the_least_penalty_of_all_rosters(self):
        reader, instance = self.reader, self.instance
        nothing = [""] * 7
        legal = {}
        for code in instance.staff:
            rows = product(("", "E", "L"), repeat=7)
            legal[code] = [
                row
                for row in map(list, rows)
                if not [
                    rule
                    for staff, rule in reader.violations(
                        instance, {**dict.fromkeys(instance.staff, nothing), code: row}
                    )
                    if staff == code
                ]
            ]
        least = min(
            reader.penalty(instance, {"A": first, "B": second})
            for first, second in product(legal["A"], legal["B"])
        )
        objective, bound, roster, _seconds = reader.solve(instance, 20, 4)
        self.assertEqual((objective, bound), (least, least))
        self.assertEqual(reader.penalty(instance, roster), least)
        self.assertEqual(reader.violations(instance, roster), [])
