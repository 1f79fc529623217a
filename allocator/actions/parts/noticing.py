"""Telling others that something happened: into the outbox, in the same transaction; nothing of anybody."""

import json

from allocator.actions.parts.deed import Deed
from allocator.domain.workflow import Role
from allocator.store import notices
from allocator.store.notices import Notice
from allocator.store.placements import Line
from allocator.store.placements import providers as providers_of

KINDS = ("proposal", "offer", "decision", "stalled", "quota")
"""A new proposal; an offer that waits for an answer; a decision; a step that stalls; a municipality that is behind."""
_COMMITTEE = (Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR)


def tell(deed: Deed, kind: str, line: Line) -> None:
    """Put a notice on a placement out, as ``tell_of`` does: its home and how it stands, never of whom."""
    if notices.anybody(deed.work):
        _put_out(deed, _of_placement(deed, kind, line))


def tell_of(deed: Deed, notice: Notice) -> None:
    """Put a notice out for everybody who wants it and whom it concerns; nothing when nobody wants to be told."""
    if notices.anybody(deed.work):
        _put_out(deed, notice)


def _put_out(deed: Deed, notice: Notice) -> None:
    number = notices.add(deed.work, notice, deed.now)
    wanted = [
        hook.id or 0
        for hook, user in notices.hooks_of_all(deed.work)
        if notice.kind in json.loads(hook.kinds) and concerns(notice, Role(user.role), user.organisation)
    ]
    notices.put_out(deed.work, number, wanted, deed.now)


def _of_placement(deed: Deed, kind: str, line: Line) -> Notice:
    return Notice(
        kind=kind,
        round=line.round,
        placement=line.id,
        unit=line.unit,
        state=line.state.value,
        municipality=line.municipality,
        corporation=line.corporation,
        providers=tuple(sorted(providers_of(deed.work, line.id))),
    )


def concerns(notice: Notice, role: Role, organisation: str | None) -> bool:
    """Whether a notice is for somebody in this role, of this organisation."""
    match role:
        case Role.CORPORATION:
            return organisation is not None and notice.corporation == organisation
        case Role.CARE_PROVIDER:
            return organisation in notice.providers
        case Role.MUNICIPALITY:
            return organisation is not None and notice.municipality == organisation
        case _:
            return role in _COMMITTEE
