"""Municipalities, corporations, homes, support and keys."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from allocator.domain.base import Frozen
from allocator.domain.region import KeyWeight, Municipality, SupportPool
from allocator.domain.unit import Complex, Corporation, Unit
from allocator.locale import N_
from allocator.store import asking, claims
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.faults import NotFound
from allocator.store.tables import (
    ClaimRow,
    ComplexRow,
    CorporationRow,
    MunicipalityRow,
    PoolRow,
    UnitRow,
    WeightRow,
)

Model = TypeVar("Model", bound=Frozen)


_unit = lru_cache(4_096)(Unit.model_validate_json)
"""Homes are read with nearly every question and seldom changed; a text that is the same is the same home."""


def _read(model: type[Model], documents: Iterable[str]) -> tuple[Model, ...]:
    return tuple(model.model_validate_json(document) for document in documents)


# ------------------------------------------------------------------------------------------------ municipalities


def municipalities(work: Work) -> tuple[Municipality, ...]:
    """All municipalities, in order of code; whether one is paused stands in its row."""
    rows = work.session.exec(select(MunicipalityRow).order_by(MunicipalityRow.code))
    return tuple(Municipality.model_validate_json(r.document).model_copy(update={"paused": r.paused}) for r in rows)


def keep_municipality(work: Work, one: Municipality, imported: str | None = None) -> None:
    """Add or replace a municipality; imported is the hash of what a file said of it."""
    row = work.session.get(MunicipalityRow, one.code) or MunicipalityRow(code=one.code, name="", document="")
    row.name, row.paused, row.document = one.name, one.paused, written(one)
    row.imported = imported or row.imported
    work.session.add(row)


def corporations(work: Work) -> tuple[Corporation, ...]:
    """All corporations, in order of key."""
    rows = work.session.exec(select(CorporationRow).order_by(CorporationRow.id))
    return _read(Corporation, (r.document for r in rows))


def paused_corporations(work: Work) -> tuple[str, ...]:
    """Corporations that take no part now."""
    found = select(CorporationRow.id).where(col(CorporationRow.paused)).order_by(CorporationRow.id)
    return tuple(work.session.exec(found))


def keep_corporation(work: Work, one: Corporation, *, paused: bool, imported: str | None = None) -> None:
    """Add or replace a corporation."""
    row = work.session.get(CorporationRow, one.id) or CorporationRow(id=one.id, name="", document="")
    row.name, row.paused, row.document = one.name, paused, written(one)
    row.imported = imported or row.imported
    work.session.add(row)


def complexes(work: Work) -> tuple[Complex, ...]:
    """All complexes, in order of key."""
    rows = work.session.exec(select(ComplexRow).order_by(ComplexRow.id))
    return _read(Complex, (r.document for r in rows))


def keep_complex(work: Work, one: Complex, imported: str | None = None) -> None:
    """Add or replace a complex."""
    row = ComplexRow(id=one.id, municipality=one.municipality, imported=imported, document=written(one))
    work.session.merge(row)


# ------------------------------------------------------------------------------------------------ homes


def units(work: Work, corporation: str | None = None) -> tuple[Unit, ...]:
    """Homes on the list now, in order of key; of one corporation when that is named."""
    own: dict[str, Any] = {} if corporation is None else {"corporation": corporation}
    return tuple(_unit(row.document) for row in asking.rows(work, UnitRow, present=True, **own, order=("id",)))


def unit(work: Work, key: str) -> tuple[Unit, int]:
    """A home and its version.

    Raises:
        NotFound: when there is none with that key.
    """
    row = asking.row(work, UnitRow, key)
    if row is None:
        raise no_unit(key)
    return _unit(row.document), row.version


_CLAIMED = select(func.count()).where(ClaimRow.unit == UnitRow.id, col(ClaimRow.live)).scalar_subquery()
_UNIT = select(UnitRow.document, UnitRow.version, _CLAIMED).where(col(UnitRow.id) == bindparam("key"))


def unit_with_claims(work: Work, key: str) -> tuple[Unit, int, int]:
    """A home, its version, and how many of its places live placements claim.

    Raises:
        NotFound: when there is none with that key.
    """
    for document, version, claimed in work.ask(_UNIT, key=key):
        return _unit(document), version, claimed
    raise no_unit(key)


def units_now(work: Work, keys: Iterable[str]) -> dict[str, tuple[Unit, bool]]:
    """These homes as they are now, and whether they are on the list."""
    wanted, found = list(keys), dict[str, tuple[Unit, bool]]()
    for start in range(0, len(wanted), 500):
        some = select(UnitRow).where(col(UnitRow.id).in_(wanted[start : start + 500]))
        found |= {r.id: (_unit(r.document), r.present) for r in work.session.exec(some)}
    return found


def unit_standings(work: Work, keys: Iterable[str]) -> dict[str, tuple[int, bool]]:
    """The version of these homes now, and whether they are on the list."""
    wanted, found = list(keys), dict[str, tuple[int, bool]]()
    for start in range(0, len(wanted), 500):
        some = select(UnitRow.id, UnitRow.version, UnitRow.present)
        some = some.where(col(UnitRow.id).in_(wanted[start : start + 500]))
        found |= {key: (version, present) for key, version, present in work.session.exec(some)}
    return found


def no_unit(key: str) -> NotFound:
    """There is no home with this key, or not for who asks."""
    return NotFound("no_unit", N_("There is no home {unit}."), unit=key)


def knows_unit(work: Work, key: str) -> bool:
    """Whether there is, or was, a home with this key."""
    return work.session.get(UnitRow, key) is not None


def keep_unit(work: Work, one: Unit, imported: str | None = None) -> None:
    """Add or replace a home on the list; its version grows. Who is under way keeps a place when there are fewer.

    Raises:
        Taken: when more places are claimed than it has.
    """
    row = work.session.get(UnitRow, one.id)
    if row is not None and one.places < row.places:
        claims.close_ranks(work, one.id, one.places)
    columns = {name: getattr(one, name) for name in ("id", "municipality", "corporation", "complex", "places")}
    new = UnitRow(**columns, form=one.form.value, status=one.status.value, document=written(one))
    new.version = 1 if row is None else row.version + 1
    new.imported = imported or (row.imported if row else None)
    work.session.merge(new)


def remove_unit(work: Work, key: str) -> None:
    """Take a home off the list; what happened with it stays."""
    row = work.session.get(UnitRow, key)
    if row is not None:
        row.present, row.imported, row.version = False, None, row.version + 1
        work.session.add(row)


# ------------------------------------------------------------------------------------------------ support and keys


def pools(work: Work, provider: str | None = None) -> tuple[SupportPool, ...]:
    """Support that can be given now, in order of key; of one provider when that is named."""
    wanted = select(PoolRow).where(col(PoolRow.present)).order_by(PoolRow.id)
    if provider is not None:
        wanted = wanted.where(PoolRow.provider == provider)
    return _read(SupportPool, (row.document for row in work.session.exec(wanted)))


def pool(work: Work, key: str) -> tuple[SupportPool, int]:
    """A pool and its version.

    Raises:
        NotFound: when there is none with that key.
    """
    row = work.session.get(PoolRow, key)
    if row is None:
        raise NotFound("no_pool", N_("There is no support pool {pool}."), pool=key)
    return SupportPool.model_validate_json(row.document), row.version


def pool_versions(work: Work) -> dict[str, int]:
    """The version of each pool that there is, or was."""
    return dict(work.session.exec(select(PoolRow.id, PoolRow.version)).all())


def providers_of(work: Work, keys: Iterable[str]) -> dict[str, str]:
    """Whose these pools are, as far as there are such, or were."""
    rows = work.session.exec(select(PoolRow).where(col(PoolRow.id).in_(list(keys)))).all()
    return {row.id: row.provider for row in rows}


def keep_pool(work: Work, one: SupportPool, imported: str | None = None) -> int:
    """Add or replace a pool; its version, which grows."""
    row = work.session.get(PoolRow, one.id)
    new = PoolRow(id=one.id, provider=one.provider, document=written(one))
    new.version = 1 if row is None else row.version + 1
    new.imported = imported or (row.imported if row else None)
    work.session.merge(new)
    return new.version


def remove_pool(work: Work, key: str) -> None:
    """Take a pool off the list."""
    row = work.session.get(PoolRow, key)
    if row is not None:
        row.present, row.imported, row.version = False, None, row.version + 1
        work.session.add(row)


def weights(work: Work) -> tuple[KeyWeight, ...]:
    """All weights of all keys, of every date."""
    rows = work.session.exec(select(WeightRow).order_by(col(WeightRow.id)))
    return _read(KeyWeight, (row.document for row in rows))


def add_weight(work: Work, one: KeyWeight) -> None:
    """Add a weight; the database refuses another one for the same date."""
    row = WeightRow(key=one.key, ledger_group=one.group, municipality=one.municipality, on_date=one.on, document="")
    row.document = written(one)
    work.session.add(row)
