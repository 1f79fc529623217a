"""What is wanted over many rounds as a report that may be shared: in how many rounds each change would have helped."""

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain.policy import Policy
from allocator.domain.provenance import Named, Provenance, sha256_of, versions
from allocator.domain.round import Round
from allocator.domain.scenario import Scenario
from allocator.domain.sentence import Audience
from allocator.locale import N_
from allocator.reports.document import Block, Document, Grid, Heading, Tone, Words, grid
from allocator.reports.privacy import LEAST, shown
from allocator.reports.proof import plans_proven
from allocator.reports.table import decimal
from allocator.reports.wishes import SORTS
from allocator.reports.words import Tongue
from allocator.run import versions as versions_of_run
from allocator.whatif.again import Basis
from allocator.whatif.changes import CapChanged, MoreSupport, Single
from allocator.whatif.over import Over, WantedOver
from allocator.whatif.wording import sentence


@dataclass(frozen=True)
class Ahead:
    """Of what weeks that are drawn were made."""

    scenario: Scenario
    rules: Policy
    seed: str
    weeks: int


def document(found: Over, plans: Sequence[Basis], lang: str, *, verified: int, ahead: Ahead | None = None) -> Document:
    """What is wanted over many rounds as a report; of rounds that were lived counts under five are left out.

    Args:
        found: what would help most.
        plans: the rounds with their plans, the newest first; at least one.
        lang: language of the words.
        verified: how many of each sort were asked to be solved again.
        ahead: that the rounds are drawn, and from what; None: they are rounds of the past.
    """
    tongue = Tongue(lang)
    blocks: list[Block] = _notes(tongue, ahead)
    blocks.append(Words(plans_proven(found.proven, tongue), Tone.NOTE))
    for sort in found.thought_of:
        lines = [one for one in found.found if one.sort is sort]
        counted = N_("Thought of: {all}; solved again in the weeks in which they could help: {n}.")
        said = tongue(counted, all=found.thought_of[sort], n=found.solved[sort])
        blocks += [Heading(tongue(SORTS[sort])), Words(said, Tone.NOTE)]
        if lines:
            blocks.append(_table(lines, plans, tongue, ahead))
        else:
            blocks.append(Words(tongue(N_("Nothing of this sort would have helped in these rounds."))))
    title, kind, lead = (tongue(words, n=len(found.rounds)) for words in (_DRAWN if ahead else _LIVED))
    return Document(title, kind, lead, tuple(blocks), provenance(plans, verified, ahead), lang, wide=True)


def _table(lines: Sequence[WantedOver], plans: Sequence[Basis], tongue: Tongue, ahead: Ahead | None) -> Grid:
    """What helps, the most wanted first; classes and people only of worlds that are drawn."""
    heads: list[str | tuple[str, int]] = [tongue(N_("Place")), (tongue(N_("What")), 60)]
    heads += [tongue(N_("Weeks in which it helps") if ahead else N_("Rounds in which it helps"))]
    heads += [tongue(N_("Households more"))]
    heads += [getattr(label, tongue.lang) for label in plans[0].round.policy.urgency] if ahead else []
    heads += [tongue(N_("People more"))] if ahead else []
    heads += [tongue(N_("Nearer to the fair share, on average"))]
    rows = (
        (n, words_of(plans, one.change, tongue.lang), one.helps)
        + ((one.gain.households, *one.gain.urgency, one.gain.persons) if ahead else (shown(one.gain.households),))
        + (None if one.nearer is None else decimal(one.nearer),)
        for n, one in enumerate(lines, start=1)
    )
    return grid(f"{tongue(SORTS[lines[0].sort])}: {tongue(N_('The most wanted first'))}", heads, rows)


_LIVED = (
    N_("What is wanted, over rounds of the past: {n}"),
    N_("May be shared: counts only, nothing about single people"),
    N_("What one change would have brought in all these rounds together."),
)
_DRAWN = (
    N_("What is wanted in the weeks ahead: {n:simulated week|simulated weeks}"),
    N_("For councils and committees; no facts of people"),
    N_("What one change would bring in all these weeks together."),
)
"""Title, kind and first sentence of the report."""


def _notes(tongue: Tongue, ahead: Ahead | None) -> list[Block]:
    if ahead is not None:
        nothing = N_("Nothing here is real: all households, homes and answers are drawn.")
        lived = N_("The weeks are lived with the weekly match; then each is solved again with the change by itself.")
        return [Words(tongue(nothing), Tone.LEAD), Words(tongue(lived), Tone.NOTE)]
    return [
        Words(tongue(N_("Each round is solved again with the change by itself, from what was known then.")), Tone.NOTE),
        Words(tongue(N_("Counts of fewer than {least} households are left out."), least=LEAST), Tone.NOTE),
    ]


def words_of(plans: Sequence[Basis], change: Single, lang: str) -> str:
    """The change in words, with what it is now in the newest round that knows what it is about."""
    round_ = next(plan.round for plan in plans if _knows(plan.round, change))
    return sentence(round_, change).render(lang, Audience.PUBLIC)


def _knows(round_: Round, change: Single) -> bool:
    match change:
        case MoreSupport(pool=pool):
            return pool in round_.pool_by_id
        case CapChanged(cap=key):
            return any(cap.id == key for cap in round_.policy.caps)
        case _:
            return True


def provenance(plans: Sequence[Basis], verified: int, ahead: Ahead | None) -> Provenance:
    """What the answer was made of."""
    if ahead is not None:
        key, scenario = (
            sha256_of(ahead.rules.model_dump(mode="json")),
            sha256_of(ahead.scenario.model_dump(mode="json")),
        )
        return Provenance(
            kind="wanted-ahead",
            as_of=ahead.scenario.start,
            policies=(Named(name=ahead.rules.name, version=ahead.rules.version, sha256=key),),
            scenario=Named(name=ahead.scenario.name, sha256=scenario),
            seed=ahead.seed,
            settings={"verified": verified, "weeks": ahead.weeks},
            versions=versions_of_run(),
        )
    used = {plan.round.policy_sha256: plan.round.policy for plan in plans}
    return Provenance(
        kind="wanted-over",
        as_of=plans[0].round.as_of,
        rounds=tuple(plan.round.sha256 for plan in reversed(plans)),
        policies=tuple(Named(name=one.name, version=one.version, sha256=key) for key, one in used.items()),
        settings={"verified": verified},
        versions=versions(ortools=versions_of_run()["ortools"]),
    )
