"""One more home, made to measure: per municipality the smallest home that the rules allow a household.

A home of its own in a form that it accepts (the first in the order of the forms), free when the household is ready,
with the fewest bedrooms that are enough and then the highest rent that is allowed and fits.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

from allocator.domain.codes import Accessibility, Form, SupportLevel
from allocator.domain.household import Household
from allocator.domain.unit import Unit
from allocator.whatif import rejudge
from allocator.whatif.again import Basis
from allocator.whatif.changes import OneMoreHome
from allocator.whatif.turning import Candidate

_MOST_BEDROOMS = 8


@dataclass(frozen=True)
class OneMore:
    """Finds the candidates of one household that are one more home."""

    basis: Basis
    household: Household

    def candidates(self) -> list[Candidate]:
        """One per municipality in which the rules allow such a home: those the household comes from or wishes first."""
        found = []
        for code, unit in self._units().items():
            size = (int(code != self.household.municipality_of_origin), int(code not in self._wished), unit.bedrooms)
            found.append(Candidate(OneMoreHome(unit=unit), size, frozenset({unit.id})))
        return sorted(found, key=lambda c: (c.size, c.change.model_dump_json()))

    @cached_property
    def _wished(self) -> tuple[str, ...]:
        return self.household.preferred_municipalities

    def _units(self) -> dict[str, Unit]:
        """Per municipality the first home of its variants that is allowed, and fits where one does."""
        variants = {m.code: self._variants(m.code) for m in self.basis.round.municipalities}
        part = rejudge.row(self.basis.round, self.household, [u for units in variants.values() for u in units])
        h = part.h_index[self.household.id]
        found: dict[str, Unit] = {}
        for code, units in variants.items():
            allowed = [u for u in units if part.allowed[h, part.u_index[u.id]]]
            fitting = [u for u in allowed if not part.unfit[h, part.u_index[u.id]]]
            if allowed:
                best = (fitting or allowed)[0]
                found[code] = best.model_copy(update={"id": self._key(code)})
        return found

    def _key(self, code: str) -> str:
        key = f"{code}+1"
        while key in self.basis.round.unit_by_id:
            key += "+1"
        return key

    def _variants(self, code: str) -> list[Unit]:
        """All homes to choose from in a municipality, the wanted ones first."""
        amounts = self.basis.round.policy.amounts
        rents = sorted({amounts.cap_high, amounts.cap_low, amounts.quality_limit}, reverse=True)
        if self.household.gross_income is not None:
            third = self.household.gross_income * 35 // 1200
            rents = sorted({*rents, min(third, rents[0])}, reverse=True)
        kinds = product(range(_MOST_BEDROOMS + 1), (True, False), rents)
        return [self._unit(code, *kind, number) for number, kind in enumerate(kinds)]

    def _unit(self, code: str, bedrooms: int, daeb: bool, rent: int, number: int) -> Unit:
        one = self.household
        postcode = self._postcode.get(code)
        need = max((n.level for n in one.needs), key=lambda level: level.rank, default=SupportLevel.NONE)
        return Unit(
            id=f"{code}?{number}",
            municipality=code,
            bedrooms=bedrooms,
            form=self._form,
            rent=rent,
            daeb=daeb,
            accessibility=one.accessibility or Accessibility.NONE,
            floor=0,
            available_from=max(one.ready_from or self.basis.round.as_of, self.basis.round.as_of),
            pets_allowed=True,
            on_site_level=need if need is SupportLevel.ON_SITE_24H else SupportLevel.NONE,
            postcode=postcode,
        )

    @cached_property
    def _form(self) -> Form:
        accepted = self.household.accepted_forms or self.basis.round.policy.default_forms
        return min(accepted, key=list(Form).index)

    @cached_property
    def _postcode(self) -> dict[str, str]:
        """Per municipality a postcode outside the safety zone of the household, of a home that is on the list."""
        zone = set(self.household.excluded_postcodes)
        return {
            u.municipality: u.postcode
            for u in reversed(self.basis.round.units)
            if u.postcode and not {u.postcode, u.postcode[:4]} & zone
        }
