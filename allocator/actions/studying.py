"""What a worker does with a study: take it, give signs of life, keep what came of it. Never done by people."""

from collections.abc import Mapping
from typing import Any

from allocator.actions.parts.deed import SYSTEM_ONLY, Deed, action
from allocator.actions.parts.keeping import keep
from allocator.actions.parts.planned import last_plans
from allocator.actions.parts.proposed import proposed
from allocator.actions.parts.working_out import Inputs, Made
from allocator.domain.failure import Failure
from allocator.domain.simulated import Result
from allocator.domain.study import SimulationAsked, What, read_asked
from allocator.intake import read_policy, read_scenario
from allocator.store import policies, runs, studies
from allocator.store.results import KeptResult
from allocator.store.studies import Study
from allocator.whatif.again import Basis


@action(SYSTEM_ONLY)
def claim_study(deed: Deed, worker: str, only: int | None = None) -> Study | None:
    """Take the oldest study that waits, or whose worker died."""
    found = studies.claim(deed.work, worker, deed.now, only)
    if found is None:
        deed.nothing_changed()
    else:
        deed.note("study", str(found.id), facts={"worker": worker, "attempt": found.attempts})
    return found


@action(SYSTEM_ONLY)
def beat_study(deed: Deed, study: Study, progress: Mapping[str, Any]) -> bool:
    """Give a sign of life, and say how far it is; false when another worker took over, or it was called off."""
    deed.nothing_changed()
    return studies.beat(deed.work, study, deed.now, progress)


@action(SYSTEM_ONLY, writes=False)
def is_study_wanted(deed: Deed, study: Study) -> bool:
    """Whether the study is still this worker's."""
    return studies.is_mine(deed.work, study)


@action(SYSTEM_ONLY, writes=False)
def do_runs_wait(deed: Deed) -> bool:
    """Whether a run of a round waits: people wait for it, so that a study goes aside."""
    return runs.waiting_since(deed.work) is not None


@action(SYSTEM_ONLY, writes=False)
def load_study(deed: Deed, study: Study) -> Inputs:
    """All that a study needs, read at once, so that no transaction waits for a solver."""
    asked = read_asked(study.asked)
    if isinstance(asked, SimulationAsked):
        rules = read_policy(policies.policy(deed.work, asked.policy).source)
        return Inputs(asked, policy=rules, scenario=read_scenario(asked.scenario))
    match asked.kind:
        case What.BALANCE | What.WANTED:
            round_, proposal, kept = proposed(deed, asked.about, asked.proposal)
            return Inputs(asked, (Basis.of(round_, proposal),), kept)
        case What.EFFECT:
            policy = read_policy(policies.policy(deed.work, asked.about).source)
            return Inputs(asked, tuple(last_plans(deed, asked.rounds)), policy=policy)
        case _:
            return Inputs(asked, tuple(last_plans(deed, asked.rounds)))


@action(SYSTEM_ONLY, writes=False)
def find_part(deed: Deed, key: str) -> Result | None:
    """A simulated run that was kept; None: it was not."""
    found = studies.part(deed.work, key)
    return None if found is None else Result.model_validate_json(found)


@action(SYSTEM_ONLY)
def keep_part(deed: Deed, result: Result) -> None:
    """Keep a simulated run as soon as it is done, so that a study goes on where it stopped."""
    if studies.keep_part(deed.work, result.sha256, result.model_dump_json(), deed.now):
        deed.note("simulated_run", result.sha256, facts={"policy": result.policy, "weeks": result.weeks})
    else:
        deed.nothing_changed()


@action(SYSTEM_ONLY)
def keep_study(deed: Deed, study: Study, made: Made) -> KeptResult:
    """Keep what came of a study, in the name of who asked for it."""
    kept = keep(deed, made.provenance, made.data(), by=study.asked_by)
    studies.finish(deed.work, study, deed.now, kept.sha256)
    deed.note("study", str(study.id), facts={"result": kept.sha256})
    return kept


@action(SYSTEM_ONLY)
def fail_study(deed: Deed, study: Study, why: Failure) -> None:
    """Write down that a study ended without a result, and why."""
    studies.fail(deed.work, study, deed.now, why.text())
    deed.note("study", str(study.id), facts={"failed": why.code})


@action(SYSTEM_ONLY)
def give_back_study(deed: Deed, study: Study) -> bool:
    """Let a study wait again, because its worker stops or has a run to do; false when it is no longer this worker's."""
    given = studies.give_back(deed.work, study)
    if given:
        deed.note("study", str(study.id), facts={"waits_again": study.worker or ""})
    else:
        deed.nothing_changed()
    return given
