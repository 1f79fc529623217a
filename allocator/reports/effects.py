"""The effect of a policy on rounds of the past, as a report; losers stand before winners."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from allocator.domain.provenance import Named, Provenance, Sha256, sha256_of, versions
from allocator.explain.difference import Kind
from allocator.locale import N_, day
from allocator.reports.document import Block, Document, Grid, Heading, Tiles, Tone, Words, grid
from allocator.reports.evenness import aim_row
from allocator.reports.proof import plans_proven
from allocator.reports.sides import group_grid, people_grid, place_grid
from allocator.reports.words import Tongue
from allocator.run import versions as versions_of_run
from allocator.whatif.again import Basis
from allocator.whatif.comparison import Comparison
from allocator.whatif.effect import Effect


def document(found: Effect, lang: str, *, people: bool = True) -> Document:
    """The effect of a policy as a report for the committee; what is kept of it has the counts without the people."""
    tongue = Tongue(lang)
    names = tongue(N_("as proposed")), found.policy.version
    lead = tongue(
        N_("{n:round|rounds} of the past, solved again under policy {name}, version {version}, in force or not."),
        n=len(found.rounds),
        name=found.policy.name,
        version=found.policy.version,
    )
    blocks: list[Block] = [Tiles(_tiles(found, tongue)), *(Words(line, Tone.NOTE) for line in notes(found, tongue))]
    if found.rounds:
        last = found.rounds[-1].b.round
        blocks += [
            Heading(tongue(N_("Who loses and who gains"))),
            group_grid(last, found.by_group(), tongue(N_("By priority group")), names, tongue),
            place_grid(last, found.by_municipality(), tongue(BY_PLACE), names, tongue),
        ]
    for one in found.rounds:
        blocks += _round(one, names, tongue, people=people)
    title = tongue(N_("Effect of policy {version}"), version=found.policy.version)
    return Document(
        title, tongue(N_("For the committee only")), lead, tuple(blocks), provenance(found), lang, wide=True
    )


def two_policies(found: Comparison, lang: str) -> Document:
    """One round under two policies, A and B, as a report for the committee."""
    tongue, round_, names = Tongue(lang), found.a.round, ("A", "B")
    one, other = (basis.round.policy for basis in (found.a, found.b))
    lead = tongue(
        N_("A: {a}, version {version}. B: {b}, version {other}."),
        a=one.name,
        version=one.version,
        b=other.name,
        other=other.version,
    )
    counts = {kind: len(found.of_kind(kind)) for kind in COUNTED}
    blocks: list[Block] = [Tiles(tuple((tongue.number(n), tongue(COUNTED[kind]), "") for kind, n in counts.items()))]
    blocks += [
        Words(plans_proven(found.a.solution.proven and found.b.solution.proven, tongue), Tone.NOTE),
        Heading(tongue(N_("Who loses and who gains"))),
        group_grid(round_, found.by_group(), tongue(N_("By priority group")), names, tongue),
        place_grid(round_, found.by_municipality(), tongue(BY_PLACE), names, tongue),
        *_round(found, names, tongue, people=True),
    ]
    title = tongue(N_("Round {id} under two policies"), id=round_.round_id)
    made = _made_of(round_.as_of, (round_.sha256, found.b.round.sha256), [found.a, found.b], round_.lottery_seed)
    return Document(title, tongue(N_("For the committee only")), lead, tuple(blocks), made, lang, wide=True)


def _made_of(as_of: date, rounds: tuple[Sha256, ...], plans: Sequence[Basis], seed: str) -> Provenance:
    policies = (
        Named(name=one.round.policy.name, version=one.round.policy.version, sha256=one.round.policy_sha256)
        for one in plans
    )
    return Provenance(
        kind="compare",
        as_of=as_of,
        rounds=rounds,
        policies=tuple(policies),
        seed=seed,
        versions=versions(ortools=versions_of_run()["ortools"]),
    )


COUNTED = {
    Kind.REMOVED: N_("lose their home"),
    Kind.ADDED: N_("gain a home"),
    Kind.MOVED: N_("get another home"),
}
BY_PLACE = N_("By municipality (placed there; losing and gaining by origin)")


def _tiles(found: Effect, tongue: Tongue) -> tuple[tuple[str, str, str], ...]:
    return tuple((tongue.number(found.count(kind)), tongue(words), "") for kind, words in COUNTED.items())


def notes(found: Effect, tongue: Tongue) -> Iterator[str]:
    """How the figures are to be read."""
    yield tongue(N_("Counts are households; who is in several rounds counts in each."))
    text = N_(
        "Each round is solved by itself, from what was known then: a home that stays free in one does not come back in"
        " the next."
    )
    yield tongue(text)
    if found.impossible:
        text = N_("Left out, because under this policy no plan keeps what people pinned: {rounds}.")
        yield tongue(text, rounds=", ".join(found.impossible))
    if found.rounds:
        yield plans_proven(found.proven, tongue)


def _round(one: Comparison, names: tuple[str, str], tongue: Tongue, *, people: bool) -> Iterator[Block]:
    round_ = one.a.round
    yield Heading(tongue(N_("Round {id}, {day}"), id=round_.round_id, day=day(round_.as_of, tongue.lang)))
    yield aims_grid(one, names, tongue)
    if one.moves and people:
        title = f"{round_.round_id}: {tongue(N_('Households with another outcome'))}"
        yield people_grid(one, title, names, tongue)
    elif not one.moves:
        yield Words(tongue(N_("Everybody has the same home.")))


def aims_grid(found: Comparison, names: tuple[str, str], tongue: Tongue) -> Grid:
    """What each aim reaches before and after, also where only one of the two policies has it as an aim."""
    rows = []
    for aim in found.aims:
        words = {0: "", 1: tongue(N_("better")), -1: tongue(N_("worse"))}[aim.better]
        if aim.a is None or aim.b is None:
            only = tongue(N_("an aim only in {name}"), name=names[1] if aim.a is None else names[0])
            words = f"{words}; {only}" if words else only
        row = aim_row(found, aim, tongue)
        rows.append((row.name, *(_cell(value, row.places, tongue) for value in (row.before, row.after)), words))
    title = f"{found.a.round.round_id}: {tongue('Aims, step by step')}"  # a sheet has no heading above it
    return grid(title, [(tongue("Aim"), 50), *names, ""], rows)


def _cell(value: Fraction | None, places: int, tongue: Tongue) -> str | int | None:
    """Whole numbers as they are; a distance in words, or all numbers of the column would get its decimals."""
    if value is None:
        return None
    return tongue.number(value, places, fixed=True) if places else int(value)


def provenance(found: Effect) -> Provenance:
    """What the effect was made of."""
    policy = found.policy
    sha: Sha256 = found.rounds[0].b.round.policy_sha256 if found.rounds else sha256_of(policy.model_dump(mode="json"))
    before = {one.a.round.policy_sha256: one.a.round.policy for one in found.rounds}
    return Provenance(
        kind="policy-effect",
        as_of=found.rounds[-1].a.round.as_of if found.rounds else policy.valid_from,
        rounds=tuple(one.a.round.sha256 for one in found.rounds),
        policies=(
            *(Named(name=old.name, version=old.version, sha256=key) for key, old in before.items()),
            Named(name=policy.name, version=policy.version, sha256=sha),
        ),
        versions=versions(ortools=versions_of_run()["ortools"]),
    )
