"""A proposal on the screen: the region's question, the proof, who goes where and why, who does not, the balance."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.text import Text

from allocator.commandline import shares
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.codes import Status
from allocator.domain.proposal import Proposal, ProposedPlacement, StageResult
from allocator.domain.round import Round
from allocator.locale import N_, day
from allocator.reports import figures, reasons
from allocator.reports.committee import ask_words
from allocator.reports.evenness import aim_name, told
from allocator.reports.proof import proof
from allocator.reports.words import STATUSES, Tongue, municipality_name, rule_words
from allocator.solver import aims

FEW = 5
MOST_PLACED = 100
STYLES = {Status.PROVEN: "green", Status.PROVEN_GIVEN: "green", Status.FEASIBLE: "yellow", Status.NOT_REACHED: "yellow"}


Numbers = Mapping[tuple[str, str], int]
"""Of a proposal that is kept: the number of the placement of each household and home."""


def show(
    screen: Screen, round_: Round, proposal: Proposal, files: Sequence[Path], numbers: Numbers | None = None
) -> None:
    """Everything a committee wants to see first, in the order in which it asks."""
    _head(screen, round_, proposal)
    _question(screen, round_, proposal)
    _proof(screen, round_, proposal)
    _placed(screen, round_, proposal, numbers)
    _unplaced(screen, round_, proposal)
    _stages(screen, round_, proposal)
    shares.summary(screen, round_, proposal)
    if files:
        _files(screen, files)


def and_more(screen: Screen, n: int, words: str) -> None:
    """Say how many rows are not shown, and where they stand."""
    if n > 0:
        screen.line(screen.tongue(words, n=n))


# ------------------------------------------------------------------------------------------------ what it is about


def _head(screen: Screen, round_: Round, proposal: Proposal) -> None:
    tongue = screen.tongue
    screen.heading(tongue("Proposal of round {id}", id=proposal.round_id))
    policy = round_.policy
    screen.line(
        tongue(
            "State of {day}. Policy: {name}, version {version}.",
            day=day(round_.as_of, screen.lang),
            name=policy.name,
            version=policy.version,
        )
    )
    if proposal.seed_by_hand:
        screen.line(tongue(N_("Lottery seed: {seed}, chosen by hand."), seed=round_.lottery_seed))


def _question(screen: Screen, round_: Round, proposal: Proposal) -> None:
    """How many in shelter need only a home, how long they have been ready, how many places come free."""
    tongue, q = screen.tongue, figures.shelter_question(round_, proposal)
    weeks = round_.policy.waiting.flag_after_days // 7
    screen.heading(tongue("Who needs only a home?"))
    lines = [tongue("In shelter while a home is all that is needed: {n}.", n=tongue.households(q.only_home))]
    if q.ready and q.median_days is not None:
        words = "Ready now: {n}; half of them for {days} or longer, {long} for more than {weeks} weeks."
        lines.append(tongue(words, n=q.ready, days=tongue.days(q.median_days), long=q.over_term, weeks=weeks))
    freed, people = tongue.households(q.freed), tongue.people(q.freed_persons)
    lines.append(tongue("This proposal frees the shelter places of {n} ({people}).", n=freed, people=people))
    if q.care_unknown:
        words = (
            "Of {n} in shelter it is not known whether they need its care. They are not counted above; ask the shelter."
        )
        lines.append(tongue(words, n=tongue.households(q.care_unknown)))
    screen.bullets(lines)


def _proof(screen: Screen, round_: Round, proposal: Proposal) -> None:
    tongue = screen.tongue
    screen.heading(tongue("Is this the best plan?"))
    screen.line(tongue.of(proposal.headline), "bold")
    for count, step in enumerate(proof(round_, proposal, tongue), start=1):
        screen.item(f"{count:>2}.", f"{step.sentence} {step.gave_way}".strip())


# ------------------------------------------------------------------------------------------------ who and who not


def _placed(screen: Screen, round_: Round, proposal: Proposal, numbers: Numbers | None) -> None:
    tongue, order = screen.tongue, figures.most_pressing_first(round_)
    found = sorted(figures.pairs(round_, proposal), key=lambda pair: order(pair[1]))
    o = figures.overview(round_, proposal)
    screen.heading(
        tongue(
            N_("Placements: {placed} of {households}, in {homes} on offer"),
            placed=o.placed,
            households=tongue.households(o.households),
            homes=tongue.homes(o.offered),
        )
    )
    if not found:
        screen.line(tongue("Nobody can be placed in this round; the reasons stand below."))
        return
    columns = [
        key(tongue("Household")),
        key(tongue("Home")),
        short(tongue("Municipality")),
        text(tongue("Why this home"), 5 if screen.wide else 4),
        text(tongue("First do this"), 3),
    ]
    rows: list[tuple[str, ...]] = [
        (p.household, p.unit, municipality_name(round_, p.municipality), _why(pair, round_, tongue), _first(p, tongue))
        for pair in found[:MOST_PLACED]
        for p in (pair[0],)
    ]
    if numbers is not None:
        columns = [number(tongue(N_("No."))), *columns]
        rows = [(str(numbers.get((row[0], row[1]), "–")), *row) for row in rows]
    screen.table(columns, rows)
    and_more(screen, len(found) - MOST_PLACED, N_("{n} more placements stand in placements.csv and report.html."))


def _why(pair: figures.Pair, round_: Round, tongue: Tongue) -> str:
    """The facts that count most; all reasons stand in the report and in `allocator explain`."""
    _, household, unit = pair
    facts = [tongue.label(round_.policy.urgency, household.urgency)]
    facts.append(tongue(N_("waited {days}"), days=tongue.days(aims.waiting_days(round_, household))))
    if aims.in_own_municipality(household, unit):
        facts.append(tongue(N_("own municipality")))
    return ", ".join(facts)


def _first(placement: ProposedPlacement, tongue: Tongue) -> str:
    lines = []
    if placement.to_confirm:
        lines.append(
            tongue(N_("Confirm: {rules}"), rules=", ".join(rule_words(code, tongue) for code in placement.to_confirm))
        )
    if placement.depends_on:
        lines.append(tongue(N_("Only after: {households}"), households=", ".join(placement.depends_on)))
    if placement.pinned:
        lines.append(tongue("Pinned by people"))
    if placement.waived:
        lines.append(tongue("Waived: {rule}", rule=", ".join(rule_words(code, tongue) for code in placement.waived)))
    return "\n".join(lines)


def _unplaced(screen: Screen, round_: Round, proposal: Proposal) -> None:
    tongue = screen.tongue
    screen.heading(tongue(N_("Not placed: {n}"), n=tongue.households(len(proposal.unplaced))))
    if not proposal.unplaced:
        screen.line(tongue("Everybody has a home in this proposal."))
        return
    groups = figures.unplaced_by_reason(round_, proposal)
    rows = [
        (tongue.number(len(found)), reasons.title(code, [row.sentence for row in found], tongue), found[0].household)
        for code, found in groups.items()
    ]
    columns = [number(tongue(N_("How many"))), text(tongue(N_("Why")), 1), key(tongue(N_("For example")))]
    screen.table(columns, rows)
    questions = figures.questions(proposal)
    if questions:
        first = questions[0]
        screen.heading(tongue(N_("The question that may open most homes")))
        screen.line(f"{first.most.household}: {ask_words(first.most, tongue)}")


# ------------------------------------------------------------------------------------------------ aims and files


def _stages(screen: Screen, round_: Round, proposal: Proposal) -> None:
    tongue = screen.tongue
    best = tongue(N_("Best possible"))
    columns = [text(tongue("Aim"), 4), number(tongue("Reached")), number(best), text(tongue("Status"), 3)]
    rows = [stage_row(result, round_, tongue) for result, _ in figures.stages(proposal)]
    screen.table(columns, rows, tongue("Aims, step by step"))


def stage_row(result: StageResult, round_: Round, tongue: Tongue) -> tuple[str, str, str, Text]:
    """An aim, what it reached, what is the best possible, and how sure that is."""
    value, bound, _ = told(round_, result, tongue)
    status = Text(tongue(STATUSES[result.status]), style=STYLES[result.status])
    return aim_name(round_, result, tongue), value, bound, status


def _files(screen: Screen, files: Sequence[Path]) -> None:
    tongue = screen.tongue
    screen.heading(tongue(N_("Files in {folder}"), folder=str(files[0].parent)))
    screen.line(", ".join(file.name for file in files))
    screen.line(tongue(N_("Begin with report.html. People decide on each placement.")))
