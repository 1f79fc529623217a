"""Small counts cannot be computed back: shown by trying every table there can be, not by trusting the rule."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.reports import privacy
from allocator.reports.privacy import LEAST


def published(tables: tuple[tuple[int, ...], ...]) -> tuple[object, ...]:
    """All that a reader sees of tables over the same keys: totals, single counts, and one sum for those together."""
    named = [{str(key): n for key, n in enumerate(table)} for table in tables]
    hidden = privacy.together(named)
    seen: list[object] = [sorted(hidden)]
    for table in named:
        total = sum(table.values())
        if total < LEAST:
            seen.append("too few")
        else:
            seen.append(
                (sum(n for k, n in table.items() if k in hidden), {k: n for k, n in table.items() if k not in hidden})
            )
    return tuple(map(repr, seen))


def can_be(worlds: list[tuple[tuple[int, ...], ...]], table: int, cell: int) -> set[int]:
    return {world[table][cell] for world in worlds}


@pytest.mark.parametrize(("cells", "most"), [(1, 14), (2, 14), (3, 11), (4, 8)])
def test_every_small_count_could_as_well_be_another(cells: int, most: int) -> None:
    worlds: dict[object, list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for table in product(range(most + 1), repeat=cells):
        worlds[published((table,))].append((table,))
    for same in worlds.values():
        for world in same:
            for cell, n in enumerate(world[0]):
                if n < LEAST:
                    assert len(can_be(same, 0, cell)) > 1, world


def test_also_where_another_table_speaks_of_the_same_places() -> None:
    worlds: dict[object, list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for other in product((0, 5, 7), repeat=3):
        for table in product(range(12), repeat=3):
            worlds[published((other, table))].append((other, table))
    for same in worlds.values():
        possible = [can_be(same, 1, cell) for cell in range(3)]
        for _, table in same:
            assert all(n >= LEAST or len(possible[cell]) > 1 for cell, n in enumerate(table)), table


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40)))
def test_what_is_taken_together_is_never_small(counts: dict[str, int]) -> None:
    hidden = privacy.together([counts])
    assert all(n >= LEAST for key, n in counts.items() if key not in hidden)
    if hidden and sum(counts.values()) >= LEAST:
        assert sum(counts[key] for key in hidden) >= LEAST
    if hidden and len(counts) > 1:
        assert len(hidden) > 1


@pytest.mark.parametrize(
    ("count", "whole", "expected"),
    [(4, 50, None), (5, 50, 5), (45, 50, 45), (46, 50, None), (50, 50, None), (0, 50, None), (5, 10, 5)],
)
def test_a_part_is_shown_only_when_the_rest_is_not_small(count: int, whole: int, expected: int | None) -> None:
    assert privacy.part(count, whole) == expected


def test_a_single_count() -> None:
    assert [privacy.shown(n) for n in (0, 4, 5)] == [None, None, 5]
