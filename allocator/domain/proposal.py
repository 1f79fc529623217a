"""A proposal: who gets which home and why, what each aim reached, and whether that is proven best."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from allocator.domain.base import Code, Frozen, Id, MunicipalityCode
from allocator.domain.codes import CountUnit, StageName, Status

ReasonCode = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
"""Why somebody got no home, or why a home stays empty: a cause, with its aim after a colon (``stage:urgency``)."""


class Placement(Frozen):
    """One household in one unit, with one pool for each need that takes one."""

    household: Id
    unit: Id
    pools: tuple[Id, ...] = Field(
        default=(), description="One pool for each need that takes one, in the order of the household's needs."
    )


class StageResult(Frozen):
    """What one sub-stage reached. Values are whole numbers; see docs/model.md for their units."""

    stage: StageName
    sub_stage: Code
    sense: str = Field(pattern="^(max|min)$")
    value: int | None = Field(description="Value in the plan.")
    best: int | None = Field(description="Best value when this aim was solved, before a tolerance was used.")
    bound: int | None = Field(description="No plan that respects the aims above it is better than this.")
    status: Status
    tolerance: int = 0
    alone: int | None = Field(
        default=None, description="No plan at all is better than this, even without the aims above it."
    )


class Solution(Frozen):
    """What the solver found: the plan, and per sub-stage value, bound and status."""

    placements: tuple[Placement, ...]
    stages: tuple[StageResult, ...]

    @property
    def proven(self) -> bool:
        """Whether every (sub-)stage is proven."""
        return all(stage.status is Status.PROVEN for stage in self.stages)


class Text(Frozen):
    """One sentence for the committee in the languages of the screens."""

    nl: str
    en: str


class ProposedPlacement(Frozen):
    """A placement as proposed, with what must still be asked and what it depends on."""

    household: Id
    unit: Id
    municipality: MunicipalityCode
    pools: tuple[Id, ...]
    to_confirm: tuple[Code, ...] = Field(description="Rules that rest on a fact not yet known.")
    questions: tuple[Text, ...] = Field(default=(), description="What to ask before an offer, for these rules.")
    depends_on: tuple[Id, ...] = Field(description="Households that must move first.")
    waived: tuple[Code, ...] = ()
    pinned: bool = False
    flagged_waiting: bool = Field(default=False, description="Waits over the policy's term since ready.")
    reasons: tuple[Text, ...]
    alternatives: int = Field(default=0, description="Other homes that were possible under the rules.")
    others: tuple[dict[str, Any], ...] = Field(
        default=(), description="Of those, the homes with most points: unit, points, sentence."
    )


class Unplaced(Frozen):
    """A household without a home in this proposal, and why."""

    household: Id
    reason_code: ReasonCode
    sentence: Text
    details: tuple[Text, ...] = ()
    nearest: tuple[dict[str, Any], ...] = Field(
        default=(), description="Homes that one rule alone refuses: unit, rule, sentence."
    )
    ask: dict[str, Any] | None = Field(
        default=None, description="The question that would open most homes: field, opens, sentence."
    )
    flagged_waiting: bool = False


class EmptyUnit(Frozen):
    """A unit that stays (partly) empty in this proposal, and why."""

    unit: Id
    reason_code: ReasonCode
    sentence: Text
    details: tuple[Text, ...] = ()


class FilledUnit(Frozen):
    """A unit without a place left in this proposal: who has it, who else could, and what decided."""

    unit: Id
    sentence: Text
    details: tuple[Text, ...] = ()


class BalanceLine(Frozen):
    """Fair share of one municipality in one dimension; amounts in the dimension's unit."""

    dimension: Code
    municipality: MunicipalityCode
    group: Code
    unit: CountUnit
    share: Fraction
    quota: Fraction
    carried: Fraction
    realised: Fraction
    committed: Fraction
    placed: int = Field(description="Placed by this proposal.")
    target: Fraction = Field(description="What this round should place here for an even share, on a grid of 0.01.")
    after: Fraction = Field(description="Balance after this proposal: what is still owed; negative is ahead.")
    deviation: Fraction = Field(description="placed - target: positive is more than the fair share.")


class Proposal(Frozen):
    """The whole proposal; equal rounds give equal bytes."""

    round_id: Code
    placements: tuple[ProposedPlacement, ...]
    unplaced: tuple[Unplaced, ...]
    empty_units: tuple[EmptyUnit, ...]
    filled_units: tuple[FilledUnit, ...] = ()
    stages: tuple[dict[str, Any], ...]
    balance: tuple[dict[str, Any], ...]
    headline: Text
    round_sha256: str
    policy_sha256: str
    versions: dict[str, str]
    reproducible: bool
    seed_by_hand: bool = False

    @property
    def solution(self) -> Solution:
        """What the solver claimed: the plan, and per sub-stage value, bound and status."""
        placements = (Placement(household=p.household, unit=p.unit, pools=p.pools) for p in self.placements)
        return Solution(placements=tuple(placements), stages=tuple(map(stage_of, self.stages)))


def stage_of(row: Mapping[str, Any]) -> StageResult:
    """The result of a sub-stage out of its row in a proposal, which has a sentence beside it."""
    return StageResult.model_validate({name: row[name] for name in StageResult.model_fields if name in row})
