"""From the store to the records of the monitor: what rounds saw week by week, and what was decided."""

from collections.abc import Iterable
from datetime import date, timedelta

from allocator.actions.parts.force import in_force
from allocator.domain.base import Sensitivity
from allocator.domain.codes import SHELTER_SITUATIONS, Form, SupportLevel
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.domain.region import Municipality
from allocator.domain.workflow import State, Step
from allocator.monitor import Records, Refusal, Seen, Signed, Snapshot
from allocator.monitor.periods import week
from allocator.store import Work, history, region
from allocator.store.history import Left, Taken
from allocator.store.rounds import KeptRound
from allocator.workflow import catalogue

LASTING = frozenset({State.LEASE_SIGNED, State.MOVED_IN, State.SUPPORT_STARTED, State.ENDED})
"""States in which a lease was signed and that was not undone."""

AFTER = timedelta(days=366)
"""How long after the last day a move or the start of support is still looked for."""


def records(work: Work, first: date, last: date) -> tuple[Records, list[Left], Policy]:
    """All that the figures of these days are made of, the rounds that were read, and the policy in force."""
    policy = in_force(work, last)
    wanted = _last_of_each_week(history.rounds_between(work, first, last))
    rounds = {one: history.left_of(work, one) for one in wanted}
    reasons = tuple(
        code
        for code, one in catalogue(policy).items()
        if Step.REFUSE in one.steps and one.sensitivity is Sensitivity.OPEN
    )
    made = Records(
        first=first,
        last=last,
        municipalities=tuple(one.code for one in towns(work)),
        groups=tuple(label.code for label in policy.groups),
        forms=tuple(form.value for form in Form if form is not Form.SHELTER_PLACE),
        reasons=reasons,
        snapshots=tuple(_snapshot(one) for one in rounds.values()),
        signed=tuple(_signed(work, rounds, first, last, policy)),
        refusals=tuple(
            Refusal(one.on_date, one.municipality, one.reason)
            for one in history.steps_of(work, [Step.REFUSE], first, last)
        ),
    )
    return made, list(rounds.values()), policy


def towns(work: Work) -> list[Municipality]:
    """The municipalities of the region, in the order of their codes."""
    return sorted(region.municipalities(work), key=lambda one: one.code)


def _last_of_each_week(found: Iterable[KeptRound]) -> list[str]:
    """The last round of each week: how the week ended."""
    return list({week(one.as_of): one.id for one in found}.values())


def _snapshot(left: Left) -> Snapshot:
    inside = (h for h in left.households.values() if h.situation in SHELTER_SITUATIONS)
    seen = (
        Seen(h.id, h.municipality_of_origin, _only_home(h), h.ready_from) for h in sorted(inside, key=lambda h: h.id)
    )
    return Snapshot(left.kept.as_of, tuple(seen), left.unreadable)


def _only_home(household: Household) -> bool | None:
    return None if household.shelter_care_needed is None else not household.shelter_care_needed


def _signed(work: Work, rounds: dict[str, Left], first: date, last: date, policy: Policy) -> Iterable[Signed]:
    """Leases; the last signature of a placement counts, where it was not undone."""
    leases = {one.placement: one for one in history.steps_of(work, [Step.SIGN], first, last)}
    later = [Step.MOVE_IN, Step.START_SUPPORT]
    steps = history.steps_of(work, later, first, last + AFTER)
    days = {(one.placement, one.step): one.on_date for one in steps}
    for one in leases.values():
        if State(one.state) in LASTING:
            if one.round not in rounds:
                rounds[one.round] = history.left_of(work, one.round)
            unit = rounds[one.round].units.get(one.unit)
            if unit is None or not unit.is_shelter:  # a place in a shelter is no home
                yield _lease(one, rounds[one.round], days, policy)


def _lease(one: Taken, left: Left, days: dict[tuple[int, str], date], policy: Policy) -> Signed:
    household, unit = left.households.get(one.household), left.units.get(one.unit)
    needs = [need for need in household.needs if need.level is not SupportLevel.NONE] if household else []
    dated = [need.start_by for need in needs if need.start_by is not None]
    return Signed(
        on=one.on_date,
        municipality=one.municipality,
        form=(unit.form if unit else Form.REGULAR).value,
        group=household.ledger_group if household else None,
        origin=household.municipality_of_origin if household else None,
        from_shelter=bool(household and household.situation in SHELTER_SITUATIONS),
        moved_in=days.get((one.placement, Step.MOVE_IN)),
        needs_support=bool(needs) and Step.START_SUPPORT not in policy.workflow.skip,
        start_by=min(dated, default=None),
        started=days.get((one.placement, Step.START_SUPPORT)),
    )
