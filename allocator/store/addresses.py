"""Where users get mail, and up to which notice they were told."""

from datetime import datetime

from sqlmodel import col, func, select

from allocator.store.engine import Work
from allocator.store.tables import AddressRow, DigestRow, NoticeRow, UserRow


def set_address(work: Work, user: str, address: str, lang: str) -> None:
    """Keep where a user gets mail; from now on, not of what was before."""
    work.session.merge(AddressRow(user=user, sealed=work.vault.cover(_about(user), address), lang=lang))
    last = work.session.exec(select(func.max(NoticeRow.id))).one() or 0
    if work.session.get(DigestRow, user) is None:
        work.session.add(DigestRow(user=user, last=last))
    work.session.flush()


def _about(user: str) -> str:
    return f"address/{user}"


def forget_address(work: Work, user: str) -> bool:
    """Remove it; false when there was none."""
    row = work.session.get(AddressRow, user)
    if row is None:
        return False
    work.session.delete(row)
    work.session.flush()
    return True


def addresses(work: Work) -> list[tuple[UserRow, str, str, int]]:
    """Users who get mail, with address, language, and up to which notice they were told."""
    wanted = select(AddressRow, UserRow).where(AddressRow.user == UserRow.id, col(UserRow.active))
    found = []
    for row, user in work.session.exec(wanted):
        told = work.session.get(DigestRow, user.id)
        found.append((user, work.vault.uncover(_about(user.id), row.sealed), row.lang, told.last if told else 0))
    return found


def told(work: Work, user: str, last: int, at: datetime) -> None:
    """A user was told by mail of all notices up to this one."""
    work.session.merge(DigestRow(user=user, last=last, sent_at=at))
    work.session.flush()


def cover_anew(work: Work) -> int:
    """Encrypt addresses under the current key of the environment; how many were not."""
    count = 0
    for row in work.session.exec(select(AddressRow)):
        fresh = work.vault.covered_anew(_about(row.user), row.sealed)
        if fresh != row.sealed:
            row.sealed, count = fresh, count + 1
            work.session.add(row)
    work.session.flush()
    return count
