"""Placements as their readers see them: to a corporation or a municipality the household is nobody."""

from dataclasses import dataclass
from datetime import date

from allocator.domain.sentence import Sentence
from allocator.domain.workflow import Reason, Role, State, Step
from allocator.store.decisions import Decision


@dataclass(frozen=True)
class Seen:
    """A placement as this actor may see it: to a corporation or municipality the household is nobody."""

    id: int
    round: str
    household: str | None
    unit: str
    municipality: str
    corporation: str | None
    by_hand: bool
    state: State
    since: date
    version: int


@dataclass(frozen=True)
class Opened:
    """One placement in full, as this actor may see it."""

    seen: Seen
    due: date | None
    steps: tuple[Step, ...]
    to_confirm: tuple[str, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Waiting:
    """A placement under way: what comes next, who can do it, and until when."""

    seen: Seen
    next: Step
    roles: frozenset[Role]
    due: date | None
    open_questions: int


@dataclass(frozen=True)
class Foreseen:
    """What a reason will do, before it is confirmed."""

    reason: Reason
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Late:
    """A placement that stands longer than its term: what it waits for, who takes that step, and for how many days."""

    seen: Seen
    next: Step
    roles: frozenset[Role]
    age: int
    term: int
