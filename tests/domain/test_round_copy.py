"""A changed round is a new round: in order, and nothing worked out from the old lists is kept."""

import pytest
from pydantic import ValidationError

from tests import builders


def test_a_copy_forgets_what_was_worked_out() -> None:
    round = builders.a_round()
    before = round.unit_by_id, round.household_by_id, round.sha256
    changed = round.model_copy(update={"units": (builders.unit("U3"), builders.unit("U2"))})
    assert list(before[0]) == ["U1"]
    assert list(changed.unit_by_id) == ["U2", "U3"]
    assert changed.sha256 != before[2]
    assert round.model_copy() == round


def test_a_copy_is_checked() -> None:
    with pytest.raises(ValidationError):
        builders.a_round().model_copy(update={"lottery_seed": "x" * 200})
