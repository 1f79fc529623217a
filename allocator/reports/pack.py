"""The committee pack: one page a case, without names: who, which home, why, what else was possible, what to confirm."""

from collections.abc import Mapping, Sequence
from typing import Any

from allocator.domain.proposal import Proposal
from allocator.domain.provenance import Named, Provenance
from allocator.domain.round import Round
from allocator.locale import day
from allocator.reports import committee, figures
from allocator.reports.document import (
    Block,
    Document,
    Facts,
    Form,
    Heading,
    Heads,
    Items,
    NewPage,
    Tiles,
    Tone,
    Words,
    grid,
)  # fmt: skip
from allocator.reports.rows import PlacedRow
from allocator.reports.words import Tongue

MOST_LINES = 6
"""Of a list on the page of a case: it stays one page."""

Reserves = Mapping[tuple[str, str], Sequence[str]]
"""Households that can take a place at once when it is refused, in order, by household and home."""


def pack(round_: Round, proposal: Proposal, number: int, tongue: Tongue, reserves: Reserves | None = None) -> Document:
    """The pack of a proposal, for its committee only.

    Args:
        round_: the round that the proposal was made from.
        proposal: the proposal.
        number: which one of the round it is.
        tongue: the language.
        reserves: reserves, where they were worked out.
    """
    groups = committee.placed_groups(round_, proposal, tongue, most=None)
    cases = [row for group in groups for row in group.rows]
    blocks: list[Block] = [*_front(round_, proposal, cases, tongue)]
    for place, row in enumerate(cases, start=1):
        blocks += [NewPage(), *_case(row, place, len(cases), tongue, reserves)]
    blocks += [NewPage(), *_not_placed(round_, proposal, tongue)]
    lead = tongue(
        "Proposal {number} of round {round}, state of {day}.",
        number=number,
        round=proposal.round_id,
        day=day(round_.as_of, tongue.lang),
    )
    return Document(
        title=tongue("Pack for the committee"),
        kind=tongue("For the allocation committee only: contains personal data"),
        lead=f"{lead} {tongue('A proposal, not a decision: people decide on each placement.')}",
        blocks=tuple(blocks),
        provenance=provenance(round_, proposal, "pack", {"proposal": number}),
        lang=tongue.lang,
    )


def provenance(round_: Round, proposal: Proposal, kind: str, settings: dict[str, Any]) -> Provenance:
    """What a paper about a proposal was made of."""
    policy = round_.policy
    return Provenance(
        kind=kind,
        as_of=round_.as_of,
        rounds=(proposal.round_sha256,),
        policies=(Named(name=policy.name, version=policy.version, sha256=proposal.policy_sha256),),
        seed=round_.lottery_seed,
        settings=settings,
        versions=proposal.versions,
    )


def _front(round_: Round, proposal: Proposal, cases: Sequence[PlacedRow], tongue: Tongue) -> list[Block]:
    o = figures.overview(round_, proposal)
    tiles = (
        (
            tongue.number(o.placed),
            tongue("placements to decide on"),
            tongue("of {n} on the list", n=tongue.households(o.households)),
        ),
        (tongue.number(o.to_confirm), tongue("with something to confirm first"), ""),
        (
            tongue.number(o.waiting_too_long_placed),
            tongue("wait over the term, and are placed"),
            tongue("of {n}", n=tongue.number(o.waiting_too_long)),
        ),
    )
    rows = [
        [
            place,
            row.who.id,
            row.home.id,
            row.home.place,
            ", ".join(filter(None, [
                tongue("to confirm") if row.confirm else "",
                tongue("only after") if row.depends_on else "",
                tongue("over the term") if row.who.too_long else "",
                *row.marks,
            ])),
        ]
        for place, row in enumerate(cases, start=1)
    ]  # fmt: skip
    heads: list[Heads] = [
        tongue("Case"), tongue("Household"), tongue("Home"), tongue("Municipality"), (tongue("To know"), 40),
    ]  # fmt: skip
    return [
        Heading(tongue("This week")),
        Tiles(tiles),
        Words(tongue.of(proposal.headline)),
        grid(tongue("All cases"), heads, rows),
    ]


def _case(row: PlacedRow, place: int, of: int, tongue: Tongue, reserves: Reserves | None) -> list[Block]:
    who, home = row.who, row.home
    facts = [
        (tongue("Household"), f"{who.id}: {who.urgency}, {who.persons}, {tongue('waits {days}', days=who.waited)}"),
        (tongue("Proposed home"), ", ".join(filter(None, [home.id, home.what, home.place, home.corporation]))),
    ]
    facts += [(tongue("Support"), ", ".join(row.pools))] if row.pools else []
    facts += [(tongue("Remarks"), ", ".join(row.marks))] if row.marks else []
    blocks: list[Block] = [
        Heading(tongue("Case {place} of {of}: {household}", place=place, of=of, household=who.id)),
        Facts(tongue("Who and where"), tuple(facts)),
    ]
    if who.too_long:
        blocks.append(Words(tongue("Waits longer than the term of the policy."), Tone.CALLOUT))
    blocks += _list(tongue("Why this home"), row.reasons, tongue)
    confirm = [*(row.questions or row.confirm)]
    confirm += [tongue("Only after {household} has moved.", household=one) for one in row.depends_on]
    if confirm:
        blocks += [Heading(tongue("First do this"), 3), Items(tuple(f"□ {line}" for line in confirm))]
    blocks += _list(tongue("Other homes that were possible"), row.others, tongue)
    blocks += _list(tongue("Who else could have had this home"), row.home_why, tongue)
    if reserves is not None:
        names = reserves.get((who.id, home.id), ())
        text = ", ".join(names) or tongue("None: no household on the list can take this place without moving others.")
        blocks += [Heading(tongue("Reserves"), 3), Words(text)]
    return [*blocks, _form(tongue)]


def _list(title: str, lines: Sequence[str], tongue: Tongue) -> list[Block]:
    if not lines:
        return []
    shown = [*lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(tongue("and {n} more, in the report", n=len(lines) - MOST_LINES))
    return [Heading(title, 3), Items(tuple(shown))]


def _form(tongue: Tongue) -> Form:
    """What the committee fills in by hand."""
    return Form(
        tongue("Decision of the committee"),
        (tongue("accepted"), tongue("not accepted"), tongue("another home")),
        (tongue("Reason (code)"), tongue("Note, without names")),
    )


def _not_placed(round_: Round, proposal: Proposal, tongue: Tongue) -> list[Block]:
    heads: list[Heads] = [tongue("Household"), tongue("Urgency"), tongue("Waits"), (tongue("Why not"), 60)]
    blocks: list[Block] = [Heading(tongue("Not placed, and why"))]
    if not proposal.unplaced:
        blocks.append(Words(tongue("Everybody has a home in this proposal.")))
    for group in committee.unplaced_groups(round_, proposal, tongue):
        rows = [[row.who.id, row.who.urgency, row.who.waited, row.why] for row in group.rows]
        blocks.append(grid(f"{group.title} ({group.count})", heads, rows))
        if group.more:
            blocks.append(Words(tongue("… and {n} more in {file}.", n=group.more, file="unplaced.csv"), Tone.NOTE))
    return blocks
