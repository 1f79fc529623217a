"""Everything that must always be true of what is kept, worked out anew from the rows themselves."""

from collections import Counter
from collections.abc import Callable, Iterator

from sqlalchemy import text
from sqlmodel import col, select

from allocator.domain.refusal import Refusal
from allocator.domain.workflow import LIVE, State
from allocator.ledger import Counted, Position, differences, position, recompute
from allocator.privacy import Unreadable
from allocator.store import books, placements, rounds, trail
from allocator.store.engine import Work
from allocator.store.tables import AuditRow, ClaimRow, DecisionRow, PlacementRow, ProposalRow, RunRow, UnitRow
from allocator.store.vault import Gone, household_subject


def broken(work: Work) -> list[str]:
    """What is not as it must be, one line each; empty when all is well. For people who look after the program."""
    checks = (_doubles, _claims, _versions, _audited, _balances, _commitments, _runs, _documents, _chain)
    return [line for check in checks for line in _tried(check, work)]


def _tried(check: Callable[[Work], Iterator[str]], work: Work) -> list[str]:
    """What a check says; where somebody was in the database it may not be able to read it at all."""
    try:
        return list(check(work))
    except (Refusal, Unreadable, ValueError, LookupError) as error:
        return [f"{check.__name__.strip('_')}: it cannot be read any more ({type(error).__name__})"]


def _doubles(work: Work) -> Iterator[str]:
    rows = work.session.exec(select(PlacementRow)).all()
    for household, count in Counter(row.household for row in rows if State(row.state) in LIVE).items():
        if count > 1:
            yield f"household {household} has {count} live placements"
    yield from (f"placement {r.id}: live does not follow its state" for r in rows if r.live != (State(r.state) in LIVE))


def _claims(work: Work) -> Iterator[str]:
    live = {row.id for row in work.session.exec(select(PlacementRow).where(col(PlacementRow.live)))}
    claims = work.session.exec(select(ClaimRow)).all()
    yield from (
        f"claim on {c.unit}: live does not follow its placement" for c in claims if c.live != (c.placement in live)
    )
    yield from (f"placement {number} claims no place" for number in live - {c.placement for c in claims})
    for (unit, place), count in Counter((c.unit, c.place) for c in claims if c.live).items():
        if count > 1:
            yield f"place {place} of {unit} is claimed {count} times"
    room = {row.id: max(row.places, 1) for row in work.session.exec(select(UnitRow))}
    yield from (f"place {c.place} of {c.unit} is not there" for c in claims if c.live and c.place > room[c.unit])


def _versions(work: Work) -> Iterator[str]:
    decided: dict[int, list[DecisionRow]] = {}
    for one in work.session.exec(select(DecisionRow).order_by(col(DecisionRow.version))):
        decided.setdefault(one.placement, []).append(one)
    for row in work.session.exec(select(PlacementRow)):
        steps = decided.get(row.id or 0, [])
        if [step.version for step in steps] != list(range(1, row.version + 1)):
            yield f"placement {row.id}: a decision is missing or double"
        states = ["proposed", *(step.after for step in steps)]
        if states[-1] != row.state or [step.before for step in steps] != states[:-1]:
            yield f"placement {row.id}: its decisions do not lead to its state"


def _audited(work: Work) -> Iterator[str]:
    events = Counter(work.session.exec(select(AuditRow.whom).where(AuditRow.kind == "placement")))
    steps = Counter(str(number) for number in work.session.exec(select(DecisionRow.placement)))
    yield from (
        f"placement {number}: {count} decisions, {events[number]} events"
        for number, count in steps.items()
        if events[number] != count
    )


def _balances(work: Work) -> Iterator[str]:
    wrong = differences(books.balances(work), recompute(books.postings(work)))
    yield from (f"balance of {account} is not what the postings say" for account in wrong)


def _commitments(work: Work) -> Iterator[str]:
    """What placements count for is what the ledger says that decisions committed."""
    lines = placements.lines(work)
    known = work.vault.keys_of(household_subject(line.household) for line in lines)
    if any(household_subject(line.household) not in known for line in lines):
        return  # facts were destroyed on their date
    wanted: Counter[tuple[str, str, str, str]] = Counter()
    for one in placements.load_all(work, lines):
        if position(one.line.state) is Position.COMMITTED:
            for row in map(Counted.model_validate, one.facts["counted"]):
                wanted[(one.counted_in, row.municipality, row.group, row.unit)] += int(row.amount)
    booked: Counter[tuple[str, str, str, str]] = Counter()
    for why in ("decision", "moved"):
        for posting in books.postings(work, why=why):
            if posting.kind == "committed":
                booked[(posting.period, posting.municipality, posting.group, posting.unit)] += int(posting.amount)
    yield from (
        f"committed of {k}: {booked[k]} in the ledger, {wanted[k]} in placements"
        for k in {*wanted, *booked}
        if wanted[k] != booked[k]
    )


def _runs(work: Work) -> Iterator[str]:
    made = Counter(work.session.exec(select(ProposalRow.run)))
    for run in work.session.exec(select(RunRow)):
        if (run.status == "done") != (made[run.id or 0] == 1):
            yield f"run {run.id} is {run.status} and has {made[run.id or 0]} proposals"
        if (run.status == "running") != (run.lease_until is not None):
            yield f"run {run.id} is {run.status}, and its lease says otherwise"


def _documents(work: Work) -> Iterator[str]:
    for one in rounds.all_rounds(work, 3):
        try:
            rounds.load(work, one.id)
        except Gone:
            continue
        except rounds.Tampered:
            yield f"round {one.id} is not what its hash says"


def _chain(work: Work) -> Iterator[str]:
    if fault := trail.verify(work):
        yield f"audit: {fault.sentence.render('en')}"
    if work.session.connection().dialect.name == "sqlite":
        yield from (f"database: {row}" for row in work.session.connection().execute(text("PRAGMA foreign_key_check")))
