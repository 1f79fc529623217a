"""Every action, for every role, on what is its own and on what is another's: allowed exactly as the matrix says.

`CALLS` has for each action the arguments on something of the own organisation, and on something of another one.
The own organisations are corporation C1, care provider Zorg and municipality GM0014; H1 in U1 is all of these.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from pydantic.alias_generators import to_camel
from sqlalchemy import event

from allocator.actions import rounds, running
from allocator.actions.households import keep_contact, pin
from allocator.actions.ledger import Ledger
from allocator.actions.monitor import Draft, publish_figures
from allocator.actions.notices import add_hook
from allocator.actions.parts.deed import Permission, Scope
from allocator.actions.parts.document import actions, markdown
from allocator.actions.parts.working_out import Made
from allocator.actions.proposals import Reads
from allocator.actions.studies import ask_study
from allocator.domain.codes import Verdict
from allocator.domain.failure import Failure
from allocator.domain.problem import InputProblems
from allocator.domain.provenance import Provenance, versions
from allocator.domain.refusal import NotAllowed, NotFound, Refusal
from allocator.domain.region import SupportPool
from allocator.domain.sentence import Sentence
from allocator.domain.study import SimulationAsked, StudyAsked, What
from allocator.domain.unit import Complex
from allocator.domain.workflow import Role, Step
from allocator.intake import ReadCase, Upload, write_policy
from allocator.intake.part import Kind
from allocator.monitor import Records, release
from allocator.monitor.periods import bounds
from allocator.notify import Allowed
from allocator.reports.document import Document, Words
from allocator.reports.document_json import as_data
from allocator.simulate.weeks import simulate
from allocator.store import Store
from allocator.store import results as kept_results
from allocator.workflow import Actor, Outcome
from tests.actions.offices import ADMINISTRATOR, CHAIR, MONDAY, House, case
from tests.databases import KINDS, settings
from tests.simulate.worlds import job, small

OWN: dict[Role, str] = {Role.CORPORATION: "C1", Role.CARE_PROVIDER: "Zorg", Role.MUNICIPALITY: "GM0014"}
OTHER_HOUSEHOLD, OTHER_UNIT = "H4", "U4"
LEDGER = Ledger("2026-H2")
FAILED = Failure("late", Sentence("Late."))
ROUND = "2026-w48"

INCOMES = {f"H{n}": 1_900_017 + 100_003 * n for n in range(1, 7)}
CONTACT, REASON, NOTE = "via opvang zonnebloem {}", "network", "sleutel bij portier zeven"
"""What only a few may know, in words and amounts that stand nowhere else."""

Call = Callable[["Scene"], dict[str, Any]]


def an(role: Role) -> Actor:
    """Somebody in a role, of the own organisation."""
    return Actor(f"a-{role.value}", role, OWN.get(role))


class Scene:
    """A house with a round that was run, and the keys that calls need."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.actor = CHAIR
        self.hooks: dict[str, int] = {}
        came = case("tiny").round
        referrers = {"H1": "Zorg", OTHER_HOUSEHOLD: "Ander"}
        households = tuple(
            h.model_copy(update={"referrer": referrers.get(h.id), "gross_income": INCOMES[h.id]})
            for h in came.households
        )
        support = (*came.support, came.support[0].model_copy(update={"id": "S9", "provider": "Zorg"}))
        third = came.municipalities[0].model_copy(update={"code": "GM0037", "name": "Stadskanaal", "neighbours": ()})
        municipalities = (*came.municipalities, third)
        came = came.model_copy(update={"households": households, "support": support, "municipalities": municipalities})
        in_complex = {key: self.complex(own) for own, key in ((True, "U1"), (False, OTHER_UNIT))}
        units = (u.model_copy(update={"complex": in_complex[u.id].id}) if u.id in in_complex else u for u in came.units)
        came = came.model_copy(update={"units": tuple(units), "complexes": tuple(in_complex.values())})
        house.take_in(ReadCase(came, (), {}))
        house.open()
        house.run()
        self.round = came
        from allocator.actions import access, placements

        self.placement = {p.household: p.id for p in placements.list_placements(house.office, CHAIR)}
        self.policy = write_policy(came.policy)
        for role, kind in access.KINDS.items():
            access.keep_organisation(house.office, ADMINISTRATOR, OWN[role], kind, "One")
        access.add_user(house.office, ADMINISTRATOR, "somebody", Role.AUDITOR)
        self.tokens = {"somebody": access.add_token(house.office, ADMINISTRATOR, "somebody")[0].number}
        for role in set(Role) - {Role.SYSTEM}:
            actor = an(role)
            access.add_user(house.office, ADMINISTRATOR, actor.id, role, actor.organisation)
            self.tokens[actor.id] = access.add_token(house.office, actor)[0].number
        run = rounds.show_round(house.office, CHAIR, ROUND).runs[0]
        self.run = running.show_run(house.office, CHAIR, run.id)[0]
        with house.store.reading() as work:
            from allocator.store import rounds as kept

            self.proposal = kept.load_proposal(work, kept.find_proposal(work, ROUND))

        first, last = bounds("2026-Q1")
        nothing = Records(first, last, (), (), (), (), (), (), ())
        made = Provenance(kind="monitor", as_of=last, settings={"earlier": ""}, versions=versions())
        self.draft = Draft(release(nothing), made)
        publish_figures(house.office, CHAIR, self.draft)
        self.made = Made({}, made)
        self.study = ask_study(house.office, CHAIR, StudyAsked(kind=What.BALANCE, about=ROUND, points=2))
        self.simulated = simulate(job("waiting", weeks=1, scenario=small(0.1, 3)))
        self.report = self.public_report(made)
        for key in ("H1", OTHER_HOUSEHOLD):
            keep_contact(house.office, CHAIR, key, CONTACT.format(key))
            pin(house.office, CHAIR, key, "U2", REASON)
        self.asked_us = self.transfer("GM1895", "GM0014")
        self.we_asked = self.transfer("GM0014", "GM1895")
        self.of_others = self.transfer("GM1895", "GM0037")

    def public_report(self, made: Provenance) -> str:
        """The key of a result that everybody may read, with a report."""
        with self.house.store.writing() as work:
            report = Document("Report", "", "", (Words("Nobody."),), made.model_copy(update={"kind": "wanted"}), "nl")
            data = {"nl": as_data(report)}
            return kept_results.keep(work, report.provenance, data, public=True, by="chair", at=MONDAY)[0].sha256

    def transfer(self, asks: str, other: str) -> int:
        """A transfer that one municipality asked of another."""
        from allocator.actions import ledger

        asker = Actor(f"of-{asks}", Role.MUNICIPALITY, asks)
        found = ledger.ask_transfer(self.house.office, asker, LEDGER, giver=asks, taker=other, amount=1)
        return int(found.id)

    def of(self, own: bool) -> tuple[str, str, str, str]:
        """Household, unit, municipality and pool of the own or of another organisation."""
        return ("H1", "U1", "GM0014", "S9") if own else (OTHER_HOUSEHOLD, OTHER_UNIT, "GM1895", "S1")

    def pool(self, own: bool) -> SupportPool:
        return next(p for p in self.round.support if p.id == self.of(own)[3])

    def hook(self, own: bool) -> int:
        """A webhook of the actor, or of somebody else."""
        owner = self.actor.id if own and self.actor.role is not Role.SYSTEM else "somebody"
        if owner not in self.hooks:
            actor = Actor(owner, Role.COMMITTEE_MEMBER)
            made, _ = add_hook(self.house.office, actor, "https://example.org", ("offer",), Allowed())
            self.hooks[owner] = made.number
        return self.hooks[owner]

    def complex(self, own: bool) -> Complex:
        """A complex with a home of the own corporation, or of another."""
        return Complex(id=f"X-{self.of(own)[1]}", municipality=self.of(own)[2], homes=9)

    def upload(self, name: str, own: bool) -> Upload:
        """A row of the own or of another organisation, as JSON."""
        key = self.of(own)[{"households": 0, "units": 1, "support": 3}[name]]
        (row,) = (one for one in getattr(self.round, name) if one.id == key)
        rows = [{to_camel(field): value for field, value in row.model_dump(mode="json").items()}]
        return Upload(json.dumps(rows).encode(), Kind.JSON)


