"""``compare``: one round under two policies; who loses is shown as clearly as who gains."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from allocator import run
from allocator.commandline import inputs
from allocator.commandline.comparison import Aims, Change, Comparison
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.progress import meter, stoppable
from allocator.commandline.result import aim_words
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.codes import Status
from allocator.domain.household import Household
from allocator.domain.proposal import StageResult
from allocator.domain.round import Round
from allocator.locale import N_
from allocator.reports import figures
from allocator.reports.words import STATUSES, Tongue, municipality_name
from allocator.run import Matched

MOST_NAMED = 60


def compare(screen: Screen, case: Path, policies: Sequence[Path], time_limit: float | None, seed: str | None) -> Exit:
    """Match a case twice and show the difference.

    Raises:
        WrongUse: when there are not exactly two policies.
        InputProblems: when the case or a policy cannot be used.
    """
    tongue = screen.tongue
    if len(policies) != 2:
        raise WrongUse(tongue(N_("Give two policies: --policy A --policy B.")))
    names = [policy.name if policies[0].name != policies[1].name else str(policy) for policy in policies]
    with meter(screen) as shown:
        shown.phase(tongue(N_("Reading the case")))
        rounds = [inputs.case(case, policy, seed).round for policy in policies]
        found = []
        for round_ in rounds:
            shown.phase(tongue(N_("Judging all pairs of household and home")))
            found.append(_match(round_, time_limit, shown.of(round_)))
    comparison = Comparison(*found)
    if screen.as_json:
        screen.data(_data(comparison, names))
    else:
        _show(screen, comparison, names)
    return Exit.DONE if all(matched.solution.proven for matched in found) else Exit.NOT_PROVEN


def _match(round_: Round, time_limit: float | None, told: Callable[[str, float, float | None], None]) -> Matched:
    return stoppable(lambda: run.run_match(round_, time_limit=time_limit, progress=told))


# ------------------------------------------------------------------------------------------------ for people


def _show(screen: Screen, found: Comparison, names: Sequence[str]) -> None:
    tongue = screen.tongue
    screen.heading(tongue(N_("Round {id} under two policies"), id=found.a.round.round_id))
    screen.line(tongue(N_("A: {name}, {policy}"), name=names[0], policy=_policy(found.a.round)))
    screen.line(tongue(N_("B: {name}, {policy}"), name=names[1], policy=_policy(found.b.round)))
    _aims(screen, found)
    _who(screen, found)
    _by(screen, found, tongue(N_("By priority group")), _group_of(found.a.round, tongue))
    _by_municipality(screen, found)


def _policy(round_: Round) -> str:
    return f"{round_.policy.name}, {round_.policy.version}"


def _aims(screen: Screen, found: Comparison) -> None:
    tongue = screen.tongue
    rows = []
    for aim in found.aims:
        round_ = (found.a if aim.a else found.b).round
        name = aim_words(aim.known, round_, tongue)
        rows.append((name, _value(aim.a, tongue), _value(aim.b, tongue), _difference(aim.a, aim.b, tongue)))
    columns = [text(tongue("Aim"), 3), number("A"), number("B"), text(tongue(N_("B against A")), 2)]
    screen.table(columns, rows, tongue("Aims, step by step"))
    for name, matched in (("A", found.a), ("B", found.b)):
        screen.line(f"{name}: {tongue.of(matched.proposal.headline)}")


def _value(result: StageResult | None, tongue: Tongue) -> str:
    if result is None or result.value is None:
        return "–"
    return tongue.number(result.value) + ("" if result.status is Status.PROVEN else "?")


def _difference(a: StageResult | None, b: StageResult | None, tongue: Tongue) -> str:
    if a is None or b is None:
        return tongue(N_("only in B")) if a is None else tongue(N_("only in A"))
    if a.value is None or b.value is None:
        return tongue(STATUSES[Status.NOT_REACHED])
    if a.value == b.value:
        return tongue(N_("the same"))
    better = (b.value > a.value) == (a.sense == "max")
    words = N_("{change} (better)") if better else N_("{change} (worse)")
    return tongue(words, change=tongue.number(b.value - a.value, signed=True))


def _who(screen: Screen, found: Comparison) -> None:
    tongue = screen.tongue
    lists = (
        (found.lost, N_("Home under A, none under B: {n}"), N_("Home under A"), False),
        (found.gained, N_("No home under A, one under B: {n}"), N_("Home under B"), True),
    )
    for changes, title, heading, after in lists:
        screen.heading(tongue(title, n=tongue.households(len(changes))))
        rows = [
            (c.household.id, *_facts(c.household, found.a.round, tongue), (c.after if after else c.before) or "")
            for c in changes[:MOST_NAMED]
        ]
        columns = [
            key(tongue("Household")),
            text(tongue("Urgency"), 2),
            number(tongue("Days waited")),
            key(tongue(heading)),
        ]
        if rows:
            screen.table(columns, rows)
        _more(screen, len(changes))
    screen.heading(tongue(N_("Another home: {n}"), n=tongue.households(len(found.moved))))
    moved = [(c.household.id, c.before or "", c.after or "") for c in found.moved[:MOST_NAMED]]
    if moved:
        heads = [key(tongue("Household")), key(tongue(N_("Home under A"))), key(tongue(N_("Home under B")))]
        screen.table(heads, moved)
    _more(screen, len(found.moved))


def _facts(household: Household, round_: Round, tongue: Tongue) -> tuple[str, str]:
    days = figures.days_waiting(household, round_)
    return tongue.label(round_.policy.urgency, household.urgency), tongue.number(days)


def _more(screen: Screen, n: int) -> None:
    if n > MOST_NAMED:
        screen.line(screen.tongue(N_("{n} more; --json names them all."), n=n - MOST_NAMED))


def _group_of(round_: Round, tongue: Tongue) -> Callable[[Household], str]:
    def of(household: Household) -> str:
        group = household.ledger_group
        return tongue.label(round_.policy.groups, group) if group else tongue(N_("no group"))

    return of


def _by(screen: Screen, found: Comparison, title: str, of: Callable[[Household], str]) -> None:
    people = found.a.round.household_by_id
    first, second = (Counter(of(people[key]) for key in homes) for homes in found.homes)
    lost, gained = (Counter(of(c.household) for c in some) for some in (found.lost, found.gained))
    names = sorted({*first, *second})
    _counts(screen, title, ((name, first[name], second[name], lost[name], gained[name]) for name in names))


def _by_municipality(screen: Screen, found: Comparison) -> None:
    """Placements in each municipality; losers and winners by where they come from."""
    round_ = found.a.round
    place = {u.id: u.municipality for u in round_.units}
    first, second = (Counter(place[unit] for unit in homes.values()) for homes in found.homes)
    lost, gained = (Counter(c.household.municipality_of_origin for c in some) for some in (found.lost, found.gained))
    rows = (
        (municipality_name(round_, m.code), first[m.code], second[m.code], lost[m.code], gained[m.code])
        for m in round_.municipalities
        if any(counts[m.code] for counts in (first, second)) or lost[m.code] or gained[m.code]
    )
    tongue = screen.tongue
    _counts(screen, tongue(N_("By municipality (placed there; losing and gaining by origin)")), rows)


def _counts(screen: Screen, title: str, rows: Iterable[tuple[str, int, int, int, int]]) -> None:
    tongue = screen.tongue
    columns = [
        short(""),
        number(tongue(N_("Placed, A"))),
        number(tongue(N_("Placed, B"))),
        number(tongue(N_("Lose"))),
        number(tongue(N_("Gain"))),
    ]
    screen.table(columns, [(name, str(a), str(b), str(lose), str(gain)) for name, a, b, lose, gain in rows], title)


# ------------------------------------------------------------------------------------------------ for programs


def _data(found: Comparison, names: Sequence[str]) -> dict[str, Any]:
    def plan(matched: Matched, name: str) -> dict[str, Any]:
        return {
            "file": name,
            "policy": _policy(matched.round),
            "policy_sha256": matched.round.policy_sha256,
            "proven": matched.solution.proven,
            "placed": len(matched.solution.placements),
        }

    def value(result: StageResult | None) -> dict[str, Any] | None:
        return None if result is None else {"value": result.value, "bound": result.bound, "status": result.status}

    def changes(some: Sequence[Change]) -> list[dict[str, Any]]:
        return [{"household": c.household.id, "a": c.before, "b": c.after} for c in some]

    def aim(both: Aims) -> dict[str, Any]:
        name = {"stage": both.known.stage, "sub_stage": both.known.sub_stage, "sense": both.known.sense}
        return name | {"a": value(both.a), "b": value(both.b)}

    return {
        "a": plan(found.a, names[0]),
        "b": plan(found.b, names[1]),
        "stages": [aim(both) for both in found.aims],
        "lost": changes(found.lost),
        "gained": changes(found.gained),
        "moved": changes(found.moved),
    }
