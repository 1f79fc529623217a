"""Random lives of placements: whatever is tried, by whomever, the promises of the workflow hold."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.workflow import CLOSED, SKIPPABLE, Role, State, Step
from allocator.workflow import STEPS, Denied, PlacementState, Taken, next_step, steps_from, take
from tests.workflow.placements import ACTORS, DAY, any_reason, placement, policy

BOOKS = st.fixed_dictionaries(
    {
        "skip": st.lists(st.sampled_from(sorted(SKIPPABLE)), unique=True).map(tuple),
        "expires": st.sampled_from([(), (State.OFFERED,), (State.PROPOSED, State.OFFERED)]),
        "terms": st.sampled_from([{}, {State.OFFERED: 2}, {State.OFFERED: None, State.PROPOSED: 1}]),
    }
)
STARTS = st.builds(
    lambda pools, questions, depends, by_hand: placement(
        pools=pools, to_confirm=questions, depends_on=depends, by_hand=by_hand
    ),
    st.sampled_from([(), ("S1",)]),
    st.sampled_from([(), ("R-101",)]),
    st.sampled_from([(), ("H9",)]),
    st.booleans(),
)
TRIES = st.lists(
    st.tuples(
        st.sampled_from(Step),
        st.sampled_from(Role),
        st.integers(-2, 20),
        st.sampled_from([State.PROPOSED, State.LEASE_SIGNED, State.MOVED_IN, State.WITHDRAWN]),
    ),
    max_size=40,
)


def promised(outcome: Taken) -> None:
    before, after, step = outcome.before, outcome.after, outcome.step
    assert after.version == before.version + 1
    assert after.since >= before.since
    assert step is Step.REOPEN or after.state.rank > before.state.rank
    assert (after.state in CLOSED) == (after.came_from is not None)
    assert not STEPS[step].needs_reason or outcome.reason is not None
    assert (before.household, before.unit, before.pools) == (after.household, after.unit, after.pools)
    if after.state in (State.SUPPORT_CONFIRMED, State.SUPPORT_STARTED):
        assert after.pools
    if State.OFFERED.rank <= after.state.rank <= State.SUPPORT_STARTED.rank and step is not Step.REOPEN:
        assert not after.to_confirm
        assert not after.refuted


@given(STARTS, BOOKS, TRIES)
def test_whatever_is_tried_the_promises_hold(
    start: PlacementState, said: dict[str, object], tries: list[tuple[Step, Role, int, State]]
) -> None:
    book, now, day = policy(**said), start, DAY
    for step, role, days, earlier in tries:
        day = max(day, DAY) + timedelta(days=days)
        reason = any_reason(now, step, role, book, day)
        outcome = take(now, step, by=ACTORS[role], on=day, policy=book, reason=reason, earlier={"H9": earlier})
        if isinstance(outcome, Denied):
            assert outcome.sentence.render("nl")
            continue
        assert role in STEPS[step].roles
        assert step in steps_from(now, book, role)
        assert step not in book.workflow.skip
        if outcome.after.state is State.OFFERED and step is Step.OFFER and now.depends_on:
            assert earlier in (State.LEASE_SIGNED, State.MOVED_IN)
        promised(outcome)
        now = outcome.after


@given(STARTS, BOOKS)
def test_no_dead_ends(start: PlacementState, said: dict[str, object]) -> None:
    """From every live state the next step can be taken by somebody, until the household lives there."""
    book, now = policy(**said), start.model_copy(update={"to_confirm": ()})
    while step := next_step(now, book):
        actor = next(ACTORS[r] for r in Role if r in STEPS[step].roles)
        reason = "cannot_wait" if step is Step.ACCEPT and now.by_hand else None
        outcome = take(now, step, by=actor, on=DAY, policy=book, reason=reason, earlier={"H9": State.SUPPORT_STARTED})
        assert isinstance(outcome, Taken), outcome
        now = outcome.after
    assert now.settled


@given(STARTS, BOOKS, st.sampled_from(State), st.sampled_from(Role), st.sampled_from(Step))
def test_a_step_that_is_not_on_the_list_is_never_taken(
    start: PlacementState, said: dict[str, object], state: State, role: Role, step: Step
) -> None:
    came_from = State.OFFERED if state in CLOSED else None
    book, now = policy(**said), start.model_copy(update={"state": state, "came_from": came_from})
    day = DAY + timedelta(days=60)
    reason = any_reason(now, step, role, book, day)
    outcome = take(
        now, step, by=ACTORS[role], on=day, policy=book, reason=reason, earlier={"H9": State.SUPPORT_STARTED}
    )
    listed = step in steps_from(now, book, role)
    assert listed or isinstance(outcome, Denied)
    if isinstance(outcome, Denied) and listed:
        assert outcome.code in {"to_confirm", "not_yours", "reason_needed", "too_early"}
