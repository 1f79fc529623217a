"""The effect of a policy on rounds of the past, as a report; losers stand before winners."""

from collections.abc import Iterator

from allocator.domain.proposal import StageResult
from allocator.domain.provenance import Named, Provenance, Sha256, sha256_of, versions
from allocator.explain.difference import Kind
from allocator.locale import N_, day
from allocator.reports.document import Block, Document, Grid, Heading, Tiles, Tone, Words, grid
from allocator.reports.sides import group_grid, people_grid, place_grid
from allocator.reports.words import Tongue, aim_words
from allocator.run import versions as versions_of_run
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
        title, tongue(N_("For the committee only")), lead, tuple(blocks), _provenance(found), lang, wide=True
    )


COUNTED = {
    Kind.REMOVED: N_("lose their home"),
    Kind.ADDED: N_("gain a home"),
    Kind.MOVED: N_("get another home"),
}
BY_PLACE = N_("By municipality (placed there; losing and gaining by origin)")


def _tiles(found: Effect, tongue: Tongue) -> tuple[tuple[str, str, str], ...]:
    counts = (
        (Kind.REMOVED, N_("lose their home")),
        (Kind.ADDED, N_("gain a home")),
        (Kind.MOVED, N_("get another home")),
    )
    return tuple((tongue.number(found.count(kind)), tongue(words), "") for kind, words in counts)


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
    if not found.proven:
        yield tongue(N_("Not every plan is proven best, so part of the difference may be chance."))


def _round(one: Comparison, names: tuple[str, str], tongue: Tongue, *, people: bool) -> Iterator[Block]:
    round_ = one.a.round
    yield Heading(tongue(N_("Round {id}, {day}"), id=round_.round_id, day=day(round_.as_of, tongue.lang)))
    yield aims_grid(one, names, tongue)
    if one.moves and people:
        yield people_grid(one, tongue(N_("Households with another outcome")), names, tongue)
    elif not one.moves:
        yield Words(tongue(N_("Everybody has the same home.")))


def aims_grid(found: Comparison, names: tuple[str, str], tongue: Tongue) -> Grid:
    """What each aim reaches before and after."""

    def value(result: StageResult | None) -> int | None:
        return result.value if result else None

    rows = []
    for aim in found.aims:
        a, b = value(aim.a), value(aim.b)
        better = None if a is None or b is None or a == b else (b > a) == (aim.known.sense == "max")
        words = "" if better is None else tongue(N_("better")) if better else tongue(N_("worse"))
        rows.append((aim_words(aim.known, (found.a if aim.a else found.b).round, tongue), a, b, words))
    return grid(tongue("Aims, step by step"), [(tongue("Aim"), 50), *names, ""], rows)


def _provenance(found: Effect) -> Provenance:
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
