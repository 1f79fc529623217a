"""Homes, support and municipalities: seen and changed by those whose they are."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from allocator.actions.parts.comparing import fields_of, new_weights
from allocator.actions.parts.comparing import version_of as version_of
from allocator.actions.parts.deed import (
    AUDITOR,
    COMMITTEE,
    CORPORATION,
    EVERYBODY,
    MUNICIPALITY,
    PROVIDER,
    Deed,
    action,
)
from allocator.actions.parts.fitting import Fit as Fit
from allocator.actions.parts.fitting import fit
from allocator.actions.parts.force import in_force
from allocator.actions.parts.sound import (
    complex_problems,
    key_problems,
    must_be_sound,
    pool_problems,
    unit_problems,
)
from allocator.domain.codes import OffList, UnitStatus
from allocator.domain.refusal import Conflict
from allocator.domain.region import KeyWeight, Municipality, SupportPool
from allocator.domain.unit import Complex, Unit
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.store import NotFound, claims, region


@dataclass(frozen=True)
class UnitLine:
    """A home with its version, and how many of its places placements under way take."""

    unit: Unit
    version: int
    claimed: int


@action(COMMITTEE, CORPORATION, MUNICIPALITY, AUDITOR, writes=False, glances=True)
def list_units(deed: Deed) -> list[Unit]:
    """Homes on the list: a corporation sees its own, a municipality those within it."""
    own = deed.own
    if deed.actor.role is Role.CORPORATION:
        return list(region.units(deed.work, own))
    return [unit for unit in region.units(deed.work) if own in (None, unit.municipality)]


@action(COMMITTEE, CORPORATION, AUDITOR, writes=False, glances=True)
def show_unit(deed: Deed, key: str) -> UnitLine:
    """A home with its version."""
    found = UnitLine(*region.unit_with_claims(deed.work, key))
    if deed.own not in (None, found.unit.corporation):
        raise region.no_unit(key)
    return found


def _ours(deed: Deed, key: str) -> tuple[Unit, int]:
    """A home that this actor may see; to others it is as if it were not there."""
    unit, version = region.unit(deed.work, key)
    if deed.own not in (None, unit.corporation):
        raise region.no_unit(key)
    return unit, version


@action(COMMITTEE, CORPORATION)
def add_unit(deed: Deed, unit: Unit) -> UnitLine:
    """Add a home; its key must be new, whosever it is."""
    deed.must_own(unit.corporation)
    if region.knows_unit(deed.work, unit.id):
        raise Conflict("key_taken", N_("The key {unit} is in use already; choose another one."), unit=unit.id)
    return _keep_unit(deed, None, unit, 0)


@action(COMMITTEE, CORPORATION)
def keep_unit(deed: Deed, unit: Unit, version: int = 0) -> UnitLine:
    """Add a home, or change it as it was when it was looked at."""
    deed.must_own(unit.corporation)
    try:
        old, now = _ours(deed, unit.id)
    except NotFound:
        if version or region.knows_unit(deed.work, unit.id):
            raise
        old, now = None, 0
    if version != now:
        raise Conflict("changed", N_("{unit} was changed in the meantime; look at it again."), unit=unit.id)
    return _keep_unit(deed, old, unit, now)


def _keep_unit(deed: Deed, old: Unit | None, unit: Unit, version: int) -> UnitLine:
    must_be_sound(unit_problems(deed, [unit]))
    claimed = claims.claimed_of(deed.work, unit.id)
    if unit.places < claimed:
        raise Conflict("claimed", N_("Placements under way take {taken} places of this home."), taken=claimed)
    region.keep_unit(deed.work, unit)
    deed.work.session.flush()
    deed.note("unit", unit.id, facts={"fields": " ".join(fields_of(old, unit)) if old else "new"})
    return UnitLine(unit, version + 1, claimed)


@action(COMMITTEE, CORPORATION)
def withdraw_unit(deed: Deed, key: str, version: int, reason: OffList | None = None) -> None:
    """Take a home off the list; placements that are under way go on until somebody decides on them."""
    unit, now = _ours(deed, key)
    if version != now:
        raise Conflict("changed", N_("{unit} was changed in the meantime; look at it again."), unit=key)
    region.keep_unit(deed.work, unit.model_copy(update={"status": UnitStatus.WITHDRAWN}))
    deed.work.session.flush()
    region.remove_unit(deed.work, key)
    deed.note("unit", key, why=reason.value if reason else None, facts={"became": "withdrawn"})


@action(COMMITTEE, CORPORATION, writes=False)
def foresee_unit(deed: Deed, key: str) -> Fit:
    """Say how many waiting households a home fits now, which rules make that hard, and what would open it most."""
    unit, _ = _ours(deed, key)
    policy = in_force(deed.work, deed.today)
    return fit(deed.work, policy, deed.today, unit, exact=deed.own is None)


@action(COMMITTEE, CORPORATION, writes=False)
def foresee_new_unit(deed: Deed, unit: Unit) -> Fit:
    """Say the same of a home that is not offered yet: whom it would fit, and what would open it most."""
    deed.must_own(unit.corporation)
    must_be_sound(unit_problems(deed, [unit]))
    return fit(deed.work, in_force(deed.work, deed.today), deed.today, unit, exact=deed.own is None)


@action(EVERYBODY, writes=False, glances=True)
def list_complexes(deed: Deed) -> list[Complex]:
    """Buildings and sites with several homes, and what may live in them together."""
    return list(region.complexes(deed.work))


@action(COMMITTEE, CORPORATION)
def keep_complex(deed: Deed, complex_: Complex, version: int | None = None) -> None:
    """Add or change a complex, as it was when looked at (0: new); a corporation only one with all homes its own."""
    homes = [unit for unit in region.units(deed.work) if unit.complex == complex_.id]
    if homes:
        deed.must_own(*{unit.corporation for unit in homes} if len({u.corporation for u in homes}) == 1 else ())
    old = next((one for one in region.complexes(deed.work) if one.id == complex_.id), None)
    if version not in (None, version_of(old)):
        raise Conflict("changed", N_("{complex} was changed in the meantime; look at it again."), complex=complex_.id)
    must_be_sound(complex_problems(deed, [complex_], homes))
    region.keep_complex(deed.work, complex_)
    deed.note("complex", complex_.id, facts={"fields": " ".join(fields_of(old, complex_)) if old else "new"})


@action(EVERYBODY, writes=False, glances=True)
def list_keys(deed: Deed) -> list[KeyWeight]:
    """Weights of all distribution keys, of every date."""
    return list(region.weights(deed.work))


@action(COMMITTEE)
def add_key(deed: Deed, weights: Sequence[KeyWeight]) -> int:
    """Add weights of a distribution key; what is known of a date is never changed. How many are new."""
    must_be_sound(key_problems(deed, weights))
    new, wrong = new_weights(deed.work, weights)
    must_be_sound(wrong)
    for one in new:
        region.add_weight(deed.work, one)
    if not new:
        deed.nothing_changed()
        return 0
    deed.work.session.flush()
    keys = sorted({one.key for one in new})
    deed.note("key", " ".join(keys)[:64], facts={"weights": len(new)})
    return len(new)


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False, glances=True)
def list_pools(deed: Deed) -> list[SupportPool]:
    """Support that can be given: a care provider sees its own."""
    return list(region.pools(deed.work, deed.own))


@action(COMMITTEE, PROVIDER, AUDITOR, writes=False)
def show_pool(deed: Deed, key: str) -> tuple[SupportPool, int]:
    """A pool of support with its version; of another care provider it is as if it were not there."""
    if all(one.id != key for one in region.pools(deed.work, deed.own)):
        raise NotFound("no_pool", N_("There is no support pool {pool}."), pool=key)
    return region.pool(deed.work, key)


@action(COMMITTEE, PROVIDER)
def keep_pool(deed: Deed, pool: SupportPool, version: int | None = None) -> int:
    """Add or change a pool of support, as it was when looked at where a version is given (0: new); its new version."""
    deed.must_own(pool.provider)
    old, now = None, 0
    with suppress(NotFound):
        old, now = region.pool(deed.work, pool.id)
    if old is not None and (deed.own not in (None, old.provider) or version == 0):
        raise Conflict("key_taken", N_("The key {pool} is in use already; choose another one."), pool=pool.id)
    if version not in (None, now):
        raise Conflict("changed", N_("{pool} was changed in the meantime; look at it again."), pool=pool.id)
    must_be_sound(pool_problems(deed, [pool]))
    kept = region.keep_pool(deed.work, pool)
    deed.note("pool", pool.id, facts={"fields": " ".join(fields_of(old, pool)) if old else "new"})
    return kept


@action(EVERYBODY, writes=False, glances=True)
def list_municipalities(deed: Deed) -> list[Municipality]:
    """Municipalities with their name, and whether they take part now."""
    return list(region.municipalities(deed.work))


@action(COMMITTEE, MUNICIPALITY)
def pause_municipality(deed: Deed, code: str, *, paused: bool) -> None:
    """Let a municipality take no part, or take part again."""
    deed.must_own(code)
    found = {m.code: m for m in region.municipalities(deed.work)}
    if code not in found:
        raise NotFound("no_municipality", N_("There is no municipality {municipality}."), municipality=code)
    region.keep_municipality(deed.work, found[code].model_copy(update={"paused": paused}))
    deed.note("municipality", code, facts={"paused": paused})


@action(COMMITTEE, CORPORATION)
def pause_corporation(deed: Deed, key: str, *, paused: bool) -> None:
    """Let a corporation take no part, or take part again."""
    deed.must_own(key)
    found = {c.id: c for c in region.corporations(deed.work)}
    if key not in found:
        raise NotFound("no_corporation", N_("There is no corporation {corporation}."), corporation=key)
    region.keep_corporation(deed.work, found[key], paused=paused)
    deed.note("corporation", key, facts={"paused": paused})
