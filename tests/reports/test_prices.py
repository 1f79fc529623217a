"""The price of balance in words and figures: what leaves the committee tells of no few people."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from allocator.domain.codes import Norm, Status
from allocator.reports import price_report
from allocator.reports.document import Chart, Grid
from allocator.reports.document_html import as_html
from allocator.reports.document_xlsx import as_xlsx
from allocator.reports.prices import rows_of, story
from allocator.reports.words import Tongue
from allocator.whatif.again import Basis
from allocator.whatif.family import under
from allocator.whatif.price import Curve, price
from tests.whatif.test_price import one_or_the_other


@pytest.fixture(scope="module", params=[Norm.EVEN, Norm.WORST_FIRST])
def curve(request: pytest.FixtureRequest) -> Curve:
    """A small curve under each norm that sees a difference."""
    round_ = one_or_the_other()
    return price(under(round_, round_.policy.model_copy(update={"norm": request.param})))


def test_the_committee_sees_all(curve: Curve) -> None:
    rows = rows_of(curve, Tongue("en"), full=True)
    assert [row.placed for row in rows] == [1] * len(rows)
    assert {"strict, policy in force", "loose"} <= {row.label for row in rows}
    assert (rows[0].days, rows[-1].days) == (100, 300)
    assert [row.distance for row in rows] == sorted(row.distance for row in rows)
    assert rows[0].policy == "balance after urgency" or rows[0].policy == "balance first"
    assert (rows[-1].removed, rows[-1].added) == (1, 1)


def test_others_see_no_count_under_five_nor_what_it_follows_from(curve: Curve) -> None:
    for row in rows_of(curve, Tongue("en"), full=False):
        assert row.behind[1] is None
        assert {row.placed, row.origin, row.days, row.points, row.removed, row.added, row.moved} == {None}
        assert set(row.urgency) == {None}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_it_says(curve: Curve, lang: str) -> None:
    tongue = Tongue(lang)
    told = story(curve, tongue, full=True)
    assert len(told) == 2
    assert "200" in told[1]  # waiting days that are given up
    assert story(curve, tongue, full=False) == told[:1]


def test_the_report_for_others_names_no_household(curve: Curve) -> None:
    full, shared = (price_report.document(curve, "en", full=full, points=12) for full in (True, False))
    assert ">h1<" in as_html(full)
    assert not [key for key in ("h1", "h2", "h3") if f">{key}<" in as_html(shared)]
    assert "Who loses and who gains" not in as_html(shared)
    assert as_xlsx(full).startswith(b"PK")


def test_every_point_is_called_the_same_beside_charts_and_in_the_table(curve: Curve) -> None:
    rows = rows_of(curve, Tongue("en"), full=True)
    labels = [row.label for row in rows]
    document = price_report.document(curve, "en", full=True, points=12)
    table = next(one.table for one in document.blocks if isinstance(one, Grid))
    assert [(row[0], row[1]) for row in table.rows] == [(row.label, row.policy) for row in rows]
    for one in document.blocks:
        if isinstance(one, Chart):
            assert [row[0] for row in one.drawn.table.rows] == labels


def test_sheets_of_a_workbook_say_of_which_point_they_are(curve: Curve) -> None:
    names = load_workbook(BytesIO(as_xlsx(price_report.document(curve, "en", full=True, points=12)))).sheetnames
    assert not [name for name in names if name[-1].isdigit() and name[-2] == " "]  # "By priority group 2" says nothing
    assert any(name.startswith("loose  By priority") for name in names)


def test_a_plan_that_is_not_proven_is_never_told_as_proven(curve: Curve) -> None:
    first, *rest = curve.points
    stages = first.basis.solution.stages
    open_ = (*stages[:-1], stages[-1].model_copy(update={"status": Status.FEASIBLE}))
    solution = first.basis.solution.model_copy(update={"stages": open_})
    doubtful = replace(curve, points=(replace(first, basis=Basis(first.basis.round, solution)), *rest))
    for one, said in ((curve, "Every plan here is proven"), (doubtful, "Not every plan is proven best")):
        page = as_html(price_report.document(one, "en", full=True, points=12))
        assert said in page
        assert page.count("proven") == 1


def test_where_balance_costs_nothing_that_is_said() -> None:
    """The norm ``total`` is blind while all are under their quota: the strictest plan is the loosest one."""
    round_ = one_or_the_other()
    found = price(under(round_, round_.policy.model_copy(update={"norm": Norm.TOTAL})))
    (told,) = story(found, Tongue("en"), full=True)
    assert "costs nothing" in told
    assert "Nobody: every point has the same plan." in as_html(price_report.document(found, "en", full=True, points=12))
