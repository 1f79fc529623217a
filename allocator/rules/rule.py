"""One hard rule: its number, basis and sentence, the facts it reads, and the expression that judges.

A rule is written once::

    @rule("R-101", title=..., basis=..., says=..., reads="h.bedrooms_needed u.bedrooms", unknown_means=...)
    def enough_bedrooms(h, u, n):
        return u.bedrooms >= h.bedrooms_needed          # True: may live here

The expression works on one pair and on all pairs (see ``algebra``); what is not known never reaches it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias, TypeVar

from allocator.domain.base import Sensitivity
from allocator.domain.codes import Unknown
from allocator.domain.household import Household
from allocator.domain.policy import Policy, RuleSetting, Setting
from allocator.domain.unit import Unit
from allocator.rules.algebra import Tri
from allocator.rules.facts import Fact, sensitivity
from allocator.rules.features.household import Households
from allocator.rules.features.unit import Units
from allocator.rules.settings import Numbers

Judge: TypeAlias = Callable[[Households, Units, Numbers], Tri]
J = TypeVar("J", bound=Judge)


@dataclass(frozen=True, eq=False)
class Rule:
    """A hard rule, as the catalogue and its page show it.

    Attributes:
        code: its number, the same for ever.
        title: what it is about, in a few words (translated).
        basis: law, covenant or local policy it rests on.
        says: what it says to who is refused (translated), with ``{h_fact}``, ``{u_fact}`` and ``{n_number}``.
        reads: the facts it may read, as ``h.fact`` and ``u.fact``.
        unknown: what it does where facts leave it undecided.
        unknown_means: the same in words, with the reason.
        judge: (households, units, numbers) -> True where the pair may be.
        waivable: whether a committee may lift it for one pair.
        switchable: whether a policy may switch it off.
        statutory: whether it follows from law.
        counts_only: it never refuses; a pair it denies is *unfit* and counted.
        on: whether it holds where the policy says nothing about it.
        valid_from, valid_until: first and last day on which it holds.
        numbers: its named numbers and codes with their defaults.
    """

    code: str
    title: str
    basis: str
    says: str
    reads: tuple[str, ...]
    unknown: Unknown
    unknown_means: str
    judge: Judge
    waivable: bool = True
    switchable: bool = True
    statutory: bool = False
    counts_only: bool = False
    on: bool = True
    valid_from: date | None = None
    valid_until: date | None = None
    numbers: Mapping[str, Setting] = field(default_factory=dict)

    def facts(self) -> dict[str, Fact[Any]]:
        """The facts it reads, by ``h.name`` and ``u.name``."""
        return {name: fact_of(name) for name in self.reads}

    @property
    def sensitivity(self) -> Sensitivity:
        """As sensitive as the most sensitive field that it reads."""
        found = [sensitivity(model_of(name), fact) for name, fact in self.facts().items()]
        return max(found, key=lambda kind: kind.rank, default=Sensitivity.OPEN)

    def holds(self, policy: Policy, as_of: date) -> bool:
        """Whether it is in force under this policy on this day."""
        setting = policy.rules.get(self.code)
        spans = [(self.valid_from, self.valid_until)]
        if setting:
            spans.append((setting.valid_from, setting.valid_until))
        if self.switchable and not (setting.on if setting else self.on):
            return False
        return all((a is None or a <= as_of) and (b is None or as_of <= b) for a, b in spans)

    def under(self, policy: Policy, as_of: date) -> Numbers:
        """Its numbers under this policy."""
        said = policy.rules.get(self.code, RuleSetting()).numbers
        return Numbers({name: said.get(name, default) for name, default in self.numbers.items()}, as_of)


def side_of(name: str) -> type[Households] | type[Units]:
    """The side on which ``h.fact`` or ``u.fact`` is found."""
    return Households if name.startswith("h.") else Units


def model_of(name: str) -> type[Household] | type[Unit]:
    """The model of ``h.fact`` or ``u.fact``."""
    return Household if name.startswith("h.") else Unit


def fact_of(name: str) -> Fact[Any]:
    """The fact ``h.fact`` or ``u.fact``.

    Raises:
        KeyError: when there is no such fact.
    """
    found: Fact[Any] = vars(side_of(name))[name[2:]]
    return found


_REGISTRY: dict[str, Rule] = {}


def rule(
    code: str,
    *,
    title: str,
    basis: str,
    says: str,
    reads: str,
    unknown_means: str,
    unknown: Unknown = Unknown.ASK,
    waivable: bool = True,
    switchable: bool = True,
    statutory: bool = False,
    counts_only: bool = False,
    on: bool = True,
    valid_from: date | None = None,
    valid_until: date | None = None,
    numbers: Mapping[str, Setting] | None = None,
) -> Callable[[J], J]:
    """Put a rule in the catalogue; see ``Rule`` for what each part means.

    Raises:
        ValueError: when the number is in use already.
        KeyError: when it reads a fact that does not exist.
    """

    def register(judge: J) -> J:
        if code in _REGISTRY:
            raise ValueError(f"Rule {code} exists already; give {judge.__name__} another number.")
        words = (code, title, basis, says, tuple(reads.split()), unknown, unknown_means)
        made = Rule(
            *words, judge, waivable, switchable, statutory, counts_only, on, valid_from, valid_until, numbers or {}
        )
        made.facts()  # every fact it reads exists
        _REGISTRY[code] = made
        return judge

    return register


def registered() -> tuple[Rule, ...]:
    """All rules, in the order of their numbers."""
    return tuple(_REGISTRY[code] for code in sorted(_REGISTRY))
