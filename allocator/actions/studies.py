"""Studies to keep: the price of balance, what is wanted, the effect of a policy, with what they were made of.

They are worked out by one action and kept by a second, so that no transaction that writes waits for a solver. Keeping
is asked for by itself: most looks at these figures are passing ones, and what is kept stays. Nothing of a household is
kept: the price and what is wanted as they may leave the committee, the effect of a policy as counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from allocator.actions.parts.deed import COMMITTEE, Deed, action
from allocator.actions.parts.keeping import keep
from allocator.actions.parts.planned import last_plans
from allocator.actions.parts.proposed import proposed
from allocator.domain.policy import Policy
from allocator.domain.provenance import Named, Provenance
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.round import Round
from allocator.intake import read_policy
from allocator.locale import LANGUAGES, N_
from allocator.reports import effects, price_report, wishes, wishes_over
from allocator.reports.document import Document
from allocator.reports.document_json import as_data
from allocator.store import policies
from allocator.store.results import KeptResult as KeptResult
from allocator.store.rounds import KeptProposal
from allocator.whatif.again import Basis
from allocator.whatif.effect import effect
from allocator.whatif.over import wanted_over
from allocator.whatif.price import MOST, POINTS, NoBalance, price
from allocator.whatif.supply import supply_and_demand
from allocator.whatif.wanted import wanted

ROUNDS, MOST_ROUNDS = 4, 52
VERIFIED, MOST_VERIFIED = 4, 40
SECONDS = 30.0
"""Most that one plan may take."""


class What(StrEnum):
    """What can be worked out to be kept."""

    BALANCE = "balance"
    WANTED = "wanted"
    WANTED_OVER = "wanted-over"
    EFFECT = "policy-effect"


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Attributes:
        what: which study.
        of: the round, or the version of the policy; of what is wanted over many rounds nothing.
        number: the proposal of the round; the last one.
        points: points of the price of balance.
        verified: how many changes of each sort are solved again.
        rounds: how many rounds of the past, the last ones.
    """

    what: What
    of: str = ""
    number: int | None = None
    points: int = POINTS
    verified: int = VERIFIED
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Study:
    """A study that is ready to keep: its report in every language, and what it was made of."""

    documents: dict[str, Document]
    provenance: Provenance


@action(COMMITTEE, writes=False)
def work_out(deed: Deed, asked: Asked) -> Study:
    """Work a study out on what is kept, in a form that may be kept: without anything of a household."""
    match asked.what:
        case What.BALANCE:
            return _price(deed, asked)
        case What.WANTED:
            return _wanted(deed, asked)
        case What.WANTED_OVER:
            return _wanted_over(deed, asked)
        case What.EFFECT:
            return _effect(deed, asked)


@action(COMMITTEE)
def keep_study(deed: Deed, study: Study) -> KeptResult:
    """Keep a study that was worked out; committee and auditors may read it."""
    return keep(deed, study.provenance, {lang: as_data(one) for lang, one in study.documents.items()})


def _study(write: Callable[[str], Document], **more: Any) -> Study:
    documents = {lang: write(lang) for lang in LANGUAGES}
    made = next(iter(documents.values())).provenance
    made = made.model_copy(update=more | {"settings": made.settings | {"seconds": int(SECONDS)}})
    return Study(documents, made)


def _source(kept: KeptProposal) -> tuple[Named, ...]:
    return (Named(name="proposal", version=str(kept.number), sha256=kept.sha256),)


def _price(deed: Deed, asked: Asked) -> Study:
    round_, _, _ = proposed(deed, asked.of, asked.number)
    points = min(asked.points, MOST)
    try:
        curve = price(round_, points=points, time_limit=SECONDS)
    except NoBalance as error:
        text = N_("No municipality has a share in round {round}, so there is no balance to pay for.")
        raise Conflict("no_balance", text, round=asked.of) from error
    return _study(lambda lang: price_report.document(curve, lang, full=False, points=points))


def _wanted(deed: Deed, asked: Asked) -> Study:
    round_, proposal, kept = proposed(deed, asked.of, asked.number)
    basis, verified = Basis.of(round_, proposal), min(asked.verified, MOST_VERIFIED)
    found = wanted(basis, verified=verified, time_limit=SECONDS)
    cells = supply_and_demand(basis)
    return _study(
        lambda lang: wishes.document(found, cells, lang, full=False, verified=verified), sources=_source(kept)
    )


def _wanted_over(deed: Deed, asked: Asked) -> Study:
    plans, verified = list(last_plans(deed, min(asked.rounds, MOST_ROUNDS))), min(asked.verified, MOST_VERIFIED)
    _must_be_some(plans)
    same = [plan for plan in plans if _classes(plan.round) == _classes(plans[0].round)]
    found = wanted_over(same, verified=verified, time_limit=SECONDS)
    return _study(lambda lang: wishes_over.document(found, same, lang, verified=verified))


def _effect(deed: Deed, asked: Asked) -> Study:
    policy: Policy = read_policy(policies.policy(deed.work, asked.of).source)
    plans = list(last_plans(deed, min(asked.rounds, MOST_ROUNDS)))
    _must_be_some(plans)
    found = effect(plans, policy, time_limit=SECONDS)
    return _study(lambda lang: effects.document(found, lang, people=False))


def _classes(round_: Round) -> tuple[str, ...]:
    """Urgency classes: gains can only be added up over rounds that have the same."""
    return round_.policy.urgency_codes


def _must_be_some(plans: list[Basis]) -> None:
    if not plans:
        raise NotFound("no_proposal", N_("Nothing was proposed yet, so there is nothing to work out."))
