"""What is asked of a roster: plain data that goes to another process as JSON and back.

Days are numbers from 0. A cell is one character: the code of a shift, or one of

REST    a day of the rest quota
LEAVE   an approved absence; it is no rest day and ends a run of working days
EMPTY   nothing yet; as a fixed cell: not employed that day
"""

from dataclasses import asdict, dataclass, field, fields

REST = "-"
LEAVE = "*"
EMPTY = "."
OFF = (REST, LEAVE, EMPTY)


@dataclass(frozen=True)
class Shift:
    """Hours are local time of the day it begins; ``end`` is above 24 when it ends tomorrow."""

    code: str
    start: float
    end: float
    is_night: bool
    target: list[int]
    floor: list[int]


@dataclass(frozen=True)
class Wish:
    """A cell that an agent would like: weight 1 (nice to have) to 5 (strong)."""

    day: int
    cell: str
    weight: int = 1


@dataclass(frozen=True)
class Agent:
    """One person.

    ``run`` is the number of days worked in a row up to the day before day 0, ``last`` the cell of
    that day. ``fixed`` holds locked cells and approved leave, ``published`` what the person was
    told. Fairness counts on from ``nights`` and ``weekends``.
    """

    key: str
    name: str
    rest_min: int
    rest_max: int
    run: int = 0
    last: str = EMPTY
    allowed: list[str] = field(default_factory=list)
    fixed: dict[int, str] = field(default_factory=dict)
    wishes: list[Wish] = field(default_factory=list)
    published: list[str] | None = None
    nights: int = 0
    weekends: int = 0

    @property
    def tail(self):
        """``run``, which is 1 at least when the day before day 0 was worked."""
        return max(self.run, int(self.last not in OFF))


@dataclass(frozen=True)
class Rules:
    """A rule that does not block is priced."""

    max_run: int = 6
    min_rest_hours: float = 11.0
    max_run_blocks: bool = True
    min_rest_blocks: bool = True


@dataclass(frozen=True)
class Weights:
    """The price of each thing that a good roster avoids.

    ``change`` against ``shortage``: a seat above the floor is left empty rather than that a
    fourth colleague is moved for it. A seat below the floor costs ``floor`` on top of it, so it
    is filled at any number of moves that a month may take.
    """

    shortage: int = 1000  # each person below the target
    floor: int = 4000  # on top of it, each person below the floor
    surplus: int = 4  # each person beyond one above the target
    nights: int = 60  # each night away from the fair share
    weekends: int = 40  # each weekend day away from the fair share
    extra_rest: int = 50  # each rest day above rest_min
    wish: int = 6  # times the weight of a wish that is not met
    change: int = 300  # each published cell that becomes another one
    isolated_night: int = 12  # a night without a night before or after it
    switch: int = 5  # from a day shift to a night on the next day
    pair: int = 15  # a day on which both of a pair work, on different shifts
    run: int = 300  # each day beyond the longest run, where that does not block
    short_rest: int = 300  # each rest that is too short, where that does not block


@dataclass(frozen=True)
class Problem:
    """``pairs`` are (mentee, mentor): on days when both work they work the same shift."""

    days: int
    weekend: list[int]
    shifts: list[Shift]
    agents: list[Agent]
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rules: Rules = field(default_factory=Rules)
    weights: Weights = field(default_factory=Weights)

    def to_json(self):
        """A dict of what JSON knows; `json.dumps` makes the keys of ``fixed`` strings."""
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(
            days=data["days"],
            weekend=list(data["weekend"]),
            shifts=[_make(Shift, shift) for shift in data["shifts"]],
            agents=[_make_agent(agent) for agent in data["agents"]],
            pairs=[tuple(pair) for pair in data.get("pairs", ())],
            rules=_make(Rules, data.get("rules", {})),
            weights=_make(Weights, data.get("weights", {})),
        )

    def shift(self, code):
        return next((shift for shift in self.shifts if shift.code == code), None)

    def is_too_close(self, first, second):
        """Whether ``second`` begins too soon on the day after ``first``; both are cells."""
        before, after = self.shift(first), self.shift(second)
        return bool(before and after and 24 + after.start - before.end < self.rules.min_rest_hours)


def _make(cls, data):
    names = {item.name for item in fields(cls)}
    return cls(**{name: value for name, value in data.items() if name in names})


def _make_agent(data):
    fixed = {int(day): cell for day, cell in data.get("fixed", {}).items()}
    wishes = [_make(Wish, wish) for wish in data.get("wishes", ())]
    return _make(Agent, {**data, "fixed": fixed, "wishes": wishes})
