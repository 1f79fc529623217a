"""``round propose|explain|diff|replay``: what was proposed, why, what changed, and the same once more."""

from dataclasses import dataclass
from pathlib import Path

from allocator.actions import placements, rounds
from allocator.commandline import result, why
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.kept.rounds import which
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.screen import Column, Screen, key, number, text
from allocator.domain.proposal import Proposal
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.round import Round
from allocator.explain.difference import Difference, Kind, PlacementChange
from allocator.locale import N_
from allocator.reports.disk import check as check_folder
from allocator.reports.evenness import aim_name, changed
from allocator.reports.files import write_all

_KINDS = {
    Kind.ADDED: N_("New placements"),
    Kind.MOVED: N_("Another home"),
    Kind.REMOVED: N_("No longer placed"),
}


@dataclass(frozen=True)
class Which:
    """A proposal of a round: by default the last one of the last round."""

    round_id: str | None = None
    number: int | None = None


def propose(screen: Screen, round_id: str | None, number_: int | None, out: Path | None) -> Exit:
    """Show a proposal in full, and write its reports where that is asked.

    Raises:
        NotFound: when nothing was proposed yet.
        Gone: when facts in it were destroyed on their date.
    """
    if out is not None:
        check_folder(out)
    with opened(screen) as desk:
        name = which(desk, round_id)
        _must_have(desk, name)
        round_, proposal, kept = rounds.show_proposal(desk.office, desk.actor, name, number_)
        numbers = _numbers(desk, name)
    info = {"round": kept.round, "proposal": kept.number, "made_at": kept.made_at.isoformat(), "sha256": kept.sha256}
    files = write_all(round_, proposal, info, out, screen.lang) if out is not None else []
    if screen.as_json:
        return saying.show(
            screen,
            {
                "kept": kept,
                "placements": [{"household": h, "home": u, "placement": n} for (h, u), n in sorted(numbers.items())],
                "files": [str(file) for file in files],
                "proposal": proposal,
            },
        )
    result.show(screen, round_, proposal, files, numbers)
    words = N_("Proposal {number} of round {round}, made on {at}.")
    screen.console.print()
    screen.line(screen.tongue(words, number=kept.number, round=kept.round, at=saying.moment(kept.made_at)))
    saying.hint(screen, N_("Next: `allocator decide accept NUMBER` or `decide refuse NUMBER`, with the numbers above."))
    saying.hint(screen, N_("`allocator round explain HOUSEHOLD` tells more of one household."))
    return Exit.DONE


def _must_have(desk: Desk, name: str) -> None:
    """Say what to do when nothing was proposed yet.

    Raises:
        NotFound: when nothing was.
    """
    if not rounds.show_round(desk.office, desk.actor, name).proposals:
        text_ = N_("Round {round} has no proposal yet; `allocator round run` makes one.")
        raise NotFound("no_proposal", text_, round=name)


def _numbers(desk: Desk, name: str) -> dict[tuple[str, str], int]:
    """The number of each placement of a round; a later one of the same pair counts."""
    found = placements.list_placements(desk.office, desk.actor, name)
    return {(one.household or "", one.unit): one.id for one in found}


@dataclass(frozen=True)
class Kept:
    """A proposal that is kept, read like one on files."""

    screen: Screen
    which: Which

    def read(self) -> tuple[Round, Proposal]:
        """The round and the proposal.

        Raises:
            NotFound: when nothing was proposed yet.
            Gone: when facts in it were destroyed on their date.
        """
        with opened(self.screen) as desk:
            name = which(desk, self.which.round_id)
            _must_have(desk, name)
            round_, proposal, _ = rounds.show_proposal(desk.office, desk.actor, name, self.which.number)
        return round_, proposal


def explain(
    screen: Screen, which_: Which, household: str, unit: str | None, audience: str, *, deep: bool = False
) -> Exit:
    """Explain one household, one household and one home, or one home; ``deep``: also what would change it.

    Raises:
        WrongUse: when the round has no such household or home.
    """
    round_, proposal = Kept(screen, which_).read()
    return why.tell(screen, round_, proposal, household, unit, audience, deep=deep)


# ------------------------------------------------------------------------------------------------ what changed


