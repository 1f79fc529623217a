"""The state of the system: what takes no part in this round and what people decided by hand."""

from collections import Counter
from collections.abc import Iterator

from allocator import rules
from allocator.domain.base import Sensitivity
from allocator.domain.codes import UnitStatus, Verdict
from allocator.domain.region import BY_DECISION, BY_ROUND
from allocator.domain.round import Round
from allocator.domain.sentence import Choice, Other, Sentence, Value
from allocator.explain.refusals import PARKED
from allocator.explain.state import State
from allocator.locale import N_
from allocator.rules.labels import term


def sentences(state: State) -> tuple[Sentence, ...]:
    """What to know before reading any reason."""
    round_ = state.round
    return (*paused(round_), *_not_free(state), *_parked(state), *by_hand(round_))


def paused(round_: Round) -> Iterator[Sentence]:
    """Who takes no part now."""
    homes = Counter(u.municipality for u in round_.units)
    for m in round_.municipalities:
        if m.code in round_.paused:
            yield Sentence(
                N_("{name} takes no part now; homes left out: {count}."), {"name": m.name, "count": homes[m.code]}
            )
    names = {c.id: c.name for c in round_.corporations}
    homes = Counter(u.corporation for u in round_.units if u.corporation)
    for code in round_.paused_corporations:
        values: dict[str, Value] = {"name": names.get(code, code), "count": homes[code]}
        yield Sentence(N_("{name} takes no part now; homes left out: {count}."), values)


def _not_free(state: State) -> Iterator[Sentence]:
    counts: Counter[UnitStatus] = Counter(
        unit.status
        for i, unit in enumerate(state.round.units)
        if unit.status is not UnitStatus.FREE and i not in state.leavers
    )
    for status in UnitStatus:
        if counts[status]:
            yield Sentence(
                N_("Homes on the list that cannot be let in this plan ({status}): {count}."),
                {"status": term(status), "count": counts[status]},
            )


def _parked(state: State) -> Iterator[Sentence]:
    refused = state.judgement.by_rule[:, rules.RULE_INDEX[PARKED]]
    parked = [h.id for h, homes in zip(state.round.households, refused, strict=True) if homes]
    if parked:
        text = N_("Households that are parked and take no part now: {count}.")
        yield Sentence(text, {"count": len(parked)}, Sensitivity.SPECIAL)
        yield Sentence(N_("Parked: {others}."), {"others": tuple(map(Other, parked))}, Sensitivity.PERSONAL)


_COUNTED = {
    (Verdict.FORBID, False): N_("Pairs of a household and a home that were blocked by hand: {count}."),
    (Verdict.FORBID, True): N_("Pairs of a household and a home that were refused before: {count}."),
    (Verdict.PIN, True): N_("Placements that were accepted in this round already, and stay: {count}."),
}
_TOLD: dict[Verdict | None, tuple[str, str]] = {
    Verdict.PIN: (
        N_("Pinned by hand: {other} in {unit}."),
        N_("Pinned by hand: {other} in {unit} (reason: {reason})."),
    ),
    Verdict.WAIVE: (
        N_("Rule {rule} was lifted for {other} in {unit}."),
        N_("Rule {rule} was lifted for {other} in {unit} (reason: {reason})."),
    ),
}
"""Without and with a reason."""


def by_hand(round_: Round) -> Iterator[Sentence]:
    """What people said of a household and a home, and what follows from what they decided."""
    counts = Counter((word.verdict, word.by in (BY_ROUND, BY_DECISION)) for word in round_.pairs)
    for kind, text in _COUNTED.items():
        if counts[kind]:
            yield Sentence(text, {"count": counts[kind]}, Sensitivity.SPECIAL)
    reasons = {label.code: Choice(nl=label.nl, en=label.en) for label in round_.policy.reasons}
    for word in round_.pairs:
        if (texts := _TOLD.get(word.verdict)) is None or word.by == BY_ROUND:
            continue
        values: dict[str, Value] = {"other": Other(word.household), "unit": word.unit, "rule": word.rule or ""}
        if word.reason:  # a word that came after the round was opened is told without its reason
            values["reason"] = reasons.get(word.reason, word.reason)
        yield Sentence(texts[bool(word.reason)], values, Sensitivity.SPECIAL)
