"""A database for the commands, people in every role with their tokens, and a clock that is set by hand."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from allocator.actions import Office
from allocator.actions.access import KINDS, add_token, add_user, keep_organisation
from allocator.domain.workflow import Role
from allocator.settings import Settings
from allocator.workflow import Actor
from tests.actions.offices import FIXTURES, Clock
from tests.commandline.cases import Ran, run
from tests.databases import settings

ADA = Actor("ada", Role.ADMINISTRATOR)
PEOPLE: dict[str, tuple[Role, str | None]] = {
    "chair": (Role.COMMITTEE_CHAIR, None),
    "member": (Role.COMMITTEE_MEMBER, None),
    "auditor": (Role.AUDITOR, None),
    "landlord": (Role.CORPORATION, "C1"),
    "carer": (Role.CARE_PROVIDER, "Voorbeeldzorg"),
    "groningen": (Role.MUNICIPALITY, "GM0014"),
    "oldambt": (Role.MUNICIPALITY, "GM1895"),
}
ROUND = "2026-w48"
ON_ONE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""For what has nothing to do with the kind of database: once is enough."""


def set_clock(monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]) -> None:
    """Let every office that a command opens tell this time."""
    opened = Office.open

    def open_at(found: Settings | None = None) -> Office:
        return replace(opened(found), clock=clock)

    monkeypatch.setattr(Office, "open", open_at)


@dataclass
class Week:
    """Runs commands as somebody, on one database, at the time of the clock."""

    url: str
    home: Path
    clock: Clock = field(default_factory=Clock)
    tokens: dict[str, str] = field(default_factory=dict)

    def people(self) -> dict[str, str]:
        """The first administrator, and somebody in every role; made by the actions themselves."""
        office = Office.open(settings(self.url))
        self.tokens["ada"] = office.first_user("ada")
        for name, (role, organisation) in PEOPLE.items():
            if organisation is not None:
                keep_organisation(office, ADA, organisation, KINDS[role], organisation)
            add_user(office, ADA, name, role, organisation)
            self.tokens[name] = add_token(office, ADA, name)[1]
        office.close()
        return self.tokens

    @property
    def environment(self) -> dict[str, str]:
        """What the commands find in the environment."""
        return {
            "ALLOCATOR_ENVIRONMENT": "test",
            "ALLOCATOR_DATABASE_URL": self.url,
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "ALLOCATOR_TOKEN": "",
        }

    def run(self, who: str, *words: object, said: str | None = None, lang: str = "en", width: int = 100) -> Ran:
        """A command as somebody; ``nobody`` has no token. ``said`` is what is typed."""
        environment = self.environment | {"ALLOCATOR_TOKEN": self.tokens.get(who, "")}
        return run(*map(str, words), lang=lang, width=width, said=said, **environment)

    def good(self, who: str, *words: object, said: str | None = None) -> Ran:
        """A command that must succeed."""
        ran = self.run(who, *words, said=said)
        assert ran.code == 0, f"{words}: {ran.code}\n{ran.out}\n{ran.err}"
        return ran

    def data(self, who: str, *words: object) -> Any:
        """What a command that must succeed gives to programs."""
        return json.loads(self.good(who, *words, "--json").out)

    def opened(self, case: str = "tiny") -> dict[str, str]:
        """A case imported, its policy approved, a round opened and run."""
        self.good("member", "import", FIXTURES / case)
        version = self.data("chair", "policy", "list")["policies"][0]["version"]
        self.good("chair", "policy", "approve", version)
        self.good("member", "round", "open", ROUND, "--period", "2026-H2")
        self.good("member", "round", "run")
        return self.tokens

    def numbers(self) -> dict[str, int]:
        """The number of the last placement of each household."""
        found = self.data("member", "placement", "list", "--all")["placements"]
        return {row["placement"]["household"]: row["placement"]["id"] for row in found}
