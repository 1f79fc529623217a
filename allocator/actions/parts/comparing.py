"""What a file says that the last one did not: row by row, and field by field."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from allocator.domain.base import Frozen
from allocator.domain.problem import Problem
from allocator.domain.region import KeyWeight, Posting
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.store import Work, books, claims, imports, occupants, people, region
from allocator.store.documents import written
from allocator.store.imports import Known


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    BACK = "back"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One row that a file changes."""

    table: str
    key: str
    kind: Kind
    fields: tuple[str, ...] = ()


@dataclass
class Comparison:
    """All that a case changes in what is kept, and what stands in its way."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    weights: list[KeyWeight] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)

    def of(self, table: str) -> dict[str, Kind]:
        """What becomes of each row of a table that changes."""
        return {change.key: change.kind for change in self.changes if change.table == table}

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table change, and how."""
        return dict(Counter(f"{change.table}.{change.kind.value}" for change in self.changes))


def rows_of(round_: Round) -> dict[str, dict[str, Frozen]]:
    """The rows of a case that have keys; whether somebody takes no part now stands in the row."""
    stopped = round_.paused
    found: dict[str, dict[str, Frozen]] = {
        "municipalities": {
            m.code: m if m.paused == (m.code in stopped) else m.model_copy(update={"paused": m.code in stopped})
            for m in round_.municipalities
        },
        "corporations": {c.id: c for c in round_.corporations},
        "complexes": {c.id: c for c in round_.complexes},
        "units": {u.id: u for u in round_.units},
        "support": {p.id: p for p in round_.support},
        "households": {h.id: h for h in round_.households},
    }
    return found


def compare(work: Work, round_: Round) -> Comparison:
    """What a case changes; nothing is written."""
    found = Comparison()
    rows = rows_of(round_)
    current: dict[str, Callable[[], Iterable[Any]]] = {
        "municipalities": lambda: region.municipalities(work),
        "corporations": lambda: region.corporations(work),
        "complexes": lambda: region.complexes(work),
        "units": lambda: region.units(work),
        "support": lambda: region.pools(work),
        "households": lambda: people.households(work),
    }
    for table, models in rows.items():
        if table == "households":
            marks = imports.household_marks(work, models)
        else:
            marks = {key: mark_of(round_, key, model) for key, model in models.items()}
        now = {getattr(one, "id", None) or one.code: one for one in current[table]()}
        found.changes += changes_of(table, models, marks, imports.known(work, table, models), now)
    _lists(work, round_, found)
    _weights(work, round_, found)
    _ledger(work, round_, found)
    _places(work, round_, found)
    return found


def mark_of(round_: Round, key: str, model: Frozen) -> str:
    """What a case says of a row with open facts; of a corporation also whether it is paused."""
    return imports.mark(model, "paused" if key in round_.paused_corporations else "")


def changes_of(
    table: str,
    models: Mapping[str, Frozen],
    marks: Mapping[str, str],
    known: Mapping[str, Known],
    now: Mapping[str, Frozen],
) -> list[Change]:
    """What a file says anew of rows with keys.

    Args:
        table: the file without extension.
        models: what the file says, by key.
        marks: the marks of what it says.
        known: what files said last, of these rows and of others that it may take off the list.
        now: rows as they are.
    """
    found = []
    for key, model in models.items():
        there = known.get(key)
        if there is None:
            found.append(Change(table, key, Kind.NEW))
        elif there.mark != marks.get(key):
            kind = Kind.CHANGED if there.present else Kind.BACK
            fields = fields_of(now[key], model) if key in now else ()
            if fields or kind is Kind.BACK or there.mark is None:
                found.append(Change(table, key, kind, fields))
    for key, there in known.items():
        if key not in models and there.present and there.mark is not None and table in _CAN_GO:
            found.append(Change(table, key, Kind.GONE))
    return found


_CAN_GO = frozenset({"units", "support", "households"})
"""Tables of which a row that a file no longer names goes off the list."""


def fields_of(old: Frozen, new: Frozen) -> tuple[str, ...]:
    """Names of the fields that differ."""
    return tuple(name for name in type(new).model_fields if getattr(old, name) != getattr(new, name))


def _lists(work: Work, round_: Round, found: Comparison) -> None:
    """Lists without keys are replaced as a whole when anything in them differs."""
    lists: dict[str, tuple[Iterable[Frozen], Iterable[Frozen]]] = {
        "occupants": (occupants.occupants(work, of_files=True), round_.occupants),
        "apart": (people.aparts(work), round_.apart),
        "pairs": (people.words(work, "import"), round_.pairs),
    }
    for table, (old, new) in lists.items():
        before, after = Counter(map(written, old)), Counter(map(written, new))
        if before != after:
            more, less = (after - before).total(), (before - after).total()
            found.changes.append(Change(table, f"+{more} -{less}", Kind.CHANGED))


def _weights(work: Work, round_: Round, found: Comparison) -> None:
    found.weights, wrong = new_weights(work, round_.keys)
    found.problems += wrong
    found.changes += [Change("keys", f"{w.key} {w.group} {w.municipality} {w.on}", Kind.NEW) for w in found.weights]


def new_weights(work: Work, weights: Iterable[KeyWeight]) -> tuple[list[KeyWeight], list[Problem]]:
    """Weights that are not known yet, and what contradicts what is.

    A weight is never changed: what was worked out from it must stay as it was.
    """
    known = {(w.key, w.group, w.municipality, w.on): w for w in region.weights(work)}
    new, wrong = [], []
    for one in weights:
        there = known.get((one.key, one.group, one.municipality, one.on))
        if there is None:
            new.append(one)
        elif there.weight != one.weight:
            what = Sentence(N_("This weight is known with another value; a key of a date is never changed."))
            do = Sentence(N_("Give the new weights a reference date of their own."))
            wrong.append(Problem.of("keys.csv", what, do, key=one.key, column="weight", value=str(one.weight)))
    return new, wrong


def _ledger(work: Work, round_: Round, found: Comparison) -> None:
    """Postings are only added; one that a file no longer has stays, and is mended by a correction."""
    left = books.imported(work)
    for one in round_.ledger:
        text = written(one)
        if left[text] > 0:
            left[text] -= 1
            continue
        found.postings.append(one)
        found.changes.append(Change("ledger", f"{one.period} {one.municipality} {one.group} {one.kind}", Kind.NEW))
    closed = books.closed_periods(work)
    for one in found.postings:
        if one.period in closed:
            what = Sentence(N_("The period {period} is closed: its balance was carried over."), {"period": one.period})
            do = Sentence(N_("Leave the row out, or book a correction in the period that is open."))
            found.problems.append(Problem.of("ledger.csv", what, do, key=one.municipality, column="period"))


def _places(work: Work, round_: Round, found: Comparison) -> None:
    """A home cannot have fewer places than placements under way have."""
    claimed = claims.claimed(work)
    changed = found.of("units")
    for unit in round_.units:
        taken = claimed.get(unit.id, 0)
        if unit.id in changed and unit.places < taken:
            values = {"taken": taken}
            what = Sentence(N_("Placements under way take {taken} places of this home."), values)
            do = Sentence(N_("Give it at least as many places, or call off a placement first."))
            found.problems.append(Problem.of("units.csv", what, do, key=unit.id, column="places"))


def version_of(one: Frozen | None) -> int:
    """A number for what is said now of something that counts no versions; 0 when there is none."""
    return 1 + int(hashlib.sha256(written(one).encode()).hexdigest()[:9], 16) if one else 0
