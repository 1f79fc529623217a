"""How long facts about people are kept."""

from collections.abc import Mapping
from datetime import date, timedelta

from allocator.domain.policy import Policy


def delete_case_after(last_needed: date, policy: Policy) -> date:
    """The last day on which the facts of a household may be kept.

    Args:
        last_needed: the last day on which something happened: a round it was in, a step, the end of an objection.
        policy: says for how long after that.
    """
    return last_needed + timedelta(days=policy.retention.case_days)


def delete_contact_after(last_needed: date, policy: Policy) -> date:
    """The last day on which contact data may be kept; much sooner than the facts."""
    return last_needed + timedelta(days=policy.retention.contact_days)


def past_their_date(last_needed: Mapping[str, date], policy: Policy, on: date) -> tuple[str, ...]:
    """Households whose keys must be destroyed, in order of key.

    Args:
        last_needed: for each household the last day on which something happened; leave out who takes part now.
        policy: the policy in force.
        on: the day.
    """
    return tuple(sorted(h for h, day in last_needed.items() if delete_case_after(day, policy) < on))
