"""A run again of a round: the frozen round, and what was decided since. Enough to replay it from what is stored."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from allocator.actions.parts.freezing import BLOCKED_BY, standings_of, with_standing
from allocator.actions.parts.since import STAYS, gone_since, homes_since
from allocator.domain.codes import UnitStatus, Verdict
from allocator.domain.region import BY_ROUND, PairWord
from allocator.domain.round import PreviousPlacement, Round
from allocator.domain.workflow import State
from allocator.store import Work, people, placements
from allocator.store.placements import Line

Amendment = dict[str, Any]
"""As JSON: ``pairs`` that are added, and those taken ``back``, the ``previous`` plan, how households ``stand``, who is
``gone``, and ``homes`` in which less can be placed; empty for a first run of which nothing changed."""

PINNED_BY = BY_ROUND


def amendment(work: Work, round_: Round, on: date) -> Amendment:
    """What was decided until a day since the round was opened; empty when nothing was proposed yet."""
    lines = placements.lines(work, round_id=round_.round_id)
    gone = gone_since(work, round_)
    pins = _pins(work, lines, gone)
    pairs = [*pins, *_words(work, round_)]
    wanted = {(word.household, word.unit) for word in pairs if word.verdict is Verdict.PIN}
    against = [*_blocked(work, round_, on), *_refused(lines)]
    pairs += [word for word in against if (word.household, word.unit) not in wanted]
    back = _taken_back(round_, _words(work, round_))
    frozen = {(p.household, p.unit, p.verdict, p.rule) for p in round_.pairs if p not in back}
    new: dict[tuple[Any, ...], PairWord] = {}
    for word in pairs:
        key = (word.household, word.unit, word.verdict, word.rule)
        if key not in frozen:
            new.setdefault(key, word)
    found: Amendment = {"pairs": [_plain(word) for word in new.values()]} if new else {}
    if back:
        found["back"] = [_plain(word) for word in back]
    if lines:
        found["previous"] = sorted({line.household: line.unit for line in lines}.items())
    if standing := _standing(work, round_, on, {word.household for word in pins}):
        found["stand"] = standing
    if homes := homes_since(work, round_):
        found["homes"] = homes
    if gone:
        found["gone"] = gone
    return found


def forbidden_since(work: Work, round_: Round, on: date, pairs: Collection[tuple[str, str]]) -> list[str]:
    """Keys of pairs that may no longer be placed by what was decided after a run was told how things stood.

    Args:
        work: the transaction.
        round_: the round as the run has it.
        on: the day until which decisions count.
        pairs: households with the homes that are proposed to them.
    """
    said = amendment(work, round_, on)
    forbids = {(row["household"], row["unit"]) for row in said.get("pairs", ()) if row["verdict"] == Verdict.FORBID}
    parked = {row["household"] for row in said.get("stand", ())}
    lost = [(h, u) for h, u in pairs if (h, u) in forbids or h in parked]
    return sorted({key for pair in lost for key in pair})


def _plain(word: PairWord) -> dict[str, Any]:
    """A word without its reason, which may be special; the solver does not read it."""
    return word.model_copy(update={"reason": None}).model_dump(mode="json")


def _pins(work: Work, lines: list[Line], gone: Collection[str]) -> list[PairWord]:
    """Whatever was accepted stays as it is, unless it waits for the move of somebody who left the list."""
    accepted = [line for line in lines if line.state in STAYS]
    waits = {one.line.household: one.state.depends_on for one in placements.load_all(work, accepted)}
    lost = set(gone)
    while more := {household for household, others in waits.items() if lost.intersection(others)} - lost:
        lost |= more
    return [
        PairWord(household=line.household, unit=line.unit, verdict=Verdict.PIN, by=PINNED_BY)
        for line in accepted
        if line.household not in lost
    ]


def _refused(lines: list[Line]) -> list[PairWord]:
    """What was refused in this round is not proposed again in it, whatever the policy says of later rounds."""
    return [
        PairWord(household=line.household, unit=line.unit, verdict=Verdict.FORBID, by=PINNED_BY)
        for line in lines
        if line.state in (State.REFUSED, State.EXPIRED)
    ]


def _words(work: Work, round_: Round) -> list[PairWord]:
    """What people said since, of pairs of this round."""
    return [
        word
        for word in people.words(work)
        if word.household in round_.household_by_id and word.unit in round_.unit_by_id
    ]


def _taken_back(round_: Round, said: Collection[PairWord]) -> list[PairWord]:
    """What people had said when the round was opened, and say no more."""
    still = {_key(word) for word in said}
    return [word for word in round_.pairs if word.by != BLOCKED_BY and _key(word) not in still]


def _key(word: PairWord) -> tuple[Any, ...]:
    return word.household, word.unit, word.verdict, word.rule, word.score


def _blocked(work: Work, round_: Round, on: date) -> list[PairWord]:
    """Homes that were refused since."""
    standings = standings_of(work, round_.policy, max(on, round_.as_of))
    return [
        PairWord(household=household, unit=unit, verdict=Verdict.FORBID, by=BLOCKED_BY)
        for household, standing in sorted(standings.items())
        for unit in standing.blocked_units
        if household in round_.household_by_id and unit in round_.unit_by_id
    ]


def _standing(work: Work, round_: Round, on: date, accepted: Collection[str]) -> list[dict[str, Any]]:
    """Households that were parked since, or refused an offer: until when, and how many refusals count by now.

    Whoever was accepted stays as frozen: people decide on that placement, and no rule contradicts them.
    """
    found = []
    for household, standing in sorted(standings_of(work, round_.policy, max(on, round_.as_of)).items()):
        frozen = round_.household_by_id.get(household)
        if frozen is None or household in accepted:
            continue
        now = with_standing(people.household(work, household), standing)
        if (now.parked_until, now.refused_offers) != (frozen.parked_until, frozen.refused_offers):
            until = now.parked_until.isoformat() if now.parked_until else None
            found.append({"household": household, "parked_until": until, "refused_offers": now.refused_offers})
    return found


def amended(round_: Round, said: Mapping[str, Any]) -> Round:
    """The round as a run has it; without amendment the frozen round itself."""
    if not said:
        return round_
    changes: dict[str, Any] = {}
    back = {_key(PairWord.model_validate(row)) for row in said.get("back", ())}
    kept = tuple(word for word in round_.pairs if _key(word) not in back)
    changes["pairs"] = (*kept, *(PairWord.model_validate(row) for row in said.get("pairs", ())))
    if "previous" in said:
        changes["previous"] = tuple(PreviousPlacement(household=h, unit=u) for h, u in said["previous"])
    if "stand" in said:
        stand = {row["household"]: {k: v for k, v in row.items() if k != "household"} for row in said["stand"]}
        changes["households"] = tuple(
            h.model_validate(h.model_dump() | stand[h.id]) if h.id in stand else h for h in round_.households
        )
    if "homes" in said:
        homes = {key: _restored(home) for key, home in said["homes"].items()}
        changes["units"] = tuple(u.model_copy(update=homes.get(u.id, {})) for u in round_.units)
    return _without(round_.model_copy(update=changes), set(said.get("gone", ())))


def _restored(home: Mapping[str, Any]) -> dict[str, Any]:
    return {name: UnitStatus(value) if name == "status" else value for name, value in home.items()}


def _without(round_: Round, gone: Collection[str]) -> Round:
    """The round without these households."""
    if not gone:
        return round_
    return round_.model_copy(
        update={
            "households": tuple(h for h in round_.households if h.id not in gone),
            "pairs": tuple(p for p in round_.pairs if p.household not in gone),
            "apart": tuple(a for a in round_.apart if not {a.household, a.other} & set(gone)),
            "previous": tuple(p for p in round_.previous if p.household not in gone),
        }
    )
