"""Rounds by hand, small enough to see the answer; each function says what it must be and why."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from allocator.domain.codes import CountUnit, LedgerKind, Norm, StageName
from allocator.domain.household import Apart, Household
from allocator.domain.policy import Dimension, KeyMix, Stage
from allocator.domain.region import KeyWeight, Municipality, Posting, SupportPool
from allocator.domain.round import Round
from allocator.domain.unit import Complex
from tests import builders
from tests.builders import AS_OF, FAR, HERE, THERE, need, unit, word

NOBODY = "GM0047"
"""A municipality without a share (Veendam)."""


def only(household: Household, *units: str, among: list[str]) -> list[Any]:
    """Words that leave a household these units alone."""
    return [word(household.id, u, verdict="forbid") for u in among if u not in units]


def person(id: str, **changes: Any) -> Household:  # noqa: A002
    """A household that no aim prefers to another: no municipality of origin, 50 days ready."""
    plain = {"municipality_of_origin": None, "ready_from": AS_OF - timedelta(days=50)}
    return builders.household(id, **(plain | changes))


def stages(*names: StageName, **tolerance: int) -> tuple[Stage, ...]:
    """Only these stages, with tolerances by name: `stages(URGENCY, WAITING, urgency=1)`."""
    return tuple(Stage(name=n, tolerance=tolerance.get(n.value, 0)) for n in names)


def keys(**weights: int) -> dict[str, Any]:
    """Fields of a round that give municipalities these weights of one key."""
    rows = tuple(
        KeyWeight(key="k", group="all", municipality=m, weight=Decimal(w), on=AS_OF, source="test")
        for m, w in weights.items()
    )
    return {"keys": rows}


def leximin() -> Round:
    """Three equal shares, each owed 2. Only two plans place all four: short by (2, 0, 0) or by (0, 2, 1).

    Both have a worst of 2. Who stops looking at whoever was worst in the second plan keeps it; but of the others
    the first plan leaves nobody short. Its sums of the k largest are 2, 2, 2 against 2, 3, 3 (times c = 300).
    So h1 and h2 go to THERE, h4 to FAR. Keeping apart h1-h2 and h1-h4 in odd complexes couples their choices.
    """
    a1, a2 = unit("a1", complex="X1"), unit("a2", complex="X2")
    b1, b2 = unit("b1", municipality=THERE, complex="X2"), unit("b2", municipality=THERE, complex="X1")
    c1, c2 = unit("c1", municipality=FAR), unit("c2", municipality=FAR, complex="X1")
    d1 = unit("d1", municipality=NOBODY, complex="X2")
    units = [a1, a2, b1, b2, c1, c2, d1]
    ids = [u.id for u in units]
    h1, h2, h3, h4 = (person(f"h{n}") for n in range(1, 5))
    pairs = [
        *only(h1, "a1", "b1", among=ids),
        *only(h2, "a2", "b2", among=ids),
        *only(h3, "c1", among=ids),
        *only(h4, "c2", "d1", among=ids),
    ]
    codes = (HERE, THERE, FAR, NOBODY)
    return builders.a_round(
        [h1, h2, h3, h4],
        units,
        pairs=tuple(pairs),
        policy=builders.policy(norm=Norm.WORST_FIRST, keys={"all": (KeyMix(key="k"),)}),
        municipalities=tuple(Municipality(code=m, name=m) for m in codes),
        complexes=tuple(Complex(id=x, municipality=HERE, homes=9) for x in ("X1", "X2")),
        apart=(Apart(household="h1", other="h2"), Apart(household="h4", other="h1")),
        ledger=tuple(
            Posting(
                period="2026",
                municipality=m,
                group="all",
                kind=kind,
                amount=amount,
                unit=CountUnit.HOUSEHOLDS,
                on=AS_OF,
            )
            for m in (HERE, THERE, FAR)
            for kind, amount in ((LedgerKind.QUOTA, Decimal(0)), (LedgerKind.OPENING, Decimal(2)))
        ),
        **keys(**{HERE: 1, THERE: 1, FAR: 1}),
    )


LEXIMIN_PLAN = {"h1": "b1", "h2": "b2", "h3": "c1", "h4": "c2"}


def two_or_one(*order: Stage, days: int, score: int | None = None) -> Round:
    """Either h1 and h2 are placed (waiting 50 days each), or h3 alone (`days`): h3 is kept apart from both.

    A tolerance of 1 on urgency lets waiting choose h3, if it waited longer than the other two together.
    """
    h3 = person("h3", ready_from=AS_OF - timedelta(days=days))
    scores = tuple(word("h3", u, score=score) for u in ("u1", "u2")) if score is not None else ()
    return builders.a_round(
        [person("h1"), person("h2"), h3],
        [unit("u1", complex="X"), unit("u2", complex="X")],
        complexes=(Complex(id="X", municipality=HERE, homes=2),),
        apart=(Apart(household="h3", other="h1"), Apart(household="h2", other="h3")),
        policy=builders.policy(stages=order),
        pairs=scores,
    )


def chain() -> Round:
    """h1 leaves the occupied u1 for the free u2; h2, who may only have u1, follows. Both are placed."""
    mover = person("h1", current_unit="u1")
    return builders.a_round(
        [mover, person("h2")],
        [unit("u1", status="occupied"), unit("u2")],
        pairs=tuple(only(person("h2"), "u1", among=["u1", "u2"])),
    )


def swap() -> Round:
    """Two households in occupied homes of one another's liking: both move, without a single free home."""
    return builders.a_round(
        [person("h1", current_unit="u1"), person("h2", current_unit="u2")],
        [unit("u1", status="occupied"), unit("u2", status="occupied")],
    )


def one_pool(hours: float, *, each: float = 2.25) -> Round:
    """Two households with `each` hours of need, two homes, one pool of so many hours."""
    people = [person(h, needs=(need(h, hours=each),)) for h in ("h1", "h2")]
    pool = SupportPool(id="p1", provider="c", kinds=("home",), municipalities=(HERE,), hours_per_week=hours)
    return builders.a_round(people, [unit("u1"), unit("u2")], support=(pool,))


def even_split(**changes: Any) -> Round:
    """Two equal households, homes for both in each of two municipalities with an equal share: one goes to each."""
    units = [unit("a1"), unit("a2"), unit("b1", municipality=THERE), unit("b2", municipality=THERE)]
    dimension = Dimension(name="all", **changes)
    return builders.a_round(
        [person("h1"), person("h2")],
        units,
        policy=builders.policy(keys={"all": (KeyMix(key="k"),)}, dimensions=(dimension,)),
        **keys(**{HERE: 1, THERE: 1}),
    )


def pinned_and_forbidden() -> Round:
    """A pin on a forbidden pair: no plan keeps it."""
    words = (word("h1", "u1", verdict="pin"), word("h1", "u1", verdict="forbid"))
    return builders.a_round([person("h1")], [unit("u1")], pairs=words)
