"""Kinds of homes that could be wanted: a plain example of each, by form, bedrooms, access and rent."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low

from allocator import rules
from allocator.domain.base import Cents
from allocator.domain.codes import Accessibility, Form, SupportLevel
from allocator.domain.policy import Policy
from allocator.domain.round import Round
from allocator.domain.unit import Unit

HOMES = (Form.REGULAR, Form.FLEX, Form.TINY_HOUSE, Form.CONTAINER)
"""Forms that are a home of one's own; they are told apart by bedrooms."""
BEDROOMS = (1, 2, 3, 4)
"""The last one stands for all larger homes."""


@dataclass(frozen=True)
class HomeKind:
    """A kind of home; ``low``: with a rent at which the youngest get full rent benefit."""

    form: Form
    bedrooms: int
    rent: Cents
    wheelchair: bool = False
    low: bool = False

    @property
    def code(self) -> str:
        """A short name, the same for ever: ``home-2``, ``wheelchair-1``, ``low-rent-1``, ``room``."""
        if self.form not in HOMES:
            return self.form.value.replace("_", "-")
        return f"{'wheelchair' if self.wheelchair else 'low-rent' if self.low else 'home'}-{self.bedrooms}"

    def example(self, round_: Round, municipality: str) -> Unit:
        """A home of this kind in a municipality, free at once, on the ground floor, without conditions of its own."""
        return Unit(
            id=f"wanted-{self.code}-{municipality}",
            municipality=municipality,
            bedrooms=self.bedrooms,
            form=self.form,
            rent=self.rent,
            accessibility=Accessibility.WHEELCHAIR if self.wheelchair else Accessibility.NONE,
            floor=0,
            available_from=round_.as_of,
            pets_allowed=True,
            on_site_level=SupportLevel.ON_SITE_24H if self.form is Form.SUPPORTED_PLACE else SupportLevel.NONE,
        )

    def holds(self, unit: Unit) -> bool:
        """Whether a home that is there is of this kind; one of low rent is also of the plain kind."""
        if self.form not in HOMES:
            return unit.form is self.form
        last = self.bedrooms == BEDROOMS[-1]
        rooms = unit.bedrooms >= self.bedrooms if last else max(1, unit.bedrooms) == self.bedrooms
        if self.low and (unit.rent is None or unit.rent > self.rent):
            return False
        return unit.form in HOMES and rooms and (unit.accessibility is Accessibility.WHEELCHAIR) is self.wheelchair


def kinds_of(round_: Round) -> tuple[HomeKind, ...]:
    """The kinds that make sense in a round, the plainest first: homes by size, for wheelchairs, other forms in use."""
    amounts = round_.policy.amounts
    one, *larger = [HomeKind(Form.REGULAR, n, amounts.cap_low if n < 3 else amounts.cap_high) for n in BEDROOMS]
    wheelchair = [HomeKind(home.form, home.bedrooms, home.rent, wheelchair=True) for home in (one, larger[1])]
    low = HomeKind(Form.REGULAR, 1, amounts.quality_limit, low=True)
    others = [HomeKind(form, 1, _rent(round_, form)) for form in _forms(round_)]
    return (one, low, *larger, *wheelchair, *others)


def _forms(round_: Round) -> Iterable[Form]:
    """Other forms than homes that somebody accepts, in the order of the list; a shelter place is no home."""
    accepted = {form for h in round_.households for form in h.accepted_forms or round_.policy.default_forms}
    return (form for form in Form if form in accepted and form not in (*HOMES, Form.SHELTER_PLACE))


def _rent(round_: Round, form: Form) -> Cents:
    """The usual rent of a form in this round; without one, what can be paid without rent benefit."""
    known = [unit.rent for unit in round_.units if unit.form is form and unit.rent is not None]
    return median_low(known) if known else without_benefit(round_.policy, round_)


def without_benefit(policy: Policy, round_: Round) -> Cents:
    """The highest rent that rule R-402 allows without rent benefit."""
    return int(rules.BY_CODE["R-402"].under(policy, round_.as_of).number("rent_eur") * 100)
