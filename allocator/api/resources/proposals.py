"""``/rounds/{round}/proposals``: who goes where, who does not, and how good that is."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from allocator.actions import proposals, rounds
from allocator.actions.proposals import Reads
from allocator.actions.rounds import KeptProposal
from allocator.api.caller import Called, Caller
from allocator.api.once import Route
from allocator.api.paging import Choice, Listing, Page
from allocator.api.shapes import Moment, Shape
from allocator.domain import proposal as domain
from allocator.domain.base import Code, Id, MunicipalityCode
from allocator.domain.codes import StageName, Status
from allocator.domain.proposal import Text

router = APIRouter(prefix="/rounds/{round}/proposals", tags=["proposals"], route_class=Route)
RoundKey = Annotated[Id, Path(alias="round", description="Name of the round.", examples=["2026-w48"])]
Number = Annotated[
    int, Path(alias="proposal", ge=1, le=2**53, description="Number of the proposal within the round.", examples=[1])
]


class Proposal(Shape):
    """A proposal of a round."""

    number: int = Field(description="Its number within the round.", examples=[1])
    run: int = Field(description="The run that made it.")
    round_sha256: str = Field(description="Hash of the round that it was made from.")
    sha256: str = Field(description="Hash of the proposal.")
    proven: bool = Field(description="Whether every aim is proven to be the best there is.")
    made_at: Moment = Field(description="When, in UTC.")


class Stage(Shape):
    """What the plan reaches for one aim, and how sure that is."""

    stage: StageName = Field(description="Stage of the solver.")
    sub_stage: Code = Field(description="The aim within the stage.")
    sense: Literal["max", "min"] = Field(description="Whether more or less is better.")
    value: int | None = Field(description="Value in the plan.")
    bound: int | None = Field(description="No plan that respects the aims above it is better than this.")
    status: Status = Field(description="Whether that is proven.")
    sentence: str = Field(description="In words.")


class BalanceLine(Shape):
    """Fair share of one municipality in one dimension, with what the plan adds."""

    dimension: Code = Field(description="Dimension of the fair share.")
    municipality: MunicipalityCode = Field(description="Municipality.")
    group: Code = Field(description="Ledger group.")
    quota: float = Field(description="Its part of the task.")
    placed: int = Field(description="Placed by this proposal.")
    after: float = Field(description="What is still owed after it; negative is ahead.")
    deviation: float = Field(description="More than an even share of this round.")


class OpenedProposal(Proposal):
    """A proposal with its proof and its balance."""

    headline: str = Field(description="What it is in one sentence.")
    placed: int = Field(description="Households with a home.")
    unplaced: int = Field(description="Households without one.")
    empty: int = Field(description="Units with places left.")
    stages: tuple[Stage, ...] = Field(description="Every aim in order.")
    balance: tuple[BalanceLine, ...] = Field(description="The fair share of every municipality.")
    versions: dict[str, str] = Field(description="What the result depends on besides the round.")


class ProposedPlacement(Shape):
    """Who goes where, and why."""

    household: Id = Field(description="Pseudonym.")
    unit: Id = Field(description="The home.")
    municipality: MunicipalityCode = Field(description="Where it stands.")
    pools: tuple[Id, ...] = Field(description="Support, one pool for each need that takes one.")
    to_confirm: tuple[Code, ...] = Field(description="Rules that rest on a fact that is not known yet.")
    depends_on: tuple[Id, ...] = Field(description="Households that must move first.")
    pinned: bool = Field(description="Whether people wanted it.")
    reasons: tuple[str, ...] = Field(description="Why this home.")
    questions: tuple[str, ...] = Field(description="What to ask before an offer.")
    alternatives: int = Field(description="Other homes that were possible under the rules.")


_SAME = tuple(name for name in ProposedPlacement.model_fields if name not in ("reasons", "questions"))


class Unplaced(Shape):
    """A household without a home in this proposal, and why."""

    household: Id = Field(description="Pseudonym.")
    reason_code: str = Field(description="Why, as a code.")
    sentence: str = Field(description="Why, in words.")
    details: tuple[str, ...] = Field(description="More of it.")
    nearest: tuple[Id, ...] = Field(description="Homes that one rule alone refuses.")


class EmptyUnit(Shape):
    """A unit that stays empty, or partly, and why."""

    unit: Id = Field(description="The home.")
    reason_code: str = Field(description="Why, as a code.")
    sentence: str = Field(description="Why, in words.")
    details: tuple[str, ...] = Field(description="More of it.")


def proposal_of(kept: KeptProposal) -> Proposal:
    """A proposal as listed."""
    return Proposal(**{name: getattr(kept, name) for name in Proposal.model_fields})


def _words(caller: Caller, text: Text | dict[str, str]) -> str:
    return text[caller.lang] if isinstance(text, dict) else getattr(text, caller.lang)


@router.get("", summary="Proposals")
def list_proposals(caller: Called, key: RoundKey, listing: Listing) -> Page[Proposal]:
    """Proposals of a round, in order of number."""
    found = [proposal_of(one) for one in rounds.show_round(caller.office, caller.actor, key).proposals]
    return listing.page(Proposal, found, lambda one: f"{one.number:012d}")


@router.get("/{proposal}", summary="A proposal")
def show_proposal(caller: Called, key: RoundKey, number: Number) -> OpenedProposal:
    """A proposal with its proof and its balance."""
    found, kept = proposals.read_proposal(caller.office, caller.actor, key, number, Reads.SUMMARY)
    stages = [{**one, "sentence": _words(caller, one["sentence"])} for one in found.stages]
    return OpenedProposal(
        **proposal_of(kept).model_dump(),
        headline=_words(caller, found.headline),
        placed=len(found.placements),
        unplaced=len(found.unplaced),
        empty=len(found.empty_units),
        stages=tuple(_typed(Stage, one) for one in stages),
        balance=tuple(_balance(one) for one in found.balance),
        versions=found.versions,
    )


def _typed(shape: type[Any], row: dict[str, Any]) -> Any:
    return shape(**{name: row[name] for name in shape.model_fields})


def _balance(row: dict[str, Any]) -> BalanceLine:
    exact = {name: float(Fraction(row[name])) for name in ("quota", "after", "deviation")}
    return BalanceLine(**{name: row[name] for name in BalanceLine.model_fields} | exact)


@router.get("/{proposal}/placements", summary="Who goes where")
def list_placements(caller: Called, key: RoundKey, number: Number, listing: Listing) -> Page[ProposedPlacement]:
    """Who goes where in a proposal, and why."""

    def of(one: domain.ProposedPlacement) -> ProposedPlacement:
        same = {name: getattr(one, name) for name in _SAME}
        reasons, questions = (tuple(_words(caller, text) for text in texts) for texts in (one.reasons, one.questions))
        return ProposedPlacement(**same, reasons=reasons, questions=questions)

    wanted = Choice(listing, ProposedPlacement, lambda one: one.household, of, as_made=True)
    proposals.read_proposal(caller.office, caller.actor, key, number, Reads.PLACED, wanted)
    return wanted.page


@router.get("/{proposal}/unplaced", summary="Who gets no home")
def list_unplaced(caller: Called, key: RoundKey, number: Number, listing: Listing) -> Page[Unplaced]:
    """Households without a home in a proposal, each with why."""

    def of(one: domain.Unplaced) -> Unplaced:
        return Unplaced(
            household=one.household,
            reason_code=one.reason_code,
            sentence=_words(caller, one.sentence),
            details=tuple(_words(caller, text) for text in one.details),
            nearest=tuple(str(near["unit"]) for near in one.nearest),
        )

    wanted = Choice(listing, Unplaced, lambda one: one.household, of, as_made=True)
    proposals.read_proposal(caller.office, caller.actor, key, number, Reads.UNPLACED, wanted)
    return wanted.page


@router.get("/{proposal}/empty-units", summary="What stays empty")
def list_empty_units(caller: Called, key: RoundKey, number: Number, listing: Listing) -> Page[EmptyUnit]:
    """Units with places left in a proposal, each with why."""
    found, _ = proposals.read_proposal(caller.office, caller.actor, key, number, Reads.EMPTY)
    rows = [
        EmptyUnit(
            unit=one.unit,
            reason_code=one.reason_code,
            sentence=_words(caller, one.sentence),
            details=tuple(_words(caller, text) for text in one.details),
        )
        for one in found.empty_units
    ]
    return listing.page(EmptyUnit, rows, lambda one: one.unit)