def same(**kwargs: Any) -> tuple[Call, Call]:
    """Arguments that belong to no organisation."""
    return (lambda _: kwargs,) * 2


def both(make: Callable[["Scene", bool], dict[str, Any]]) -> tuple[Call, Call]:
    """Arguments on what is one's own, and on what is another's."""
    return (lambda scene: make(scene, True)), (lambda scene: make(scene, False))


def placed(**more: Any) -> tuple[Call, Call]:
    return both(lambda s, own: {"number": s.placement[s.of(own)[0]]} | more)


def household(**more: Any) -> tuple[Call, Call]:
    return both(lambda s, own: {"key": s.of(own)[0]} | more)


CALLS: dict[str, tuple[Call, Call]] = {
    "further.price_balance": same(round_id=ROUND, points=2),
    "further.list_wishes": same(round_id=ROUND, verified=1),
    "access.keep_organisation": same(key="C8", kind="corporation", name="Eight"),
    "access.add_user": same(name="new", role=Role.AUDITOR),
    "access.set_role": same(name="somebody", role=Role.AUDITOR),
    "access.set_active": same(name="somebody", active=True),
    "access.list_users": same(),
    "access.list_organisations": same(),
    "access.add_token": both(lambda _, own: {} if own else {"user": "somebody"}),
    "access.revoke_token": both(lambda s, own: {"number": s.tokens.get(s.actor.id if own else "somebody", 1)}),
    "access.list_tokens": same(),
    "exchange.check_import": both(lambda s, _own: {"case": ReadCase(s.round, (), {})}),
    "credentials.set_password": same(password="short"),
    "credentials.new_factor": same(),
    "credentials.confirm_factor": same(code="000000"),
    "credentials.show_standing": same(),
    "credentials.leave_everywhere": same(),
    "credentials.reset": same(name="somebody"),
    "credentials.link_identity": same(name="somebody", issuer="https://login", subject="s"),
    "outlines.show_outlines": same(),
    "outlines.read_outlines": same(),
    "outlines.keep_outlines": same(data=b"{}", name="areas.geojson", source=""),
    "outlines.drop_outlines": same(),
    "hooks.list_all_hooks": same(),
    "hooks.add_hook_for": same(user="somebody", url="nonsense", kinds=("offer",), allowed=Allowed()),
    "hooks.pause_hook": both(lambda s, own: {"number": s.hook(own), "active": False}),
    "hooks.list_told": both(lambda s, own: {"number": s.hook(own)}),
    "hooks.tell_again": both(lambda s, own: {"number": s.hook(own), "since": MONDAY}),
    "notices.add_hook": same(url="nonsense", kinds=("offer",), allowed=Allowed()),
    "notices.list_hooks": same(),
    "notices.stop_hook": both(lambda s, own: {"number": s.hook(own)}),
    "notices.list_outcomes": both(lambda s, own: {"number": s.hook(own)}),
    "notices.send_again": both(lambda s, own: {"number": s.hook(own), "since": MONDAY}),
    "notices.set_address": same(address="nonsense", lang="nl"),
    "notices.take_deliveries": same(),
    "notices.settle_delivery": same(number=1, error=""),
    "notices.due_digests": same(),
    "notices.digest_sent": same(user="somebody", last=0),
    "bulk.check_units": both(lambda s, own: {"upload": s.upload("units", own)}),
    "bulk.import_units": both(lambda s, own: {"upload": s.upload("units", own)}),
    "bulk.check_pools": both(lambda s, own: {"upload": s.upload("support", own)}),
    "bulk.import_pools": both(lambda s, own: {"upload": s.upload("support", own)}),
    "bulk.check_households": both(lambda s, own: {"upload": s.upload("households", own)}),
    "bulk.import_households": both(lambda s, own: {"upload": s.upload("households", own)}),
    "exchange.import_case": both(lambda s, _own: {"case": ReadCase(s.round, (), {})}),
    "exchange.export_case": same(),
    "households.list_households": same(),
    "households.show_household": household(),
    "households.keep_household": both(
        lambda s, own: {"household": s.round.household_by_id[s.of(own)[0]], "version": 1}
    ),
    "households.withdraw_household": household(),
    "households.keep_contact": household(text="via de opvang"),
    "households.show_contact": household(),
    "households.pin": household(unit="U1", reason="network"),
    "households.swap": both(lambda s, own: {"pairs": ((s.of(own)[0], "U1"), ("H2", "U3")), "reason": "network"}),
    "households.forbid": household(unit="U3", reason="network"),
    "households.waive": household(unit="U2", rule="R-101", reason="network"),
    "households.take_back_word": household(unit="U1", verdict=Verdict.PIN),
    "ledger.show_balances": same(),
    "ledger.show_lines": same(which=LEDGER),
    "ledger.list_postings": same(period="2026-H2"),
    "ledger.show_posting": same(number=1),
    "ledger.show_months": same(which=LEDGER),
    "ledger.check_balances": same(),
    "ledger.ask_transfer": both(
        lambda _, own: {"which": LEDGER, "giver": "GM0014" if own else "GM0037", "taker": "GM1895", "amount": 1}
    ),
    "ledger.answer_transfer": both(lambda s, own: {"number": s.asked_us if own else s.of_others, "agreed": True}),
    "ledger.take_back_transfer": both(lambda s, own: {"number": s.we_asked if own else s.of_others}),
    "ledger.list_transfers": same(),
    "ledger.revise_quota": same(period="2026-H2", dimension="all", total=4, note="as agreed"),
    "ledger.excuse": same(which=LEDGER, municipality="GM0014", amount=1, note="nobody suitable"),
    "ledger.correct": same(number=1),
    "ledger.close_period": same(period="2026-H2", following="2027-H1"),
    "objections.file_objection": both(lambda s, own: {"placement": s.placement[s.of(own)[0]]}),
    "objections.extend_objection": same(number=1),
    "objections.decide_objection": same(number=1, outcome=Outcome.REJECTED),
    "objections.list_objections": same(),
    "placements.list_placements": same(),
    "placements.list_work": same(),
    "placements.show_placement": placed(),
    "placements.foresee": placed(step=Step.REFUSE),
    "placements.decide": placed(step=Step.ACCEPT, version=0, note=NOTE),
    "placements.answer_question": placed(rule="R-101", fits=True, version=0),
    "placements.list_stalls": same(),
    "placements.list_reasons": same(),
    "policies.add_policy": both(lambda s, _own: {"source": s.policy.replace('"tiny-1"', '"tiny-2"')}),
    "policies.check_policy": both(lambda s, _own: {"source": s.policy.replace('"tiny-1"', '"tiny-2"')}),
    "policies.approve_policy": same(version="tiny-1"),
    "policies.list_policies": same(),
    "policies.show_policy": same(),
    "policies.foresee_policy": same(version="tiny-1", most=1),
    "policies.diff_policies": same(first="tiny-1", second="tiny-1"),
    "privacy.purge": same(),
    "privacy.foresee_purge": same(),
    "privacy.export_household": both(lambda s, own: {"household": s.of(own)[0]}),
    "privacy.rewrap_keys": same(),
    "region.list_units": same(),
    "region.show_unit": both(lambda s, own: {"key": s.of(own)[1]}),
    "region.add_unit": both(
        lambda s, own: {"unit": s.round.unit_by_id[s.of(own)[1]].model_copy(update={"id": f"N-{own}"})}
    ),
    "region.keep_unit": both(lambda s, own: {"unit": s.round.unit_by_id[s.of(own)[1]], "version": 1}),
    "region.withdraw_unit": both(lambda s, own: {"key": s.of(own)[1], "version": 0}),
    "region.list_pools": same(),
    "region.list_municipalities": same(),
    "region.foresee_unit": both(lambda s, own: {"key": s.of(own)[1]}),
    "region.foresee_new_unit": both(lambda s, own: {"unit": s.round.unit_by_id[s.of(own)[1]]}),
    "listed.list_earlier": same(),
    "region.list_complexes": same(),
    "region.keep_complex": both(lambda s, own: {"complex_": s.complex(own)}),
    "capacity.list_capacity": same(),
    "capacity.show_capacity": both(lambda s, own: {"key": s.of(own)[3]}),
    "capacity.list_asked": same(),
    "region.list_keys": same(),
    "region.add_key": same(weights=()),
    "region.show_pool": both(lambda s, own: {"key": s.pool(own).id}),
    "region.keep_pool": both(lambda s, own: {"pool": s.pool(own)}),
    "region.pause_municipality": both(lambda s, own: {"code": s.of(own)[2], "paused": False}),
    "region.pause_corporation": both(lambda _, own: {"key": "C1" if own else "C2", "paused": False}),
    "proposals.explain_household": both(lambda s, own: {"round_id": ROUND, "household": s.of(own)[0]}),
    "proposals.explain_unit": both(lambda s, own: {"round_id": ROUND, "unit": s.of(own)[1]}),
    "supposing.change_for_household": both(lambda s, own: {"round_id": ROUND, "household": s.of(own)[0]}),
    "supposing.change_for_unit": both(lambda s, own: {"round_id": ROUND, "unit": s.of(own)[1]}),
    "supposing.suppose": both(lambda s, own: {"round_id": ROUND, "household": s.of(own)[0], "unit": s.of(own)[1]}),
    "desk.show_week": same(),
    "desk.show_policy": same(round_id=ROUND),
    "desk.find_number": same(round_id=ROUND),
    "desk.list_placed": same(round_id=ROUND, number=None, wanted=list),
    "desk.list_unplaced": same(round_id=ROUND, number=None, wanted=list),
    "desk.show_case": same(round_id=ROUND, household="H1"),
    "supposing.suppose_swap": both(lambda s, own: {"round_id": ROUND, "first": s.of(own)[0], "second": "H2"}),
    "supposing.list_free": same(round_id=ROUND),
    "supposing.list_reserves": same(round_id=ROUND),
    "proposals.write_report": same(round_id=ROUND, name="proposal.json"),
    "proposals.write_shareable_report": same(round_id=ROUND),
    "papers.write_pack": same(round_id=ROUND, form="xlsx"),
    "papers.write_minutes": same(round_id=ROUND, form="xlsx"),
    "monitor.count_figures": same(),
    "monitor.publish_figures": both(lambda s, _own: {"draft": s.draft}),
    "monitor.list_releases": same(),
    "monitor.show_release": same(),
    "monitor.write_release": same(name="figures.csv"),
    "results.list_results": same(),
    "results.read_result": both(lambda s, _own: {"key": s.report}),
    "results.write_result": both(lambda s, _own: {"key": s.report}),
    "studies.ask_study": same(asked=StudyAsked(kind=What.BALANCE, about=ROUND, points=2)),
    "studies.ask_simulation": same(asked=SimulationAsked(policy="none")),
    "studies.cancel_study": both(lambda s, _own: {"number": s.study.id}),
    "studies.list_studies": same(),
    "studies.show_study": both(lambda s, _own: {"number": s.study.id}),
    "studies.show_scenario": same(),
    "studying.claim_study": same(worker="w", only=99),
    "studying.beat_study": both(lambda s, _own: {"study": s.study, "progress": {}}),
    "studying.is_study_wanted": both(lambda s, _own: {"study": s.study}),
    "studying.do_runs_wait": same(),
    "studying.load_study": both(lambda s, _own: {"study": s.study}),
    "studying.find_part": same(key="0" * 64),
    "studying.keep_part": both(lambda s, _own: {"result": s.simulated}),
    "studying.keep_study": both(lambda s, _own: {"study": s.study, "made": s.made}),
    "studying.fail_study": both(lambda s, _own: {"study": s.study, "why": FAILED}),
    "studying.give_back_study": both(lambda s, _own: {"study": s.study}),
    "results.show_result": both(lambda s, _own: {"key": s.draft.provenance.sha256}),
    "exchange.list_imports": same(),
    "offers.list_offers": same(),
    "offers.list_allocations": same(),
    "placements.list_decisions": same(),
    "rounds.open_round": same(round_id=ROUND),
    "rounds.ask_run": same(round_id=ROUND),
    "rounds.contradiction": both(lambda s, _own: {"number": s.run.id}),
    "rounds.cancel_run": both(lambda s, _own: {"number": s.run.id}),
    "rounds.list_rounds": same(),
    "rounds.show_round": same(round_id=ROUND),
    "proposals.read_proposal": same(round_id=ROUND, number=1, part=Reads.PLACED),
    "rounds.show_proposal": same(round_id=ROUND),
    "rounds.diff_proposals": same(round_id=ROUND, first=1, second=1),
    "rounds.replay_round": same(round_id=ROUND),
    "rounds.close_round": same(round_id=ROUND),
    "running.claim_run": same(worker="w", only=99),
    "running.beat": both(lambda s, _own: {"run": s.run, "progress": {}}),
    "running.is_wanted": both(lambda s, _own: {"run": s.run}),
    "running.give_back_run": both(lambda s, _own: {"run": s.run}),
    "running.load_run": both(lambda s, _own: {"run": s.run}),
    "running.fail_run": both(lambda s, _own: {"run": s.run, "why": FAILED}),
    "running.keep_proposal": both(
        lambda s, _own: {"run": s.run, "round_": s.round, "proposal": s.proposal, "info": {}}
    ),
    "running.show_run": both(lambda s, _own: {"number": s.run.id}),
    "trail.verify_audit": same(),
    "trail.show_end": same(),
    "trail.show_audit": same(),
    "trail.show_readings": same(household="H1"),
    "trail.seal_readings": same(),
    "upkeep.pass_days": same(),
    "upkeep.check_soundness": same(),
    "upkeep.count_runs": same(),
    "upkeep.backup": same(path=Path("/nowhere/at/all.zip")),
}  # fmt: skip

