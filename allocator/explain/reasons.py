"""What an explanation holds: sentences for people, and beside each the facts for programs and tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocator.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class NearHome:
    """A home that one rule alone refuses."""

    unit: str
    rule: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Ask:
    """A question whose answer could open homes that are now refused because something is not known.

    Attributes:
        field: the field of the household or unit that is not known.
        owner: ``household`` or ``unit``: whose field it is.
        opens: pairs of a household and a home that nothing else refuses.
        units: the unit to ask about, when the field is of one unit.
    """

    field: str
    owner: str
    opens: int
    sentence: Sentence
    item: str | None = None


@dataclass(frozen=True, slots=True)
class HomeWhy:
    """Why a household did not get one home that the rules allow.

    Attributes:
        code: a cause, see ``causes.Cause.code``.
        holder: the household with which the exchange was compared; None for an empty place or an occupied home.
        aim: the sub-stage that becomes worse (``stage:`` codes only).
        sentence: without a word on other households.
        detail: for the committee, with who has the home and the values compared.
    """

    unit: str
    code: str
    holder: str | None
    aim: str | None
    sentence: Sentence
    detail: Sentence


@dataclass(frozen=True, slots=True)
class PairWhy:
    """All there is to say about one household and one unit.

    Attributes:
        refused: what each rule says that refuses the pair; empty when the rules allow it.
        asked: what each rule says that rests on something not known.
        waived: rules lifted for this pair.
        placed: the household has this unit in the plan.
        lives_elsewhere: the unit that the household has in the plan, when that is another one.
        home: why it did not get this home; only for a household without a home and a pair that is allowed.
    """

    household: str
    unit: str
    refused: Mapping[str, Sentence]
    asked: Mapping[str, Sentence]
    waived: tuple[str, ...]
    points: int
    placed: bool
    lives_elsewhere: str | None
    home: HomeWhy | None


@dataclass(frozen=True, slots=True)
class UnplacedWhy:
    """Why a household has no home in this plan.

    Attributes:
        layer: 1 when the rules allow no home, 2 when they allow at least one.
        rule_counts: homes that each rule refuses, the most frequent first.
        homes_possible: homes that the rules allow.
        decided: homes by cause, of those that the rules allow.
        homes: the homes that say most, at most ``words.SHOWN``.
    """

    household: str
    layer: int
    reason_code: str
    sentence: Sentence
    details: tuple[Sentence, ...] = ()
    nearest: tuple[NearHome, ...] = ()
    ask: Ask | None = None
    rule_counts: Mapping[str, int] = field(default_factory=dict)
    homes_possible: int = 0
    decided: Mapping[str, int] = field(default_factory=dict)
    homes: tuple[HomeWhy, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another home that the rules allow to a placed household; ``holders``: who has it in this plan."""

    unit: str
    points: int
    holders: tuple[str, ...]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Confirm:
    """What must be known before the home is offered: the rule that rests on it and the question."""

    rule: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class PlacedWhy:
    """Why a household got this home, what else was possible and what must happen first."""

    household: str
    unit: str
    reasons: tuple[Sentence, ...]
    points: Mapping[str, int]
    score: int
    alternatives: int
    best_alternatives: tuple[Alternative, ...] = ()
    to_confirm: tuple[Confirm, ...] = ()
    depends_on: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    pinned: bool = False
    flagged_waiting: bool = False


@dataclass(frozen=True, slots=True)
class UnitWhy:
    """Why these households got the unit, or why places in it stay empty.

    Attributes:
        reason_code: ``placed``, or why it stays empty: ``occupied``, ``status``, ``paused``, ``nobody_fits``,
            ``all_elsewhere``, or the cause that keeps most of those out who could live there.
        places_left: places that stay empty (households; persons in shared rooms).
        eligible: households without a home for which the rules allow the unit.
        decided: those households by cause.
        rule_counts: households that each rule refuses, the most frequent first.
        sole_rule: the rule that alone refuses most households.
    """

    unit: str
    reason_code: str
    sentence: Sentence
    details: tuple[Sentence, ...] = ()
    holders: tuple[str, ...] = ()
    places_left: int = 0
    eligible: int = 0
    decided: Mapping[str, int] = field(default_factory=dict)
    rule_counts: Mapping[str, int] = field(default_factory=dict)
    sole_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Explanations:
    """The explanation of a whole plan; keys are in the order of the round."""

    placed: Mapping[str, PlacedWhy]
    unplaced: Mapping[str, UnplacedWhy]
    units: Mapping[str, UnitWhy]
    system: tuple[Sentence, ...]
    opener: Ask | None
