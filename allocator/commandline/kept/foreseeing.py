"""``policy effect``: what a version would have done in rounds of the past, before it is approved."""

from pathlib import Path
from typing import Any

from allocator.actions import policies
from allocator.commandline import sides
from allocator.commandline.comparing import difference_data
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.progress import stoppable
from allocator.commandline.screen import Screen, number, short
from allocator.commandline.writing import write_documents
from allocator.explain.difference import Kind
from allocator.locale import N_
from allocator.reports import disk, effects
from allocator.whatif.comparison import Comparison, Tally
from allocator.whatif.effect import Effect


def effect(screen: Screen, version: str, rounds: int, out: Path | None, time_limit: float | None) -> Exit:
    """Solve the last rounds again under a version.

    Raises:
        InputProblems: when a round names something that the version no longer knows.
        OSError: when the folder cannot be written.
    """
    if out is not None:
        disk.check(out)
    with opened(screen) as desk:
        found = stoppable(lambda: policies.foresee_policy(desk.office, desk.actor, version, rounds, time_limit))
    files = [] if out is None else write_documents("effect", effects.document(found, screen.lang), None, out)
    done = Exit.DONE if found.proven else Exit.NOT_PROVEN
    if screen.as_json:
        made = {"made_of": effects.provenance(found), "files": [str(file) for file in files]}
        saying.show(screen, data(found) | made)
        return done
    _show(screen, found)
    sides.files(screen, files)
    return done


def _show(screen: Screen, found: Effect) -> None:
    tongue = screen.tongue
    words = N_("Policy {version} in {n} rounds of the past")
    screen.heading(tongue(words, version=found.policy.version, n=len(found.rounds)))
    for line in effects.notes(found, tongue):
        screen.line(line)
    if not found.rounds:
        saying.hint(screen, N_("Nothing was proposed yet; a policy has no effect before the first proposal."))
        return
    columns = [short(tongue(N_("Round"))), *(number(tongue(head)) for head in HEADS)]
    rows = [(one.a.round.round_id, *(tongue.number(n) for n in _counts(one))) for one in found.rounds]
    together = (tongue("Together"), *(tongue.number(sum(n)) for n in zip(*map(_counts, found.rounds), strict=True)))
    screen.table(columns, [*rows, together])
    names = tongue(N_("as proposed")), found.policy.version
    last = found.rounds[-1].b.round
    sides.tallies(screen, last, found.by_group(), found.by_municipality(), names)
    for one in found.rounds:
        screen.heading(tongue(N_("Round {round}"), round=one.a.round.round_id))
        sides.aims_table(screen, one, names)
        sides.who(screen, one, names)
    saying.hint(
        screen,
        N_("Next: the chair approves the policy with `allocator policy approve {version}`."),
        version=found.policy.version,
    )


HEADS = (N_("Placed before"), N_("Placed after"), N_("Lose"), N_("Gain"), N_("Another home"))


def _counts(one: Comparison) -> tuple[int, ...]:
    placed = (len(one.a.solution.placements), len(one.b.solution.placements))
    return (*placed, *(len(one.of_kind(kind)) for kind in (Kind.REMOVED, Kind.ADDED, Kind.MOVED)))


def data(found: Effect) -> dict[str, Any]:
    """The effect for programs."""
    return {
        "policy": found.policy.version,
        "proven": found.proven,
        "impossible": found.impossible,
        "lost": found.count(Kind.REMOVED),
        "gained": found.count(Kind.ADDED),
        "moved": found.count(Kind.MOVED),
        "groups": _tallies(found.by_group()),
        "municipalities": _tallies(found.by_municipality()),
        "rounds": [
            {
                "round_id": one.a.round.round_id,
                "as_of": one.a.round.as_of.isoformat(),
                "policy": one.a.round.policy.version,
                "proven": one.a.solution.proven and one.b.solution.proven,
            }
            | difference_data(one)
            for one in found.rounds
        ],
    }


def _tallies(table: dict[str | None, Tally]) -> list[dict[str, Any]]:
    return [{"code": code, **tally._asdict()} for code, tally in table.items()]
