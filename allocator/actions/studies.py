"""Studies: the price of balance, what is wanted, the effect of a policy, simulations. Asked here, done by a worker.

What comes of a study is kept as a result with what it was made of. Nothing of a household is kept: the price and what
is wanted as they may leave the committee, the effect of a policy as counts, simulations of worlds that are drawn.
"""

from allocator.actions.parts.deed import ADMINISTRATOR, AUDITOR, COMMITTEE, SYSTEM_ONLY, Deed, action
from allocator.actions.parts.force import in_force
from allocator.actions.parts.planned import some_proposal
from allocator.domain.provenance import sha256_of
from allocator.domain.study import SimulationAsked, StudyAsked, What
from allocator.intake import delivered_scenario, read_policy, read_scenario
from allocator.intake.scenario_file import FILE, unknown_codes
from allocator.simulate import arrivals
from allocator.store import policies, rounds, studies
from allocator.store.queue import CANCELLED
from allocator.store.studies import Study as Study


@action(COMMITTEE)
def ask_study(deed: Deed, asked: StudyAsked) -> Study:
    """Ask for a study of rounds that are kept: the price of balance, what is wanted, the effect of a policy."""
    match asked.kind:
        case What.BALANCE | What.WANTED:
            number = rounds.find_proposal(deed.work, asked.about, asked.proposal).number
            asked = asked.model_copy(update={"proposal": number})
        case What.EFFECT:
            policies.policy(deed.work, asked.about)
            some_proposal(deed)
        case _:
            some_proposal(deed)
    return _ask(deed, asked)


@action(COMMITTEE, ADMINISTRATOR)
def ask_simulation(deed: Deed, asked: SimulationAsked) -> Study:
    """Ask for a simulation: ways of dividing homes side by side, or what is wanted in weeks that are drawn."""
    version = asked.policy or in_force(deed.work, deed.today).version
    text = asked.scenario or delivered_scenario().decode()
    scenario, rules = read_scenario(text), read_policy(policies.policy(deed.work, version).source)
    if codes := arrivals.unknown_codes(scenario, rules):
        raise unknown_codes(codes, FILE)
    ways = tuple(dict.fromkeys(asked.ways))
    return _ask(deed, asked.model_copy(update={"policy": version, "scenario": text, "ways": ways}))


def _ask(deed: Deed, asked: StudyAsked | SimulationAsked) -> Study:
    found = studies.ask(deed.work, asked.kind, asked.model_dump(mode="json"), deed.actor.id, deed.now)
    facts: dict[str, object] = {"kind": asked.kind.value, "asked_sha256": sha256_of(found.asked)}
    deed.note("study", str(found.id), facts=facts)
    return found


@action(COMMITTEE, ADMINISTRATOR)
def cancel_study(deed: Deed, number: int) -> Study:
    """Call off a study that waits or is at work; simulated runs that are done stay kept."""
    studies.cancel(deed.work, studies.find(deed.work, number).id, deed.now, deed.actor.id)
    deed.note("study", str(number), facts={"failed": CANCELLED})
    return studies.find(deed.work, number)


@action(COMMITTEE, AUDITOR, ADMINISTRATOR, writes=False)
def list_studies(deed: Deed, most: int = 200) -> list[tuple[Study, bool]]:
    """Studies that were asked for, the newest first, each with whether its worker died."""
    return [(one, one.died(deed.now)) for one in studies.listed(deed.work, most)]


@action(COMMITTEE, AUDITOR, ADMINISTRATOR, SYSTEM_ONLY, writes=False)
def show_study(deed: Deed, number: int) -> tuple[Study, bool]:
    """How a study stands, and whether its worker died."""
    found = studies.find(deed.work, number)
    return found, found.died(deed.now)


@action(COMMITTEE, AUDITOR, ADMINISTRATOR, writes=False)
def show_scenario(deed: Deed, number: int | None = None) -> str:
    """The scenario of a simulation as it was asked, or the delivered one, as TOML."""
    found = {} if number is None else studies.find(deed.work, number).asked
    return str(found.get("scenario") or "") or delivered_scenario().decode()


__all__ = [
    "Study",
    "ask_simulation",
    "ask_study",
    "cancel_study",
    "list_studies",
    "show_scenario",
    "show_study",
]
