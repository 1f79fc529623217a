"""Rows on who may live together: tags in shared homes, and keep-apart (docs/model.md 1.3)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.peers.linear import FAR

if TYPE_CHECKING:
    from tests.benchmarks.peers.pair_model import PairModel


def living_together(model: PairModel) -> None:
    """Add the rows of tags and of keep-apart to the plain pair model."""
    conflicts = sorted({(min(a, b), max(a, b)) for a, b in model.round.policy.tag_conflicts})
    for j, unit in enumerate(model.round.units):
        if unit.is_shared:
            for conflict in conflicts:
                _tags(model, j, *conflict)
    for a, b in model.facts.apart:
        _apart(model, a, b)


def _tags(model: PairModel, unit: int, left: str, right: str) -> None:
    """Nobody with one tag together with somebody else with the other."""
    tags = [set(h.house_tags or ()) for h in model.round.households]
    pairs = model.by_unit[unit].tolist()
    both, only_left, only_right = [], [], []
    for pair in pairs:
        mine = tags[model.pair_h[pair]]
        if {left, right} <= mine:
            both.append(pair)
        elif left in mine:
            only_left.append(pair)
        elif right in mine:
            only_right.append(pair)
    kinds = model.linear.add_columns(2)  # somebody with only the left, only the right tag
    for kind, members in zip(kinds.tolist(), (only_left, only_right), strict=True):
        for pair in members:
            model.linear.add_row([pair, kind], [1, -1], -FAR, 0)
    model.linear.add_row(kinds, 1, -FAR, 1)
    model.linear.add_row(both, 1, -FAR, 1)
    for pair, kind in product(both, kinds.tolist()):
        model.linear.add_row([pair, kind], 1, -FAR, 1)
    for stays in model.facts.movers_in.get(unit, []):
        for pair in pairs:
            mine, theirs = tags[model.pair_h[pair]], tags[stays]
            if (left in mine and right in theirs) or (right in mine and left in theirs):
                _only_if_moved(model, [pair], stays)


def _apart(model: PairModel, a: int, b: int) -> None:
    """Never both in one home or complex, also not when one of the two stays there."""
    where = {k: [model.facts.place(int(model.pair_u[p])) for p in model.of_household(k)] for k in (a, b)}
    for place in sorted(set(where[a]) | set(where[b])):
        mine = {k: model.of_household(k)[np.array([p == place for p in where[k]], dtype=bool)] for k in (a, b)}
        model.linear.add_row(np.concatenate([mine[a], mine[b]]), 1, -FAR, 1)
        for placed, other in ((a, b), (b, a)):
            home = model.facts.movers.get(other)
            if home is not None and model.facts.place(home) == place and len(mine[placed]):
                _only_if_moved(model, mine[placed].tolist(), other)


def _only_if_moved(model: PairModel, pairs: list[int], mover: int) -> None:
    leaves = model.of_household(mover).tolist()
    model.linear.add_row(pairs + leaves, [1] * len(pairs) + [-1] * len(leaves), -FAR, 0)
