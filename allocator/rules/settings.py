"""The numbers of a rule, as the policy in force gives them."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from allocator.domain.policy import Setting

NUMBER = "a number"


def kind(value: Setting) -> str:
    """What sort of value it is, in words."""
    if isinstance(value, tuple):
        return "a list"
    if isinstance(value, str):
        return "a code"
    return "true or false" if isinstance(value, bool) else NUMBER


class Numbers(Mapping[str, Setting]):
    """The numbers of one rule under one policy, and the day of the round."""

    def __init__(self, values: Mapping[str, Setting], as_of: date) -> None:
        self._values = values
        self.as_of = as_of
        self.today = as_of.toordinal()

    def __getitem__(self, name: str) -> Setting:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def number(self, name: str) -> Fraction:
        """A number, exactly as written.

        Raises:
            ValueError: when the policy gives something else (``domain.consistency`` says so beforehand).
        """
        value = self._values[name]
        if kind(value) != NUMBER:
            raise ValueError(f"The policy gives {value!r} for {name}; write a number.")
        return Fraction(str(value))

    def whole(self, name: str) -> int:
        """A whole number; parts are cut off."""
        return int(self.number(name))

    def text(self, name: str) -> str:
        """One code."""
        return str(self._values[name])

    def texts(self, name: str) -> tuple[str, ...]:
        """Codes."""
        value = self._values[name]
        return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