CHANGE_MUCH = ("rounds.close_round", "ledger.close_period")
"""Tried last, because others need an open round and period."""


def test_every_action_is_tried() -> None:
    tried = set(CALLS)
    assert tried == {name for name in actions() if not name.startswith("test_")}


def test_the_page_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "authorisation.md"
    shown = [line for line in markdown().splitlines() if "`test_" not in line]
    assert page.read_text(encoding="utf-8").splitlines() == shown


@pytest.fixture(scope="module", params=KINDS)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One house for all tries: whether something is allowed does not depend on what was done before."""
    from allocator.store import migrating, open_store

    server = request.getfixturevalue("postgres") if request.param != "sqlite" else None
    if server is None:
        url, name = f"sqlite:///{tmp_path_factory.mktemp('matrix') / 'store.db'}", ""
    else:
        name = server.new("whole")
        url = server.url(name)
    store: Store = open_store(settings(url))
    migrating.upgrade(store)
    yield Scene(House(store))
    store.close()
    if server is not None:
        server.drop(name)


ORDER = sorted(CALLS, key=lambda name: (name in CHANGE_MUCH, name))


@pytest.mark.parametrize("role", list(Role))
def test_allowed_as_the_matrix_says(scene: Scene, role: Role, caplog: pytest.LogCaptureFixture) -> None:
    """And nothing of a household goes to whom it does not concern: not in an answer, a refusal, or the log."""
    caplog.set_level(logging.DEBUG)
    _as_the_matrix_says(scene, role)
    logged = caplog.text
    assert not [mark for key in INCOMES for mark in (*marks(key), NOTE) if mark in logged]


def _as_the_matrix_says(scene: Scene, role: Role) -> None:
    for name in ORDER:
        permission = actions()[name]
        for own in (True, False):
            outcome = attempt(scene, name, role, own)
            wanted = expected(permission, role, own, name)
            assert outcome in wanted, f"{name} as {role}, {'own' if own else 'other'}: {outcome}, not {wanted}"


LISTS = {
    "further.price_balance",
    "further.list_wishes",
    "households.list_households",
    "listed.list_earlier",
    "ledger.list_transfers",
    "ledger.list_postings",
    "ledger.show_posting",
    "ledger.show_balances",
    "ledger.show_lines",
    "ledger.show_months",
    "exchange.list_imports",
    "notices.add_hook",
    "notices.set_address",
    "offers.list_offers",
    "offers.list_allocations",
    "placements.list_decisions",
    "placements.list_placements",
    "placements.list_reasons",
    "placements.list_stalls",
    "placements.list_work",
    "region.list_pools",
    "capacity.list_capacity",
    "capacity.list_asked",
    "region.list_units",
}
"""What is another's is simply not among what is shown."""


