import pytest

from allocator.rules.settings import Numbers
from tests.builders import AS_OF


def test_a_number_that_is_none_is_an_error_and_not_a_guess() -> None:
    numbers = Numbers({"days": "soon"}, AS_OF)
    with pytest.raises(ValueError, match="gives 'soon' for days; write a number"):
        numbers.whole("days")
    assert (dict(numbers), len(numbers)) == ({"days": "soon"}, 1)
