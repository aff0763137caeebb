"""A random sample that can be drawn again: the same seed gives the same choice."""

from math import ceil
from random import Random


def size_of(count, size, percent):
    """How many of ``count`` are drawn: so many, or so many per cent, at least one."""
    wanted = size if percent is None else ceil(count * percent / 100)
    return min(count, max(wanted, 1)) if count else 0


def draw(groups, seed, size=0, percent=None):
    """Some of each group; no group changes what is drawn from another.

    :param groups: lists of ids by the id of their group; nothing is drawn twice
    :return: pairs of group and id
    """
    chosen, taken = [], set()
    for group in sorted(groups):
        members = sorted(set(groups[group]) - taken)
        count = size_of(len(members), size, percent)
        picked = Random(f"{seed}/{group}").sample(members, count)
        taken.update(picked)
        chosen += [(group, member) for member in picked]
    return chosen
