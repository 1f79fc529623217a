"""The policy on pages: what is in force, a new version as form or text, its effect on people, and approving it."""

import re
from html import unescape

import pytest

from allocator.actions import policies
from allocator.actions.researcher import Researcher
from allocator.intake import read_policy
from tests.actions.offices import ADMINISTRATOR, AUDITOR, CHAIR, MEMBER, House, corporation
from tests.api.pages.readers import Reader, forms, reader, words
from tests.api.servers import Server

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def source_of(page: str) -> str:
    """What stands in the text area of a page."""
    return unescape(page.partition('id="source"')[2].partition("\n")[2].partition("</textarea>")[0])


def ticked(page: str, action: str) -> dict[str, str]:
    """A form of a page as it would be sent: its fields, and the choices that stand."""
    found = dict(next(f for at, f in forms(page) if at == action))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', body)[0]
    return found


def filled(mine: Reader, **said: str) -> str:
    """The text that the form makes of the version in force with something else filled in."""
    page = mine.get("/policies/new?from=tiny-1")
    fields = ticked(page, "/policies/new") | {"version": "tiny-2", "valid_from": "2026-12-01"} | said
    answer = mine.client.post("/policies/new", data=fields)
    assert answer.status_code == 200, words(answer.text)[:2000]
    return answer.text


def added(mine: Reader, **said: str) -> str:
    """The page of a version that was made by the form and added."""
    page = filled(mine, **said)
    answer = mine.fill(page, "/policies/text", source=source_of(page), do="add")
    assert answer.status_code == 303, words(answer.text)[:2000]
    return mine.get(answer.headers["location"])


