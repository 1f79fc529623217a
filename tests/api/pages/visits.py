"""Every page with an address of it, and the roles that may open it: what tests of all pages go through."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fastapi.routing import APIRoute

from allocator.api.pages.views import VIEWS
from allocator.domain.workflow import Role
from allocator.workflow import Actor
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MEMBER, corporation, municipality, provider

COMMITTEE = frozenset({Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER})
CORPORATION, PROVIDER, TOWN = (frozenset({r}) for r in (Role.CORPORATION, Role.CARE_PROVIDER, Role.MUNICIPALITY))
LOOKS, LETS_IN = frozenset({Role.AUDITOR}), frozenset({Role.ADMINISTRATOR})
DESK = COMMITTEE | LOOKS
TRAIL = LOOKS | {Role.COMMITTEE_CHAIR}
ALL = DESK | CORPORATION | PROVIDER | TOWN | LETS_IN
NOBODY: frozenset[Role] = frozenset()
"""Pages for who is not signed in."""


@dataclass(frozen=True)
class Sample:
    """What there is in a house, to put into the addresses of pages."""

    round: str = "2026-w48"
    placed: str = "H1"
    other: str = "H4"
    left: str = "H3"
    placement: int = 1
    instead: str = "U3"
    home: str = "U1"
    pool: str = "S1"
    policy: str = "tiny-1"
    user: str = "chair"
    run: int = 3
    study: int = 1
    result: str = ""
    hook: int = 1
    corporation: str = "C1"
    provider: str = "Voorbeeldzorg"
    municipality: str = "GM0014"

    def actor(self, role: Role) -> Actor:
        """Somebody in a role."""
        fixed = {one.role: one for one in (CHAIR, MEMBER, AUDITOR, ADMINISTRATOR)}
        own = {
            Role.CORPORATION: corporation(self.corporation),
            Role.CARE_PROVIDER: provider(self.provider),
            Role.MUNICIPALITY: municipality(self.municipality),
        }
        return (fixed | own)[role]


@dataclass(frozen=True)
class Visit:
    """One page: the address as the application has it, the same for a sample, and who may open it."""

    route: str
    roles: frozenset[Role]
    like: str = ""

    def address(self, sample: Sample) -> str:
        """The address of the page in a house."""
        return (self.like or self.route).format(**asdict(sample))


_CASE = "/rounds/{key}/households/{household}"
_ROUND = "/rounds/{round}"
VISITS = (
    Visit("/sign-in", NOBODY),
    Visit("/sign-in/first", NOBODY),
    Visit("/accessibility", NOBODY),
    Visit("/account", ALL),
    Visit("/week", DESK),
    Visit("/rounds", ALL),
    Visit("/rounds/{key}", DESK, _ROUND),
    Visit("/rounds/{key}/proposal", DESK, _ROUND + "/proposal"),
    Visit("/rounds/{key}/proposal", DESK, _ROUND + "/proposal?group=place&sort=-waited"),
    Visit("/rounds/{key}/unplaced", DESK, _ROUND + "/unplaced"),
    Visit("/rounds/{key}/difference", DESK, _ROUND + "/difference?before=1&after=2"),
    Visit("/rounds/{key}/reserves", DESK, _ROUND + "/reserves"),
    Visit("/rounds/{key}/free", DESK, _ROUND + "/free"),
    Visit("/rounds/{key}/swap", DESK, _ROUND + "/swap?first={placed}&second={other}"),
    Visit(_CASE, DESK, _ROUND + "/households/{placed}"),
    Visit(_CASE, DESK, _ROUND + "/households/{left}?home={home}"),
    Visit(_CASE + "/instead", DESK, _ROUND + "/households/{placed}/instead?home={instead}"),
    Visit(_CASE + "/change", DESK, _ROUND + "/households/{left}/change"),
    Visit("/runs/{number}", ALL, "/runs/{run}"),
    Visit("/placements", ALL - LETS_IN),
    Visit("/placements/{number}", ALL - LETS_IN - PROVIDER, "/placements/{placement}"),
    Visit("/wanted", DESK | CORPORATION | TOWN),
    Visit("/homes", DESK | CORPORATION | TOWN),
    Visit("/homes/again", CORPORATION),
    Visit("/homes/new", CORPORATION),
    Visit("/homes/upload", CORPORATION),
    Visit("/homes/{key}", DESK | CORPORATION, "/homes/{home}"),
    Visit("/homes/{key}/edit", CORPORATION, "/homes/{home}/edit"),
    Visit("/homes/{key}/fit", COMMITTEE | CORPORATION, "/homes/{home}/fit"),
    Visit("/capacity", DESK | PROVIDER),
    Visit("/capacity/new", PROVIDER),
    Visit("/capacity/{key}", DESK | PROVIDER, "/capacity/{pool}"),
    Visit("/capacity/{key}/change", PROVIDER, "/capacity/{pool}/change"),
    Visit("/share", DESK | TOWN),
    Visit("/share/lines", DESK | TOWN),
    Visit("/share/exchanges", DESK | TOWN),
    Visit("/monitor", ALL),
    Visit("/studies", ALL),
    Visit("/studies/new", COMMITTEE | LETS_IN),
    Visit("/studies/{number:int}", DESK | LETS_IN, "/studies/{study}"),
    Visit("/studies/results/{key}", DESK | TOWN, "/studies/results/{result}"),
    Visit("/policies", ALL),
    Visit("/policies/new", COMMITTEE, "/policies/new?from={policy}"),
    Visit("/policies/text", COMMITTEE, "/policies/text?from={policy}"),
    Visit("/policies/{version}", ALL, "/policies/{policy}"),
    Visit("/policies/{version}/effect", DESK, "/policies/{policy}/effect"),
    Visit("/policies/{version}/effect", DESK, "/policies/{policy}/effect?rounds=1"),
    Visit("/audit", TRAIL),
    Visit("/audit", TRAIL, "/audit?who=chair&first=2026-11-01"),
    Visit("/audit/readings", TRAIL, "/audit/readings?household={placed}"),
    Visit("/audit/chain", TRAIL | LETS_IN),
    Visit("/users", LETS_IN | LOOKS),
    Visit("/users/{name}", LETS_IN | LOOKS, "/users/{user}"),
    Visit("/organisations", LETS_IN | LOOKS),
    Visit("/tokens", ALL),
    Visit("/boundaries", LETS_IN),
    Visit("/webhooks", LETS_IN),
    Visit("/webhooks/{number}", LETS_IN, "/webhooks/{hook}"),
    Visit("/keeping", LETS_IN),
)
"""One of each page, and more where another question makes another page."""

NO_PAGES = (".svg", ".{form}", "/files/{", "/pack", "/minutes", "/events", "/provider", "/language")
"""How addresses go on of which the answer is a drawing, a file, what follows live, or a way elsewhere."""


def pages() -> Iterator[str]:
    """The addresses of all pages, as the application has them."""
    for view in VIEWS:
        for route in view.router.routes:
            shown = isinstance(route, APIRoute) and "GET" in (route.methods or ())
            if shown and route.path != "/" and not any(part in route.path for part in NO_PAGES):
                yield route.path
