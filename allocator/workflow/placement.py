"""A placement on its way from proposal to home, and who does something with it."""

from dataclasses import dataclass
from datetime import date

from pydantic import Field

from allocator.domain.base import Code, Frozen, Id, MunicipalityCode
from allocator.domain.workflow import CLOSED, LIVE, SETTLED, Role, State


class PlacementState(Frozen):
    """One placement as it stands. An episode, not a person: a household can have several, one after the other."""

    id: Id
    household: Id
    unit: Id
    municipality: MunicipalityCode
    corporation: Id | None = None
    pools: tuple[Id, ...] = ()
    providers: tuple[Id, ...] = Field(default=(), description="Providers of the pools.")
    referrer: Id | None = Field(default=None, description="Organisation that referred the household.")
    depends_on: tuple[Id, ...] = Field(default=(), description="Households that must move first.")
    to_confirm: tuple[Code, ...] = Field(default=(), description="Rules that rest on a fact not yet known.")
    refuted: tuple[Code, ...] = Field(default=(), description="Rules that refuse, now that the fact is known.")
    by_hand: bool = Field(default=False, description="Not as the proposal said: a deviation, which needs a reason.")
    state: State = State.PROPOSED
    since: date = Field(description="The day on which it came into this state.")
    reason: Code | None = Field(default=None, description="The reason of the last step that had one.")
    came_from: State | None = Field(default=None, description="The state in which it was closed.")
    version: int = Field(default=0, ge=0, description="Grows by one with every change; who decides names it.")

    @property
    def live(self) -> bool:
        """Whether it claims its household and its place."""
        return self.state in LIVE

    @property
    def settled(self) -> bool:
        """Whether the household lives there."""
        return self.state in SETTLED

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self.state in CLOSED


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a pseudonym of a person, in a role, for an organisation or municipality."""

    id: str
    role: Role
    organisation: str | None = None
    reads_only: bool = False
    """Whether this actor came in with a token that changes nothing."""

    def concerned(self, placement: PlacementState) -> bool:
        """Whether the placement is of this actor's organisation; others see the whole region."""
        match self.role:
            case Role.CORPORATION:
                own: tuple[str | None, ...] = (placement.corporation,)
            case Role.CARE_PROVIDER:
                own = (*placement.providers, placement.referrer)
            case Role.MUNICIPALITY:
                own = (placement.municipality,)
            case _:
                return True
        return self.organisation is not None and self.organisation in own
