"""The figures of a benchmark, each beside its target and what it is compared with."""

import os
import platform
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    target: float | None = None
    versus: float | None = None
    versus_name: str | None = None
    lower_is_better: bool = True

    def is_met(self):
        if self.target is None:
            return True
        return self.value <= self.target if self.lower_is_better else self.value >= self.target

    def cells(self):
        sign = "≤" if self.lower_is_better else "≥"
        target = "" if self.target is None else f"{sign} {_number(self.target)}"
        verdict = "" if self.target is None else ("met" if self.is_met() else "MISSED")
        return (
            self.name,
            f"{_number(self.value)} {self.unit}".strip(),
            target,
            verdict,
            self._comparison(),
        )

    def _comparison(self):
        if self.versus is None:
            return ""
        ratio = f" (× {self.value / self.versus:.2f})" if self.versus else ""
        return f"{self.versus_name or 'other'}: {_number(self.versus)}{ratio}"


class Report:
    """What a benchmark reports to; see cs_tool/bench.py for how it is used."""

    HEAD = ("figure", "value", "target", "", "compared with")

    def __init__(self, benchmark):
        self.benchmark = benchmark
        self.figures = []

    def figure(
        self,
        name,
        value,
        unit,
        target=None,
        versus=None,
        versus_name=None,
        lower_is_better=True,
    ):
        found = Figure(name, value, unit, target, versus, versus_name, lower_is_better)
        self.figures.append(found)

    def note(self, text):
        print(f"  {text}", flush=True)

    def is_met(self):
        """Whether every target is met; a benchmark without a figure measured nothing."""
        return bool(self.figures) and all(figure.is_met() for figure in self.figures)

    def table(self):
        rows = [self.HEAD, *(figure.cells() for figure in self.figures)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.HEAD))]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        lines.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join(lines)

    def as_dict(self):
        return {
            "benchmark": self.benchmark,
            "met": self.is_met(),
            "machine": {
                "cores": os.cpu_count(),
                "processor": platform.machine(),
                "python": platform.python_version(),
            },
            "figures": [{**asdict(figure), "met": figure.is_met()} for figure in self.figures],
        }


def _number(value):
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.2f}"
