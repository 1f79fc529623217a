"""The policy: added as a text, approved by the chair, in force from its date."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allocator.actions.parts.deed import AUDITOR, CHAIR, COMMITTEE, EVERYBODY, Deed, action
from allocator.actions.parts.planned import last_plans
from allocator.domain.policy import Policy
from allocator.domain.refusal import Conflict, NotFound
from allocator.intake import read_policy
from allocator.locale import N_
from allocator.store import policies
from allocator.store.tables import PolicyRow
from allocator.whatif.effect import Effect, effect
from allocator.workflow import lost_reasons, unknown_reasons

ROUNDS, MOST_ROUNDS = 4, 52
"""Rounds of the past that a policy is tried on when nobody says how many, and at most."""


@dataclass(frozen=True)
class PolicyLine:
    """A version of the policy as listed."""

    version: str
    name: str
    valid_from: date
    sha256: str
    added_by: str
    added_at: datetime
    approved_by: str | None
    approved_at: datetime | None


def _line(row: PolicyRow) -> PolicyLine:
    return PolicyLine(**{name: getattr(row, name) for name in PolicyLine.__dataclass_fields__})


@action(COMMITTEE)
def add_policy(deed: Deed, source: str) -> PolicyLine:
    """Add a version of the policy; it holds once the chair approves it."""
    policy = _sound(source)
    known = policies.find(deed.work, policy.version)
    row = policies.add(
        deed.work,
        version=policy.version,
        name=policy.name,
        valid_from=policy.valid_from,
        source=source,
        by=deed.actor.id,
        at=deed.now,
    )
    if known is not None:
        deed.nothing_changed()
    else:
        deed.note("policy", policy.version, facts={"sha256": row.sha256, "valid_from": policy.valid_from})
    return _line(row)


@action(CHAIR)
def approve_policy(deed: Deed, version: str) -> PolicyLine:
    """Approve a version: it is in force from its date, for rounds that are opened from then on."""
    row = policies.policy(deed.work, version)
    if row.approved_at is not None:
        deed.nothing_changed()
        return _line(row)
    new = read_policy(row.source)
    for other in policies.policies(deed.work):
        lost = lost_reasons(read_policy(other.source), new) if other.approved_at else ()
        if lost:
            text = N_("The policy has lost reasons that old decisions name: {codes}. Retire them by date instead.")
            raise Conflict("lost_reasons", text, codes=", ".join(lost))
    policies.approve(deed.work, row, deed.actor.id, deed.now)
    deed.note("policy", version, facts={"sha256": row.sha256})
    return _line(row)


@action(EVERYBODY, writes=False)
def list_policies(deed: Deed) -> list[PolicyLine]:
    """All versions, with who approved them."""
    return [_line(row) for row in policies.policies(deed.work)]


@action(EVERYBODY, writes=False)
def show_policy(deed: Deed, version: str | None = None) -> tuple[PolicyLine, str]:
    """The text of a version; of the one in force today when none is named."""
    row = policies.policy(deed.work, version) if version else policies.in_force(deed.work, deed.today)
    return _line(row), row.source


@action(EVERYBODY, writes=False)
def diff_policies(deed: Deed, first: str, second: str) -> list[tuple[str, Any, Any]]:
    """Every setting that differs between two versions: its place, and both values."""
    old, new = (read_policy(policies.policy(deed.work, version).source) for version in (first, second))
    return _differences(old, new)


@action(COMMITTEE, writes=False)
def check_policy(deed: Deed, source: str) -> tuple[Policy, list[tuple[str, Any, Any]]]:
    """Say what a text would change beside the version in force today; nothing is kept."""
    new = _sound(source)
    try:
        old = read_policy(policies.in_force(deed.work, deed.today).source)
    except NotFound:
        return new, []
    return new, _differences(old, new)


def _sound(source: str) -> Policy:
    """A policy of which everything is known.

    Raises:
        InputProblems: when the text is wrong.
        Conflict: when it gives a consequence to a reason that does not exist.
    """
    policy = read_policy(source)
    if missing := unknown_reasons(policy):
        text = N_("The policy names reasons that do not exist: {codes}.")
        raise Conflict("unknown_reasons", text, codes=", ".join(missing))
    return policy


def _differences(first: Policy, second: Policy) -> list[tuple[str, Any, Any]]:
    old, new = _flat(first), _flat(second)
    places = sorted({*old, *new})
    return [(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)]


@action(COMMITTEE, AUDITOR, writes=False)
def foresee_policy(deed: Deed, version: str, most: int = ROUNDS, time_limit: float | None = None) -> Effect:
    """Say what a version, approved or not, would have done in the last rounds: who loses, who gains a home."""
    policy = read_policy(policies.policy(deed.work, version).source)
    found = effect(list(last_plans(deed, min(most, MOST_ROUNDS))), policy, time_limit=time_limit)
    deed.read(move.household for one in found.rounds for move in one.moves)
    return found


def _flat(policy: Policy) -> dict[str, Any]:
    """Settings by their place: lists of labels by their code, everything else as it stands."""
    found: dict[str, Any] = {}

    def walk(place: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inside in value.items():
                walk(f"{place}.{key}" if place else key, inside)
        elif isinstance(value, list) and value and all(isinstance(v, dict) and _key(v) for v in value):
            for number, inside in enumerate(value):
                walk(f"{place}[{_key(inside)}]", inside | {"position": number + 1})
        else:
            found[place] = value if not isinstance(value, list) else json.dumps(value)

    walk("", policy.model_dump(mode="json"))
    return found


def _key(row: dict[str, Any]) -> str:
    return str(row.get("code") or row.get("name") or row.get("id") or row.get("key") or "")