def test_versions_and_how_each_stands(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    assert "in force" in words(mine.get("/policies"))
    assert "Approve this version" not in words(mine.get("/policies/tiny-1"))
    added(mine, **{"waiting-flag_after_days": "60"})
    said = words(mine.get("/policies"))
    assert "draft" in said
    assert "tiny-2" in said
    assert "before the chair of the committee approves it" in words(mine.get("/policies/tiny-2"))
    mine.get("/policies/NONE", 404)


def test_the_form_makes_a_text_that_says_what_it_changes(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    page = filled(mine, **{"waiting-flag_after_days": "60", "refusals-most": "", "norm": "worst_first"})
    said = words(page)
    for part in (
        "Days after which somebody waits too long waiting.flag_after_days 91 60",
        "Offers that may be refused refusals.most 2 –",
        "How the fair share is weighed norm even worst off first",
    ):
        assert part in said
    policy = read_policy(source_of(page))
    assert (policy.version, policy.waiting.flag_after_days, policy.refusals.most) == ("tiny-2", 60, None)
    before = read_policy(policies.show_policy(house.office, CHAIR, "tiny-1")[1])
    assert (policy.groups, policy.amounts, policy.workflow) == (before.groups, before.amounts, before.workflow)
    assert "[amounts]" not in source_of(page)  # those of the year come by themselves
    assert len(policies.list_policies(house.office, CHAIR)) == 1  # nothing is added yet


def test_the_order_of_the_aims_is_changed(server: Server) -> None:
    mine = reader(server, CHAIR)
    page = filled(mine, **{"place-waiting": "3", "place-balance": "4", "tolerance-urgency": "1", "on-origin": ""})
    policy = read_policy(source_of(page))
    assert [one.name for one in policy.stages][:4] == ["urgency", "origin", "waiting", "balance"]
    assert (policy.stages[0].tolerance, policy.stages[1].on) == (1, False)
    assert "Aim “Waiting time”: place in the order" in words(page)


def test_what_is_wrong_leads_to_its_field(server: Server) -> None:
    mine = reader(server, CHAIR)
    page = mine.get("/policies/new?from=tiny-1")
    right = ticked(page, "/policies/new") | {"version": "tiny-2", "valid_from": "2026-12-01"}
    for said, field in (
        ({"waiting-cap_days": "many"}, "waiting-cap_days"),
        ({"waiting-cap_days": "0"}, "waiting-cap_days"),
        ({"suitability-origin": "1001"}, "suitability-origin"),
        ({"carry_over-kept": "half"}, "carry_over-kept"),
        ({"carry_over-kept": "1,5"}, "carry_over-kept"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"version": "two words"}, "version"),
        ({"place-waiting": "1"}, "place-urgency"),
        ({"tolerance-waiting": "-1"}, "tolerance-waiting"),
    ):
        answer = mine.client.post("/policies/new", data=right | said)
        assert answer.status_code == 400, said
        assert f'href="#{field}"' in answer.text, said
        assert f'id="{field}-wrong"' in answer.text, said


def test_a_text_is_checked_line_by_line(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    page = mine.get("/policies/text?from=tiny-1")
    source = source_of(page)
    wrong = mine.fill(page, "/policies/text", source=source.replace('"even"', '"odd"'), do="check")
    assert wrong.status_code == 400
    assert re.search(r"Line \d+: This is not one of the possible words", words(wrong.text))
    assert 'href="#source"' in wrong.text
    assert '"odd"' in source_of(wrong.text)  # what was written stays
    same = mine.fill(page, "/policies/text", source=source + "\n# more", do="add")
    assert "give the new one a version of its own" in words(same.text)
    right = mine.fill(page, "/policies/text", source=source.replace('"tiny-1"', '"tiny-2"'), do="check")
    assert "Version tiny-2 is right, and changes 0 settings" in words(right.text)


def test_only_the_chair_approves_and_it_counts_from_its_date(server: Server, house: House) -> None:
    member, chair = reader(server, MEMBER), reader(server, CHAIR)
    page = added(member, valid_from="2026-11-01", **{"waiting-flag_after_days": "60"})
    assert "/policies/tiny-2/approve" not in page
    form = dict(forms(page)[0][1])
    assert member.client.post("/policies/tiny-2/approve", data=form).status_code == 403
    page = chair.does("/policies/tiny-2", "/policies/tiny-2/approve")
    assert "Policy tiny-2 is approved." in page
    assert policies.show_policy(house.office, CHAIR)[0].version == "tiny-2"
    assert "replaced" in words(chair.get("/policies/tiny-1"))
    later = added(chair, version="tiny-3", valid_from="2026-12-15")
    assert "draft" in words(later)
    assert "approved, in force from 15 December 2026" in words(
        chair.does("/policies/tiny-3", "/policies/tiny-3/approve")
    )


def test_the_effect_shows_losers_as_clearly_as_winners(server: Server, house: House) -> None:
    mine = reader(server, MEMBER)
    text = source_of(filled(mine)) + "\n[rules.R-301]\non = false\n"
    page = mine.does("/policies/text", "/policies/text", source=text, do="add")
    assert "Rule R-301 Accessible enough: holds rules.R-301.on as delivered no" in words(page)
    assert "some seconds for each round" in words(mine.get("/policies/tiny-2/effect"))
    said = words(mine.get("/policies/tiny-2/effect?rounds=3"))
    assert "1 lose their home 1 gain a home 0 get another home" in re.sub(
        r"(lose their home|gain a home|get another home) (\d)", r"\2 \1", said
    )
    for part in ("By priority group", "By municipality", "Aims, step by step", "Round 2026-w48"):
        assert part in said
    people = said.partition("Households with another outcome")[2]
    assert people.index("H6 Loses its home") < people.index("H5 Gains a home")
    mine.get("/policies/tiny-2/effect?rounds=99", 400)


def test_without_a_difference_that_is_said(server: Server) -> None:
    assert "Everybody has the same home." in words(reader(server, AUDITOR).get("/policies/tiny-1/effect?rounds=1"))


def test_more_rounds_are_a_study_whose_counts_are_kept(server: Server, house: House) -> None:
    mine = reader(server, CHAIR)
    at = "/policies/tiny-1/effect"
    wrong = mine.fill(mine.get(at), at, rounds="99")
    assert (wrong.status_code, 'href="#kept"' in wrong.text) == (400, True)
    page = mine.does(at, at, rounds="3")
    assert "Study 1 is asked." in page
    assert "Study 1, 3 rounds waits for a worker" in words(page)
    mine.get("/policies/tiny-1/effects/1.pdf", 404)
    assert Researcher(house.office).once(1) is not None
    assert 'href="/policies/tiny-1/effects/1.pdf"' in mine.get(at)
    for form, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert mine.client.get(f"/policies/tiny-1/effects/1.{form}").content.startswith(begins)
    mine.get("/policies/other/effects/1.pdf", 404)
    looks = reader(server, AUDITOR)
    assert "Have it worked out" not in looks.get(at)
    assert looks.client.get("/policies/tiny-1/effects/1.pdf").content.startswith(b"%PDF")
    reader(server, corporation("C1")).get("/policies/tiny-1/effects/1.pdf", 403)


def test_everybody_reads_it_and_only_the_committee_writes(server: Server) -> None:
    mine = reader(server, corporation("C1"))
    page = mine.get("/policies/tiny-1")
    assert 'version = "tiny-1"' in words(page).replace("&#34;", '"')
    assert "New version" not in page
    for path in ("/policies/new", "/policies/text", "/policies/tiny-1/effect", "/policies/tiny-1/effect?rounds=1"):
        assert "This page is not for you" in mine.get(path, 403)
        reader(server, ADMINISTRATOR).get(path, 403)
    assert "New version" not in words(reader(server, AUDITOR).get("/policies"))
