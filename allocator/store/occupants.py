"""Who already lives in homes and complexes: as files say, and who moved in since."""

from collections.abc import Iterable

from sqlmodel import col, select

from allocator.domain.unit import Occupant
from allocator.store.documents import written
from allocator.store.engine import Work
from allocator.store.many import among
from allocator.store.tables import OccupantRow


def _subject(home: str) -> str:
    return f"home/{home}"


def occupants(work: Work, *, of_files: bool = False, homes: Iterable[str] | None = None) -> tuple[Occupant, ...]:
    """All who live there; or only those that files name, or who live in some homes and complexes."""
    columns = select(OccupantRow.home, OccupantRow.sealed)
    wanted = columns.order_by(OccupantRow.home, col(OccupantRow.position), col(OccupantRow.id))
    if of_files:
        wanted = wanted.where(col(OccupantRow.placement).is_(None))
    if homes is not None:
        wanted = wanted.where(among(work.session, OccupantRow.home, homes))
    rows = work.session.exec(wanted).all()
    work.vault.keys_of({_subject(home) for home, _ in rows})
    texts = (work.vault.open(_subject(home), "occupant", sealed) for home, sealed in rows)
    return tuple(Occupant.model_validate_json(text) for text in texts)


def replace_occupants(work: Work, all_of_them: Iterable[Occupant], renewed: Iterable[str]) -> None:
    """Put what a file says in the place of what files said before.

    Args:
        work: the transaction.
        all_of_them: as the file says.
        renewed: homes of which the file says something new: it knows who moved in there too.
    """
    homes = set(renewed)
    for row in work.session.exec(select(OccupantRow)):
        if row.placement is None or row.home in homes:
            work.session.delete(row)
    for number, one in enumerate(all_of_them):
        _add(work, one, number, None)
    work.session.flush()


def move_in(work: Work, one: Occupant, placement: int) -> None:
    """Somebody moved in, by a placement."""
    _add(work, one, 0, placement)


def move_out(work: Work, placement: int) -> None:
    """Whoever came by this placement has left."""
    for row in work.session.exec(select(OccupantRow).where(OccupantRow.placement == placement)):
        work.session.delete(row)


def _add(work: Work, one: Occupant, position: int, placement: int | None) -> None:
    sealed = work.vault.seal(_subject(one.home), "occupant", written(one))
    work.session.add(OccupantRow(home=one.home, position=position, placement=placement, sealed=sealed))
