"""Versions of the policy: the text as it was given, and who approved it."""

import hashlib
from datetime import date, datetime
from typing import cast

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from allocator.locale import N_
from allocator.store import asking
from allocator.store.engine import Work
from allocator.store.faults import Conflict, NotFound
from allocator.store.tables import PolicyRow


def policies(work: Work) -> list[PolicyRow]:
    """All versions, the newest date first."""
    return list(work.session.exec(select(PolicyRow).order_by(col(PolicyRow.valid_from).desc(), PolicyRow.version)))


def policy(work: Work, version: str) -> PolicyRow:
    """A version.

    Raises:
        NotFound: when there is none.
    """
    row = work.session.get(PolicyRow, version)
    if row is None:
        raise NotFound("no_policy", N_("There is no policy {version}."), version=version)
    return row


def find(work: Work, version: str) -> PolicyRow | None:
    """A version, or None."""
    return work.session.get(PolicyRow, version)


_ROWS = asking.columns(PolicyRow)
_IN_FORCE = (
    sql_select(_ROWS)
    .where(_ROWS.c.approved_at.is_not(None), _ROWS.c.valid_from <= bindparam("on"))
    .order_by(_ROWS.c.valid_from.desc(), _ROWS.c.approved_at.desc())
    .limit(1)
)


def in_force(work: Work, on: date) -> PolicyRow:
    """The approved version with the newest date that has come.

    Raises:
        NotFound: when none is approved for that day.
    """
    for row in work.ask(_IN_FORCE, on=on):
        return cast("PolicyRow", row)
    text = N_("No policy is approved for {on}. See `allocator policy add` and `allocator policy approve`.")
    raise NotFound("no_policy_in_force", text, on=on)


def add(work: Work, *, version: str, name: str, valid_from: date, source: str, by: str, at: datetime) -> PolicyRow:
    """Keep a version; nobody works with it before it is approved.

    Raises:
        Conflict: when another text was kept under this version.
    """
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    known = work.session.get(PolicyRow, version)
    if known is not None:
        if known.sha256 == sha256:
            return known
        text = N_("Policy {version} exists with another content; give the new one a version of its own.")
        raise Conflict("policy_exists", text, version=version)
    row = PolicyRow(
        version=version, name=name, valid_from=valid_from, sha256=sha256, source=source, added_by=by, added_at=at
    )
    work.session.add(row)
    work.session.flush()
    return row


def approve(work: Work, row: PolicyRow, by: str, at: datetime) -> None:
    """Let a version be in force from its date."""
    row.approved_by, row.approved_at = by, at
    work.session.add(row)
