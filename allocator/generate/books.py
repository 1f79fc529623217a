"""Where the municipalities stand: quota, what was done so far, what was carried and one transfer."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from allocator.domain.codes import CountUnit, LedgerKind
from allocator.domain.period import bounds
from allocator.domain.policy import Dimension
from allocator.domain.region import Posting
from allocator.domain.round import Round
from allocator.generate.places import Scene
from allocator.ledger import in_dimension, ledger_group, progress, quota_by_largest_remainder, shares


def postings(scene: Scene, round_: Round) -> tuple[Posting, ...]:
    """Postings of every dimension of the policy."""
    return tuple(
        row
        for dimension in round_.policy.dimensions
        if (of := shares(round_, dimension))
        for row in _of_dimension(scene, round_, dimension, of)
    )


def _of_dimension(scene: Scene, round_: Round, dimension: Dimension, of: dict[str, Fraction]) -> Iterable[Posting]:
    start, _ = bounds(round_.period)
    now = progress(round_.period, round_.as_of)
    quota = quota_by_largest_remainder(_regional_quota(scene, round_, dimension), of)
    for code, amount in quota.items():
        draw = scene.draw("ledger", dimension.name, code)
        rows = {
            LedgerKind.QUOTA: (amount, start),
            LedgerKind.CARRY_OVER: (round(amount * draw.along(scene.facts.ledger.carried)), start),
            LedgerKind.PLACED: (
                round(float(amount * now) * draw.along(scene.facts.ledger.done)),
                _before(round_, start, 7),
            ),
            LedgerKind.COMMITTED: (
                round(amount * draw.along(scene.facts.ledger.committed)),
                _before(round_, start, 3),
            ),
        }
        for kind, (number, on) in rows.items():
            if number or kind is LedgerKind.QUOTA:
                yield _posting(round_, dimension, kind, code, number, on)
    if dimension is round_.policy.dimensions[0]:
        yield from _agreements(scene, round_, dimension, quota)


def _agreements(scene: Scene, round_: Round, dimension: Dimension, quota: dict[str, int]) -> Iterable[Posting]:
    """One of each thing that people agree on: a transfer, something excused, a mistake that was mended."""
    start, _ = bounds(round_.period)
    draw = scene.draw("agreements", dimension.name)
    takes = draw.one(scene.places)
    gives = draw.one(takes.neighbours)
    amount = max(1, round(quota.get(gives, 0) * 0.04))
    yield _posting(round_, dimension, LedgerKind.TRANSFER, takes.code, amount, _before(round_, start, 40), gives)
    for kind, number in ((LedgerKind.EXCUSED, 1), (LedgerKind.CORRECTION, -1)):
        code = draw.one(scene.places).code
        yield _posting(round_, dimension, kind, code, number, _before(round_, start, draw.whole(10, 60)))


def _regional_quota(scene: Scene, round_: Round, dimension: Dimension) -> int:
    """The policy's quota; without one, what the homes of this round would serve in a whole period."""
    if dimension.regional_quota is not None:
        return dimension.regional_quota
    members = [h for h in round_.households if in_dimension(dimension, h)]
    weight = sum(h.persons if dimension.unit is CountUnit.PERSONS else 1 for h in members)
    facts = scene.facts.ledger
    homes = len(round_.units) * facts.weeks * facts.quota_factor
    return round(homes * weight / max(1, len(round_.households)))


def _before(round_: Round, start: date, days: int) -> date:
    return max(start, round_.as_of - timedelta(days=days))


def _posting(
    round_: Round,
    dimension: Dimension,
    kind: LedgerKind,
    code: str,
    amount: int,
    on: date,
    counterparty: str | None = None,
) -> Posting:
    return Posting(
        period=round_.period,
        municipality=code,
        group=ledger_group(dimension),
        kind=kind,
        amount=Decimal(amount),
        unit=dimension.unit,
        on=on,
        counterparty=counterparty,
        note="generated",
    )
