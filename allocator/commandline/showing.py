"""``demo --serve``: the example region in a database of its own, with somebody in every role, shown as pages."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allocator.actions import Office, access, credentials, exchange, policies, rounds
from allocator.actions.worker import Worker
from allocator.commandline import inputs
from allocator.commandline.exits import Exit
from allocator.commandline.generating import made_up
from allocator.commandline.kept import saying, serving
from allocator.commandline.matching import HOMES, HOUSEHOLDS, REGION, SEED
from allocator.commandline.progress import Meter, meter, stoppable
from allocator.commandline.screen import Screen, key, text
from allocator.domain.round import Round
from allocator.domain.workflow import Role
from allocator.intake import ReadCase
from allocator.locale import N_
from allocator.settings import PREFIX, Settings
from allocator.workflow import ROLE_NAMES, Actor

NAME = "demo.db"
PORT = 8000


@dataclass(frozen=True)
class Somebody:
    """A user of the demonstration."""

    name: str
    role: Role
    organisation: str | None = None

    @property
    def actor(self) -> Actor:
        """As whom this user acts."""
        return Actor(self.name, self.role, self.organisation)


def show(screen: Screen, out: Path, port: int = PORT) -> Exit:
    """Make the demonstration anew, say how to come in, and serve it until stopped."""
    out.mkdir(parents=True, exist_ok=True)
    file = out / NAME
    for old in out.glob(f"{NAME}*"):
        old.unlink()
    # the worker beside the server reads it too
    os.environ[f"{PREFIX}DATABASE_URL"] = f"sqlite:///{file.resolve()}"
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    with meter(screen) as shown:
        people = _made(screen, shown, Settings.model_validate({"database_url": f"sqlite:///{file}"}), password)
    columns = [key(screen.tongue(N_("User name"))), text(screen.tongue(N_("Works here as"))), text("")]
    rows = [(one.name, screen.tongue(ROLE_NAMES[one.role]), one.organisation or "") for one in people]
    screen.table(columns, rows, screen.tongue(N_("Everybody in this demonstration is made up")))
    saying.done(screen, N_("The password of each of them is {password}"), password=password)
    return serving.serve_api(screen, "127.0.0.1", port, behind_proxy=False, with_worker=True)


def _made(screen: Screen, shown: Meter, settings: Settings, password: str) -> tuple[Somebody, ...]:
    shown.phase(screen.tongue(N_("Making the example region")))
    Office.upgrade(settings)
    office = Office.open(settings)
    try:
        case = _case()
        people = _people(case.round)
        chair = people[0].actor
        admin = Actor("beheer", Role.ADMINISTRATOR)
        office.first_user(admin.id)
        for one in people:
            _admit(office, admin, one, case.round, password)
        exchange.import_case(office, chair, case)
        policies.approve_policy(office, chair, case.round.policy.version)
        name = f"{case.round.as_of.isocalendar().year}-w{case.round.as_of.isocalendar().week:02}"
        rounds.open_round(office, chair, name, case.round.as_of, case.round.period)
        run = rounds.ask_run(office, chair, name)
        told = shown.of(case.round)
        stoppable(lambda: Worker(office).once(run.id, lambda _: told))
    finally:
        office.close()
    return people


def _case() -> ReadCase:
    if (REGION / "case.toml").is_file():
        return inputs.case(REGION)
    return ReadCase(made_up(HOUSEHOLDS, HOMES, "ten", str(SEED)), (), {})


def _people(round_: Round) -> tuple[Somebody, ...]:
    """Somebody in every role, of organisations of the region."""
    return (
        Somebody("voorzitter", Role.COMMITTEE_CHAIR),
        Somebody("secretaris", Role.COMMITTEE_MEMBER),
        Somebody("corporatie", Role.CORPORATION, round_.corporations[0].id),
        Somebody("gemeente", Role.MUNICIPALITY, round_.municipalities[0].code),
        Somebody("zorgaanbieder", Role.CARE_PROVIDER, round_.support[0].provider),
        Somebody("toezicht", Role.AUDITOR),
        Somebody("beheer", Role.ADMINISTRATOR),
    )


def _admit(office: Office, admin: Actor, one: Somebody, round_: Round, password: str) -> None:
    """Let somebody in, with the organisation that he or she is of."""
    if one.organisation is not None:
        names = {c.id: c.name for c in round_.corporations} | {m.code: m.name for m in round_.municipalities}
        kind = access.KINDS[one.role]
        access.keep_organisation(office, admin, one.organisation, kind, names.get(one.organisation, one.organisation))
    if one.role is not Role.ADMINISTRATOR:
        access.add_user(office, admin, one.name, one.role, one.organisation)
    credentials.set_password(office, one.actor, password)