def diff(screen: Screen, round_id: str | None, first: int | None, second: int | None) -> Exit:
    """Show what changed between two proposals.

    Raises:
        Conflict: when there is only one.
    """
    with opened(screen) as desk:
        name = which(desk, round_id)
        last = second or max((p.number for p in rounds.show_round(desk.office, desk.actor, name).proposals), default=0)
        before = first or last - 1
        if before < 1:
            text_ = N_("Round {round} has no two proposals yet; after decisions `allocator round run` makes another.")
            raise Conflict("one_proposal", text_, round=name)
        found = rounds.diff_proposals(desk.office, desk.actor, name, before, last)
        round_, _, _ = rounds.show_proposal(desk.office, desk.actor, name, last)
    if screen.as_json:
        return saying.show(screen, {"round": name, "first": before, "second": last, "difference": found})
    tongue = screen.tongue
    screen.heading(
        tongue(N_("Round {round}: from proposal {first} to proposal {second}"), round=name, first=before, second=last)
    )
    if found.same:
        screen.line(tongue(N_("Nothing changed.")))
    kept = len(found.of_kind(Kind.KEPT))
    screen.line(tongue(N_("Kept: {n}. What was accepted stays as it is."), n=tongue.households(kept)))
    for kind in _KINDS:
        _changes(screen, kind, found.of_kind(kind))
    _aims(screen, round_, found)
    if found.inputs:
        screen.heading(tongue(N_("What changed in the whole")))
        screen.bullets(note.sentence.render(screen.lang) for note in found.inputs)
    saying.hint(screen, N_("Next: `allocator round propose` shows the last proposal in full."))
    return Exit.DONE


def _changes(screen: Screen, kind: Kind, changes: tuple[PlacementChange, ...]) -> None:
    tongue = screen.tongue
    if not changes:
        return
    columns = [
        key(tongue(N_("Household"))),
        key(tongue(N_("First"))),
        key(tongue(N_("Now"))),
        text(tongue(N_("Why")), 1),
    ]
    rows = [
        (
            one.household,
            one.before or "–",
            one.after or "–",
            " ".join(dict.fromkeys(note.sentence.render(screen.lang) for note in one.why)),
        )
        for one in changes
    ]
    screen.table(columns, rows, f"{tongue(_KINDS[kind])}: {tongue.number(len(changes))}")


def _aims(screen: Screen, round_: Round, found: Difference) -> None:
    """Aims that reached another value."""
    tongue = screen.tongue
    rows = []
    for one in found.stages:
        if one.before == one.after:
            continue
        words = {1: tongue(N_("better")), -1: tongue(N_("worse")), 0: ""}[one.better]
        rows.append((aim_name(round_, one, tongue), *changed(round_, one, tongue), words))
    if rows:
        columns: list[Column] = [
            text(tongue(N_("Aim")), 1),
            number(tongue(N_("First"))),
            number(tongue(N_("Now"))),
            text(""),
        ]
        screen.table(columns, rows, tongue(N_("What that does to the aims")))


# ------------------------------------------------------------------------------------------------ once more


def replay(screen: Screen, round_id: str | None, number_: int | None) -> Exit:
    """Make a proposal again from the stored round alone; another one gives the exit code of a problem."""
    with opened(screen) as desk, meter(screen) as shown:
        shown.phase(desk.tongue(N_("Making the proposal again from the stored round")))
        name = which(desk, round_id)
        _must_have(desk, name)
        found = stoppable(lambda: rounds.replay_round(desk.office, desk.actor, name, number_))
    if screen.as_json:
        saying.show(screen, {"same": found.same, "sha256": found.sha256, "kept": found.kept})
    elif found.same:
        words = N_("The same, byte for byte: proposal {number} of round {round} (SHA-256 {hash}...).")
        said = screen.tongue(words, number=found.kept.number, round=name, hash=found.sha256[:16])
        screen.line(said, "bold green")
    else:
        words = N_("Not the same: proposal {number} of round {round} was {old}..., and is {new}... now.")
        old, new = found.kept.sha256[:16], found.sha256[:16]
        screen.line(screen.tongue(words, number=found.kept.number, round=name, old=old, new=new), "bold red")
        if not found.kept.proven:
            screen.line(screen.tongue(N_("It was not proven best, so another run may find another plan.")))
    return Exit.DONE if found.same else Exit.PROBLEMS
