"""What each role finds in the navigation; only what it may open."""

from dataclasses import dataclass

from allocator.api.pages.visitor import Visitor
from allocator.domain.workflow import Role
from allocator.locale import N_

_ROUNDS = ("/rounds", N_("Rounds"))
_PLACEMENTS = ("/placements", N_("Under way"))
_SHARE = ("/share", N_("Fair share"))
_WANTED = ("/wanted", N_("What is wanted"))
_STUDIES = ("/studies", N_("Studies"))
_MONITOR = ("/monitor", N_("Region monitor"))
_POLICY = ("/policies", N_("Policy"))
MENUS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.COMMITTEE_MEMBER: (("/week", N_("This week")), _PLACEMENTS, _ROUNDS, _SHARE, _MONITOR, _STUDIES, _POLICY),
    Role.COMMITTEE_CHAIR: (("/week", N_("This week")), _PLACEMENTS, _ROUNDS, _SHARE, _MONITOR, _STUDIES, _POLICY),
    Role.CORPORATION: (("/homes", N_("My homes")), _PLACEMENTS, _WANTED, _STUDIES),
    Role.CARE_PROVIDER: (("/capacity", N_("My support")), _PLACEMENTS),
    Role.MUNICIPALITY: (_SHARE, _PLACEMENTS, _MONITOR, _STUDIES),
    Role.AUDITOR: (
        ("/audit", N_("Audit trail")),
        ("/week", N_("This week")),
        _PLACEMENTS,
        _ROUNDS,
        _SHARE,
        _MONITOR,
        _STUDIES,
        _POLICY,
    ),
    Role.ADMINISTRATOR: (
        ("/users", N_("Users")),
        ("/organisations", N_("Organisations")),
        ("/tokens", N_("Tokens")),
        ("/webhooks", N_("Webhooks")),
        ("/boundaries", N_("Map")),
        ("/keeping", N_("Keeping and destroying")),
        _STUDIES,
    ),
}
"""For each role the addresses, the first one is where it begins."""
_HOMES, _SUPPORT = ("/homes", N_("Homes")), ("/capacity", N_("Support"))
_USERS, _ORGANISATIONS = MENUS[Role.ADMINISTRATOR][:2]
_TRAIL = ("/audit", N_("Audit trail"))
MORE: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.COMMITTEE_MEMBER: (_HOMES, _SUPPORT, _WANTED),
    Role.COMMITTEE_CHAIR: (_HOMES, _SUPPORT, _WANTED, _TRAIL),
    Role.CORPORATION: (_ROUNDS, _MONITOR, _POLICY),
    Role.CARE_PROVIDER: (_ROUNDS, _MONITOR, _STUDIES, _POLICY),
    Role.MUNICIPALITY: (_HOMES, _WANTED, _ROUNDS, _POLICY),
    Role.AUDITOR: (_HOMES, _SUPPORT, _WANTED, _USERS, _ORGANISATIONS),
    Role.ADMINISTRATOR: (_ROUNDS, _MONITOR, _POLICY),
}
"""What a role may look at besides, at the foot of each page."""


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    address: str
    text: str
    current: bool


def entries(visitor: Visitor) -> list[Entry]:
    """The navigation of a visitor; empty for who is not signed in."""
    return _entries(visitor, MENUS)


def more(visitor: Visitor) -> list[Entry]:
    """What stands at the foot of a page for a visitor; empty for who is not signed in."""
    return _entries(visitor, MORE)


def _entries(visitor: Visitor, of: dict[Role, tuple[tuple[str, str], ...]]) -> list[Entry]:
    if visitor.signed_in is None:
        return []
    here = visitor.request.url.path
    return [
        Entry(address, visitor.tongue(text), here == address or here.startswith(f"{address}/"))
        for address, text in of[visitor.signed_in.role]
    ]


def start_of(role: Role) -> str:
    """Where a role begins."""
    menu = MENUS[role]
    return menu[0][0] if menu else "/account"
