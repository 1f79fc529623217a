"""One rule on one pair, in one word: what the tests of the catalogue compare."""

from typing import Any

from allocator.domain.policy import Policy
from allocator.rules import BY_CODE, Context, judge_pair
from tests import builders

MAY, NO, ASK = "may", "no", "ask"


def verdict(
    code: str,
    h: dict[str, Any] | None = None,
    u: dict[str, Any] | None = None,
    numbers: dict[str, Any] | None = None,
    policy: Policy | None = None,
    **round_changes: Any,
) -> str:
    """What a rule says of a plain household and a plain unit with these changes; it is switched on."""
    setting = builders.rules(**{code.replace("-", "_"): numbers or {}})
    used = (policy or builders.policy()).model_copy(update={"rules": setting})
    round_ = builders.a_round(builders.household(**(h or {})), builders.unit(**(u or {})), policy=used, **round_changes)
    found = judge_pair(Context(round_), "H1", "U1")
    denied = found.unfit if BY_CODE[code].counts_only else code in found.refused
    return NO if denied else ASK if code in found.ask else MAY
