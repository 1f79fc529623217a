"""``compare``: one round under two policies; who loses is shown as clearly as who gains."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from allocator import run
from allocator.commandline import inputs, sides
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Screen
from allocator.commandline.writing import write_documents
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports import disk, effects
from allocator.reports.sides import pressing_first
from allocator.run import Matched
from allocator.whatif.again import Basis
from allocator.whatif.comparison import Aims, Comparison

NAMES = ("A", "B")


def compare(
    screen: Screen,
    case: Path,
    policies: Sequence[Path],
    out: Path | None,
    time_limit: float | None,
    seed: str | None,
) -> Exit:
    """Match a case twice, show the difference and write the report.

    Raises:
        WrongUse: when there are not exactly two policies.
        InputProblems: when the case or a policy cannot be used.
        OSError: when the folder cannot be written.
    """
    tongue = screen.tongue
    if out is not None:
        disk.check(out)
    if len(policies) != 2:
        raise WrongUse(tongue(N_("Give two policies: --policy A --policy B.")))
    names = [policy.name if policies[0].name != policies[1].name else str(policy) for policy in policies]
    with meter(screen) as shown:
        shown.phase(tongue(N_("Reading the case")))
        rounds = [inputs.case(case, policy, seed).round for policy in policies]
        found = []
        for round_ in rounds:
            shown.phase(tongue(N_("Judging all pairs of household and home")))
            found.append(_match(round_, time_limit, shown.of(round_)))
    comparison = Comparison(*(Basis(matched.round, matched.solution) for matched in found))
    report = effects.two_policies(comparison, screen.lang)
    files = [] if out is None else write_documents("compare", report, None, out)
    if screen.as_json:
        made = {"made_of": report.provenance, "files": [str(file) for file in files]}
        screen.data(_data(comparison, names) | made)
    else:
        _show(screen, comparison, found, names)
        sides.files(screen, files)
    return Exit.DONE if all(matched.solution.proven for matched in found) else Exit.NOT_PROVEN


def _match(round_: Round, time_limit: float | None, told: Callable[[str, float, float | None], None]) -> Matched:
    return stoppable(lambda: run.run_match(round_, time_limit=time_limit, progress=told))


# ------------------------------------------------------------------------------------------------ for people


def _show(screen: Screen, found: Comparison, matched: Sequence[Matched], names: Sequence[str]) -> None:
    tongue = screen.tongue
    screen.heading(tongue(N_("Round {id} under two policies"), id=found.a.round.round_id))
    screen.line(tongue(N_("A: {name}, {policy}"), name=names[0], policy=_policy(found.a.round)))
    screen.line(tongue(N_("B: {name}, {policy}"), name=names[1], policy=_policy(found.b.round)))
    sides.aims_table(screen, found, NAMES)
    for name, one in zip("AB", matched, strict=True):
        screen.line(f"{name}: {tongue.of(one.proposal.headline)}")
    sides.who(screen, found, NAMES)
    sides.tallies(screen, found.a.round, found.by_group(), found.by_municipality(), NAMES)


def _policy(round_: Round) -> str:
    return f"{round_.policy.name}, {round_.policy.version}"


# ------------------------------------------------------------------------------------------------ for programs


def _data(found: Comparison, names: Sequence[str]) -> dict[str, Any]:
    return {"a": _plan(found.a, names[0]), "b": _plan(found.b, names[1])} | difference_data(found)


def _plan(basis: Basis, name: str) -> dict[str, Any]:
    return {
        "file": name,
        "policy": _policy(basis.round),
        "policy_sha256": basis.round.policy_sha256,
        "proven": basis.solution.proven,
        "placed": len(basis.solution.placements),
    }


def difference_data(found: Comparison) -> dict[str, Any]:
    """What differs between two plans: aims, and who loses, gains and gets another home."""

    def value(result: StageResult | None) -> dict[str, Any] | None:
        return None if result is None else {"value": result.value, "bound": result.bound, "status": result.status}

    def aim(both: Aims) -> dict[str, Any]:
        name = {"stage": both.known.stage, "sub_stage": both.known.sub_stage, "sense": both.known.sense}
        return name | {"a": value(both.a), "b": value(both.b), "before": both.before, "after": both.after}

    def moves(kind: Kind) -> list[dict[str, Any]]:
        return [{"household": m.household, "a": m.before, "b": m.after} for m in pressing_first(found, kind)]

    return {
        "stages": [aim(both) for both in found.aims],
        "lost": moves(Kind.REMOVED),
        "gained": moves(Kind.ADDED),
        "moved": moves(Kind.MOVED),
    }
