"""Before this round: the ledger per municipality, for everyone to read, with small counts held back."""

import re
from fractions import Fraction

from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.reports.html import report
from allocator.reports.standing import Standing, standings
from allocator.reports.words import Tongue
from tests.reports import samples as s

DONE = {"realised": "8", "committed": "1", "quota": "20", "carried": "2", "target": "33/10"}


def _with(plan: Proposal, *changes: dict[str, str]) -> Proposal:
    """The proposal with other amounts in the lines of its balance, in their order."""
    lines = [line | change for line, change in zip(plan.balance, changes, strict=False)]
    return plan.model_copy(update={"balance": (*lines, *plan.balance[len(lines) :])})


def _standing(round_: Round, plan: Proposal) -> Standing:
    (found,) = standings(round_, plan, Tongue("en"))
    return found


def test_what_was_due_and_done_by_now() -> None:
    round_, plan = s.large(60, 32)
    first = _standing(round_, _with(plan, DONE)).lines[0]
    assert (first.quota, first.carried, first.done, first.due) == ("20", "2", "9", "12.3")
    assert (first.deviation, first.tone) == ("−3.3", "behind")


def test_small_counts_are_held_back_and_cannot_be_computed() -> None:
    round_, plan = s.large(60, 32)
    plan = _with(plan, DONE | {"realised": "3"}, DONE)
    found = _standing(round_, plan)
    assert [(line.done, line.deviation) for line in found.lines[:2]] == [("", ""), ("9", "−3.3")]
    html = report(round_, plan, "en", Audience.PUBLIC)
    (table,) = re.findall(r"<caption>Before this round.*?</table>", html, re.S)
    assert table.count("too few to show") == sum(not line.done for line in found.lines)
    assert found.lines[0].name not in found.chart


def test_nothing_of_this_round_shines_through() -> None:
    round_, plan = s.large(60, 32)
    other = s.large(60, 26)[1]
    lines = [DONE] * len(plan.balance)
    assert _standing(round_, _with(plan, *lines)).lines == _standing(round_, _with(other, *lines)).lines


def test_without_a_quota_there_is_nothing_to_show() -> None:
    round_, plan = s.large(60, 32)
    plan = _with(plan, *[{"quota": str(Fraction(0))}] * len(plan.balance))
    assert standings(round_, plan, Tongue("en")) == []
    assert "Before this round" not in report(round_, plan, "en", Audience.PUBLIC)