OF_ONESELF = {
    "access.list_tokens",
    "credentials.set_password",
    "credentials.new_factor",
    "credentials.confirm_factor",
    "credentials.show_standing",
    "credentials.leave_everywhere",
    "notices.list_hooks",
}
"""There is nobody else whom one could name."""


def expected(permission: Permission, role: Role, own: bool, name: str) -> set[str]:
    scope = permission.allow.get(role)
    if scope is None:
        return {"not allowed"}
    if scope is Scope.SELF and not own and name not in OF_ONESELF:
        return {"not allowed", "not there"}
    if scope is Scope.OWN and not own and name not in LISTS:
        return {"not allowed", "not there"}
    return {"done", "not now"}


def attempt(scene: Scene, name: str, role: Role, own: bool) -> str:
    actor = scene.actor = an(role)
    call, said = _function(name), CALLS[name][0 if own else 1](scene)
    try:
        found = call(scene.house.office, actor, **said)
    except NotAllowed as error:
        _says_nothing(error, role, said, name)
        return "not now" if error.code == "role" and role in actions()[name].allow else "not allowed"
    except NotFound as error:
        _says_nothing(error, role, said, name)
        return "not there" if role in OWN or name.startswith("notices.") else "not now"
    except InputProblems as error:
        _says_nothing(error, role, said, name)
        return "not allowed" if "organisation" in str(error) else "not now"
    except (Refusal, OSError) as error:
        _says_nothing(error, role, said, name)
        return "not now"
    _leaks_nobody(found, role, name)
    return "done"


