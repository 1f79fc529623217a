"""What a simulation asks and gives: figures of weeks that never were, and nothing of any household that exists."""

from pydantic import Field

from allocator.domain.base import Frozen
from allocator.domain.policy import Policy
from allocator.domain.scenario import Scenario
from allocator.domain.sentence import Sentence, Term
from allocator.locale import N_

NAMES = {
    "waiting": N_("Waiting list in order"),
    "urgency": N_("Urgency, then waiting"),
    "vacancy": N_("Vacancy by vacancy, hardest first"),
    "exact": N_("Weekly exact"),
    "ahead": N_("Weekly exact with opportunity cost"),
}
"""Every policy with what people read; the order of tables."""

WHO = {
    "wheelchair": N_("somebody with a wheelchair"),
    "walker": N_("somebody with a walker"),
    "step_free": N_("somebody who cannot climb stairs"),
    "large": N_("a large household"),
    "reserved": N_("somebody of the group that the home is for"),
    "shared": N_("somebody who wants to share a home"),
    "fits": N_("a household that the home fits better"),
}
"""For whom a home is kept; nothing here says anything of a household that exists."""


class Asked(Frozen):
    """What a study asks: the same worlds for every policy (common random numbers)."""

    scenario: Scenario
    rules: Policy
    policies: tuple[str, ...]
    seed: str = "1"
    replications: int = 1
    weeks: int = 52


class Group(Frozen):
    """Figures of one priority group, or of everybody."""

    arrived: int
    housed: int
    waited_median: float | None = Field(description="Weeks from ready to the offer that was accepted; None: nobody.")
    waited_p90: float | None
    offered_in_time: int = Field(description="Offered a home within 13 weeks.")
    could_be_offered: int = Field(description="Came at least 13 weeks before the end.")


class Waits(Frozen):
    """A home that was kept back in a week."""

    week: int
    unit: str
    who: str
    chance: float
    within: int
    kept: int = Field(description="Weeks it has been kept back, this one included.")
    most: int


class Result(Frozen):
    """One run."""

    sha256: str = Field(description="Key of the job.")
    scenario_sha256: str
    rules_sha256: str
    policy: str
    seed: str
    weeks: int
    versions: dict[str, str]
    value: float = Field(description="Points of the scenario's worth.")
    bound: float = Field(description="Points that nobody can surpass, not even who knows everything beforehand.")
    groups: dict[str, Group] = Field(description="Per priority group; ``all`` is everybody.")
    forms: dict[str, int] = Field(description="Housed per form of home.")
    refusals: dict[str, int] = Field(description="Offers that were refused or not answered, by reason.")
    municipalities: dict[str, int] = Field(description="Housed per municipality.")
    shelter_freed: int = Field(description="Places in shelters that came free, in persons.")
    unconventional: int
    suitability: float | None = Field(description="Mean points, 0..1000.")
    left: int = Field(description="Households that left the list without a home.")
    unlet: int = Field(description="Homes that were taken back.")
    returned: int = Field(description="Households that came back to shelter.")
    waiting: tuple[int, ...] = Field(description="Households on the list, week by week.")
    placed: tuple[int, ...] = Field(description="Offers made, week by week.")
    imbalance: tuple[float, ...] = Field(
        description="Week by week: households placed elsewhere than fair shares would have it."
    )
    year_ends: dict[str, float] = Field(description="The same at the end of each year.")
    held: tuple[Waits, ...] = ()

    @property
    def share(self) -> float:
        """Part of the bound that was reached."""
        return self.value / self.bound if self.bound else 1.0


def sentence_of(unit: str, who: str, within: int, most: int) -> Sentence:
    """Why a home waits, in words; it names no household."""
    words = N_("{unit} waits because {who} is expected within {within:week|weeks}; at most {most:week|weeks}.")
    return Sentence(words, {"unit": unit, "who": Term(WHO[who]), "within": within, "most": most})


__all__ = ["NAMES", "WHO", "Asked", "Group", "Result", "Waits", "sentence_of"]
