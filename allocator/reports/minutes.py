"""The minutes of a round: what was decided, where that differs from the proposal and why, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from allocator.domain.policy import Policy
from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.workflow import State, Step
from allocator.locale import day
from allocator.reports.committee import waivers
from allocator.reports.document import Block, Document, Facts, Heading, Heads, Tone, Words, grid
from allocator.reports.pack import provenance
from allocator.reports.words import Tongue, municipality_name
from allocator.workflow import DEVIATION_NAMES, STATE_NAMES, STEPS, Deviation, catalogue


@dataclass(frozen=True)
class Decided:
    """A decision of the committee on one placement, and how that placement stands now."""

    placement: int
    household: str
    unit: str
    municipality: str
    step: Step
    on: date
    by: str
    deviation: Deviation | None
    reason: str | None
    note: str
    state: State


@dataclass(frozen=True)
class Meeting:
    """What is told of a round besides its decisions."""

    proposal: int
    status: str
    opened_by: str
    closed_by: str | None
    undecided: tuple[tuple[int, str, str], ...]
    """Number, household and home of placements on which nothing was decided."""


def minutes(
    round_: Round, proposal: Proposal, meeting: Meeting, decided: Sequence[Decided], tongue: Tongue
) -> Document:
    """The minutes of a round, for its committee and who checks it.

    Args:
        round_: the round.
        proposal: the proposal that was decided on.
        meeting: how the round stands.
        decided: decisions in the order in which they were taken; of one placement the last one.
        tongue: the language.
    """
    settings = {"proposal": meeting.proposal, "status": meeting.status, "decisions": len(decided)}
    return Document(
        title=tongue("Minutes of round {round}", round=proposal.round_id),
        kind=tongue("For the allocation committee only: contains personal data"),
        lead=tongue(
            "State of {day}. Policy: {name}, version {version}.",
            day=day(round_.as_of, tongue.lang),
            name=round_.policy.name,
            version=round_.policy.version,
        ),
        blocks=(
            *_summary(meeting, decided, tongue),
            *_decisions(round_, decided, tongue),
            *_deviations(round_.policy, decided, tongue),
            *_undecided(meeting, tongue),
            *_waived(round_, tongue),
        ),
        provenance=provenance(round_, proposal, "minutes", settings),
        lang=tongue.lang,
        wide=True,
    )


def _summary(meeting: Meeting, decided: Sequence[Decided], tongue: Tongue) -> list[Block]:
    followed = [one for one in decided if one.deviation is None]
    part = tongue.percent(Fraction(len(decided) - len(followed), len(decided))) if decided else "–"
    rows = [
        (tongue("Proposal"), str(meeting.proposal)),
        (tongue("Round"), tongue("closed by {who}", who=meeting.closed_by) if meeting.closed_by else tongue("open")),
        (tongue("Opened by"), meeting.opened_by),
        (tongue("Decisions"), tongue.number(len(decided))),
        (tongue("As proposed"), tongue.number(len(followed))),
        (tongue("Otherwise than proposed"), f"{tongue.number(len(decided) - len(followed))} ({part})"),
        (tongue("Not decided"), tongue.number(len(meeting.undecided))),
    ]
    return [Heading(tongue("In short")), Facts(tongue("In short"), tuple(rows))]


def _decisions(round_: Round, decided: Sequence[Decided], tongue: Tongue) -> list[Block]:
    if not decided:
        return [Heading(tongue("Decisions")), Words(tongue("Nothing was decided in this round yet."))]
    heads: list[Heads] = [
        tongue("Number"), tongue("Household"), tongue("Home"), tongue("Municipality"), tongue("Decision"),
        tongue("On"), tongue("By"), (tongue("Reason"), 30), tongue("Stands now"),
    ]  # fmt: skip
    rows = [
        [
            str(one.placement),
            one.household,
            one.unit,
            municipality_name(round_, one.municipality),
            tongue(STEPS[one.step].title),
            day(one.on, tongue.lang),
            one.by,
            _reason(one, round_.policy, tongue) or "–",
            tongue(STATE_NAMES[one.state]),
        ]
        for one in decided
    ]
    return [Heading(tongue("Decisions")), grid(tongue("Decisions"), heads, rows)]


def _reason(one: Decided, policy: Policy, tongue: Tongue) -> str:
    if one.reason is None:
        return ""
    known = catalogue(policy).get(one.reason)
    return getattr(known.label, tongue.lang) if known else one.reason


def _deviations(policy: Policy, decided: Sequence[Decided], tongue: Tongue) -> list[Block]:
    found = [one for one in decided if one.deviation is not None]
    heading = Heading(tongue("Otherwise than proposed, and why"))
    if not found:
        return [heading, Words(tongue("Every decision followed the proposal."))]
    heads: list[Heads] = [
        tongue("Household"),
        tongue("Home"),
        (tongue("How it differs"), 30),
        (tongue("Reason"), 30),
        (tongue("Note"), 40),
    ]
    rows = [
        [
            one.household,
            one.unit,
            tongue(DEVIATION_NAMES[one.deviation]) if one.deviation else "–",
            _reason(one, policy, tongue) or "–",
            one.note or "–",
        ]
        for one in found
    ]
    return [heading, grid(tongue("Otherwise than proposed, and why"), heads, rows)]


def _undecided(meeting: Meeting, tongue: Tongue) -> list[Block]:
    if not meeting.undecided:
        return []
    rows = [[str(number), household, unit] for number, household, unit in meeting.undecided]
    words = tongue("What nobody decided on is called off when the round closes, and comes back in the next round.")
    heads: list[Heads] = [tongue("Number"), tongue("Household"), tongue("Home")]
    return [Heading(tongue("Not decided")), Words(words, Tone.NOTE), grid(tongue("Not decided"), heads, rows)]


def _waived(round_: Round, tongue: Tongue) -> list[Block]:
    found = waivers(round_, tongue)
    if not found:
        return []
    names = ("household", "unit", "rule", "reason", "by")
    heads: list[Heads] = [
        tongue("Household"),
        tongue("Home"),
        (tongue("Rule"), 30),
        (tongue("Reason"), 30),
        tongue("By"),
    ]
    title = tongue("Rules that people waived")
    return [Heading(title), grid(title, heads, [[one[name] for name in names] for one in found])]