def _function(name: str) -> Any:
    import importlib

    module, _, verb = name.partition(".")
    return getattr(importlib.import_module(f"allocator.actions.{module}"), verb)


def test_what_glances_asks_the_database_one_thing(scene: Scene) -> None:
    asked: list[str] = []
    engine = scene.house.store.engine
    listening = (engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    event.listen(*listening)
    glance = [name for name, permission in actions().items() if permission.glances]
    for name, role, own in product(glance, Role, (True, False)):
        asked.clear()
        attempt(scene, name, role, own)
        assert len(asked) <= 1, (name, role, asked)
    event.remove(*listening)
    assert len(glance) > 5


HIDDEN_FROM = {
    Role.CORPORATION: tuple(INCOMES),
    Role.MUNICIPALITY: tuple(INCOMES),
    Role.CARE_PROVIDER: tuple(key for key in INCOMES if key != "H1"),
    Role.ADMINISTRATOR: tuple(INCOMES),
}
"""Whose facts a role never sees; the pseudonym alone an administrator may, where a purge names it."""


def marks(key: str) -> tuple[str, ...]:
    """What tells that the facts of a household are shown."""
    return (str(INCOMES[key]), f"{INCOMES[key] / 100:.2f}", f"{INCOMES[key] / 100:,.2f}", CONTACT.format(key))


def _leaks_nobody(found: Any, role: Role, name: str) -> None:
    """A corporation or municipality never gets a household; a provider none but its own; an administrator no facts."""
    text = repr(found)
    for key in HIDDEN_FROM.get(role, ()):
        shown = [mark for mark in marks(key) if mark in text]
        assert not shown, f"{name} shows {shown} of {key} to {role}"
        if role is not Role.ADMINISTRATOR:
            assert not re.search(rf"['\"/]{key}['\"/]", text), f"{name} shows {key} to {role}"
    if role in (Role.CORPORATION, Role.MUNICIPALITY, Role.ADMINISTRATOR):
        assert NOTE not in text, name


def _says_nothing(error: Exception, role: Role, said: dict[str, Any], name: str) -> None:
    """A refusal tells nothing of a household, not even its pseudonym, unless the caller named it."""
    text, asked = str(error), repr(said)
    for key in INCOMES:
        assert not [mark for mark in marks(key) if mark in text], f"{name} says {text!r} to {role}"
        if role in HIDDEN_FROM and f"'{key}'" not in asked:
            assert not re.search(rf"(?<![\w-]){key}\b", text), f"{name} says {text!r} to {role}"


# ------------------------------------------------------------------------------------------------ by hand


def allowed_to(role: Role) -> set[str]:
    return {name for name, permission in actions().items() if role in permission.allow and name in CALLS}


def test_nobody_but_committee_and_provider_comes_near_a_household() -> None:
    for role in set(Role) - {Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.CARE_PROVIDER}:
        assert not {name for name in allowed_to(role) if name.startswith("households.")}, role


def test_an_administrator_reads_no_facts_of_people() -> None:
    found = allowed_to(Role.ADMINISTRATOR)
    assert not {
        name for name in found if name.startswith(("households.", "placements.", "exchange.", "rounds.show"))
    } - {"rounds.show_run"}


def test_an_auditor_changes_nothing() -> None:
    changes = {name for name in allowed_to(Role.AUDITOR) if actions()[name].writes}
    own = {"access.add_token", "access.revoke_token", "notices.stop_hook", "notices.send_again"}
    own |= {name for name in OF_ONESELF if actions()[name].writes}
    assert changes == own | {"trail.seal_readings"}


def test_people_are_never_the_program() -> None:
    of_the_program = {name for name in actions() if name.startswith("studying.")}
    for name in ("running.claim_run", "running.keep_proposal", "running.beat", "running.fail_run", *of_the_program):
        assert set(actions()[name].allow) == {Role.SYSTEM}


def test_without_an_organisation_nothing_is_ones_own(scene: Scene) -> None:
    for role in OWN:
        with pytest.raises(NotAllowed):
            _function("placements.list_placements")(scene.house.office, Actor("x", role))
