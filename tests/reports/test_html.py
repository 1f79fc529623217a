"""The two reports: whole, self-contained, accessible; and what may not leave the committee does not."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator import locale
from allocator.domain.codes import StageName, Status, Verdict
from allocator.domain.proposal import FilledUnit, Proposal
from allocator.domain.region import PairWord
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.reports import committee
from allocator.reports.html import report
from tests.reports import samples as s

VOID = {"meta", "link", "br", "img", "input", "hr"}
EMPTY = s.proposal(s.region([], []), [], [], balance=(), stages=())


class Page(HTMLParser):
    """Reads a page: elements with their attributes, and that every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += " " if tag in ("p", "td", "dd") else ""
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def cases() -> list[tuple[Round, Proposal]]:
    round_, plan = s.small()
    unproven = (s.stage(StageName.URGENCY, "U1", 1, Status.FEASIBLE, bound=2), *plan.stages[1:])
    waived = PairWord(household="hh-0001", unit="un-0001", verdict=Verdict.WAIVE, rule="R-101", by="chair")
    return [
        (round_, plan),
        (round_, plan.model_copy(update={"stages": unproven, "reproducible": False, "seed_by_hand": True})),
        (round_.model_copy(update={"pairs": (waived,)}), plan),
        s.large(60, 40),
        (s.region([], []), EMPTY),
    ]


@pytest.fixture(params=range(5))
def case(request: pytest.FixtureRequest) -> tuple[Round, Proposal]:
    found: tuple[Round, Proposal] = cases()[request.param]
    return found


@pytest.fixture(params=[Audience.COMMITTEE, Audience.PUBLIC])
def audience(request: pytest.FixtureRequest) -> Audience:
    found: Audience = request.param
    return found


@pytest.mark.parametrize("lang", locale.LANGUAGES)
def test_page_is_sound_and_accessible(case: tuple[Round, Proposal], lang: str, audience: Audience) -> None:
    page = Page(report(*case, lang, audience))
    assert page.all("html") == [{"lang": lang}]
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("nav")) == len(page.all("header")) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attrs.get(name) or "").split()) <= set(ids)
        href = attrs.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids
    assert page.elements[[tag for tag, _ in page.elements].index("body") + 1] == (
        "a",
        {"class": "skip", "href": "#main"},
    )
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(th.get("scope") in ("col", "row") for th in page.all("th"))
    assert all("role" in svg and "aria-labelledby" in svg for svg in page.all("svg"))


def test_page_fetches_nothing_and_runs_nothing(case: tuple[Round, Proposal], audience: Audience) -> None:
    html = report(*case, "nl", audience)
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object", "embed", "form"} & {tag for tag, _ in page.elements}
    assert not re.search(r"url\(|@import|javascript:", html)
    assert set(re.findall(r"https?://[^\s\"<]+", html)) <= {"http://www.w3.org/2000/svg"}
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)


def test_same_in_same_out(case: tuple[Round, Proposal], audience: Audience) -> None:
    assert report(*case, "nl", audience) == report(*case, "nl", audience)


def test_committee_reads_everybody_with_the_reason() -> None:
    round_, plan = s.small()
    text = Page(report(round_, plan, "en", Audience.COMMITTEE)).text
    for words in (
        "hh-0001",
        "Why hh-0001 gets un-0001",
        "R-401",
        "Provider (pool-1)",
        "Pinned by people",
        "over the term",
        "hh-0003",
        "Too small (R-101)",
        "What is the income?",
        "A detail",
        "un-0003",
        "Nobody fits here",
        "The headline",
        round_.sha256,
        round_.policy_sha256,
        "Sample policy",
        "Corporation One",
        "€650.00",
    ):
        assert words in text, words


def test_report_opens_with_the_question_of_the_region() -> None:
    text = " ".join(Page(report(*s.small(), "en", Audience.COMMITTEE)).text.split())
    start = text.index("in shelter, need only a home")
    assert text[:start].rstrip().endswith("Who needs only a home? 3")
    assert "70 days ready, the median 1 household for more than 13 weeks" in text
    assert "This proposal frees the shelter places of 2 households (4 people)." in text
    assert "Of 1 household in shelter it is not known whether they need its care." in text


def test_numbers_of_the_drawings_stand_in_the_table_too() -> None:
    html = report(*s.small(), "en", Audience.COMMITTEE)
    desc = re.search(r'<desc id="share-1-map-d">(.*?)</desc>', html)
    assert desc is not None
    assert desc[1] == "Aardstad: 0; Beekdal: +0.4; Ceintuur &amp; Ster: −0.4"
    rows = re.findall(
        r"<tr><th scope=\"row\">([^<]+)</th><td>[\d.]+\u00a0%</td>.*?<td class=\"(?:even|ahead|behind)\">([^ ]+)", html
    )
    assert "; ".join(f"{name}: {number}" for name, number in rows) == desc[1]


def test_what_people_wrote_is_never_markup(audience: Audience) -> None:
    round_, plan = s.small()
    evil = '<script>alert("x")</script>'
    policy = round_.policy.model_copy(update={"name": evil})
    towns = tuple(m.model_copy(update={"name": evil}) for m in round_.municipalities)
    html = report(round_.model_copy(update={"policy": policy, "municipalities": towns}), plan, "nl", audience)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_not_proven_is_said_at_the_top() -> None:
    round_, plan = cases()[1]
    text = Page(report(round_, plan, "en", Audience.COMMITTEE)).text
    assert "Not fully proven" in text
    assert "Proven best" not in text
    assert "a second run may give another proposal" in text
    assert "chosen by hand" in text


def test_waivers_are_listed_with_who_gave_them() -> None:
    text = Page(report(*cases()[2], "en", Audience.COMMITTEE)).text
    assert "Rules that people waived" in text
    assert "chair" in text


def test_a_round_of_five_thousand_stays_a_page_that_opens() -> None:
    round_, plan = s.large(5000, 2500)
    html = report(round_, plan, "nl", Audience.COMMITTEE)
    assert len(html) < 1_500_000
    page = Page(html)
    rows = len(page.all("tr"))
    assert rows < 3 * committee.MOST_ROWS
    missing = {
        "placements.csv": 2500 - sum(f"Why hh-{n:04} " in page.text for n in range(2500)),
        "unplaced.csv": 2500 - sum(f"Why not hh-{n:04} " in page.text for n in range(2500, 5000)),
    }
    for name, count in missing.items():
        said = [int(n.replace(".", "")) for n in re.findall(rf"(?:nog|and) ([\d.]+)(?: more)? in {name}", page.text)]
        assert sum(said) == count > 0


# ------------------------------------------------------------------------------------------------ outside the committee


def secrets(round_: Round, plan: Proposal) -> set[str]:
    """Everything about single people that must stay within the committee."""
    found = {h.id for h in round_.households} | {u.id for u in round_.units} | {p.id for p in round_.support}
    for h in round_.households:
        found |= set(h.excluded_postcodes) | set(h.target_groups or ()) | set(h.house_tags or ())
    found |= {getattr(label, lang) for label in round_.policy.groups for lang in ("nl", "en")}
    texts = [t for p in plan.placements for t in p.reasons] + [
        t for u in plan.unplaced for t in (u.sentence, *u.details)
    ]
    return found | {t.en for t in texts} | {t.nl for t in texts} | {plan.headline.nl, plan.headline.en}


@pytest.mark.parametrize("lang", locale.LANGUAGES)
@pytest.mark.parametrize("who", [a for a in Audience if a is not Audience.COMMITTEE])
def test_nothing_of_a_person_leaves_the_committee(who: Audience, lang: str) -> None:
    for round_, plan in cases():
        html = report(round_, plan, lang, who)
        # hashes are hexadecimals: four digits of a postcode may occur in them by chance
        seen = html.replace(plan.round_sha256, "").replace(plan.policy_sha256, "")
        assert [word for word in secrets(round_, plan) if word in seen] == []


def counts_of(html: str) -> dict[str, list[str]]:
    """Cells of every table of the shareable report, by its caption."""
    found = {}
    for table in re.findall(r"<table.*?</table>", html, re.S):
        caption = re.sub(r"<.*?>", "", re.findall(r"<caption.*?</caption>", table, re.S)[0])
        found[caption] = re.findall(r"<td[^>]*>([^<]*)", table)
    return found


def test_shareable_report_shows_counts_and_takes_small_ones_together() -> None:
    round_, plan = s.large(60, 32)  # 17 in Aardstad, 10 in Beekdal, 5 in Ceintuur & Ster
    counts = counts_of(report(round_, plan, "en", Audience.PUBLIC))
    assert counts["Per municipality"] == ["17", "10", "5"]
    assert counts["Per corporation"] == ["16", "16"]
    round_, plan = s.large(60, 26)  # 14, 8 and 4
    html = report(round_, plan, "en", Audience.PUBLIC)
    assert counts_of(html)["Per municipality"] == ["14", "12"]
    assert "Beekdal, Ceintuur &amp; Ster" in html
    assert "taken together" in html


def test_too_few_placements_are_not_shown_at_all() -> None:
    html = report(*s.small(), "en", Audience.PUBLIC)
    assert "Too few households were placed to show counts." in html
    assert "Too few households were placed to show this per municipality." in html
    assert "not shown" in html
    assert "<svg" not in html


@given(st.integers(0, 90), st.integers(0, 40))
def test_no_small_count_of_people_is_printed(people: int, homes: int) -> None:
    round_, plan = s.large(people, homes)
    html = report(round_, plan, "en", Audience.PUBLIC)
    for caption in ("Per municipality", "Per housing form", "Per corporation", "Not placed"):
        assert all(int(cell) >= 5 for cell in counts_of(html).get(caption, []))
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)", html))
    for name in ("Households", "Placed", "Not placed"):
        assert facts[name] == "not shown" or int(facts[name]) >= 5
    tiles = re.findall(r'<p class="number">([^<]*)</p><p class="label">([^<]*)', html)
    for number, label in tiles:
        assert number == "not shown" or "weeks" in label or int(number) >= 5


def test_balance_of_a_group_stays_within_the_committee() -> None:
    round_, plan = s.large(60, 32)
    lines = (*plan.balance, *(s.line(round_, code, 1, 3, "iks") for code in s.NAMES))
    stages = (*plan.stages, s.stage(StageName.BALANCE, "iks.count", 3))
    plan = plan.model_copy(update={"balance": lines, "stages": stages})
    assert report(round_, plan, "en", Audience.COMMITTEE).count('class="numbers"') == 2
    html = report(round_, plan, "en", Audience.PUBLIC)
    assert html.count('class="numbers"') == 1
    assert "a group of the policy" in html
    assert "iks" not in html.casefold()


# ------------------------------------------------------------------------------------------------ colours


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    full = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("soft", "paper"),
        ("soft", "wash"),
        ("blue", "paper"),
        ("blue", "sky"),
        ("paper", "blue"),
        ("warn", "warm"),
        ("good", "mint"),
        ("ink", "warm"),
        ("ink", "sky"),
    ],
)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    html = report(*s.small(), "nl", Audience.PUBLIC)
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]+)", html.split("@media print")[0]))
    light, dark = sorted((brightness(colours[text]), brightness(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


# ------------------------------------------------------------------------------------------------ what else could be


def test_other_homes_and_other_households_stay_within_the_committee() -> None:
    round_, plan = s.small()
    other = {"unit": "un-0002", "points": 7, "sentence": {"en": "Another home", "nl": "Een andere woning"}}
    first = plan.placements[0].model_copy(update={"others": (other,)})
    home = FilledUnit(unit=first.unit, sentence=s.text("About this home only"), details=(s.text("Who else could"),))
    plan = plan.model_copy(update={"placements": (first, *plan.placements[1:]), "filled_units": (home,)})
    words = ("What else was possible", "Another home", "About this home only", "Who else could")
    inside, outside = (report(round_, plan, "en", who) for who in (Audience.COMMITTEE, Audience.PUBLIC))
    assert all(word in inside for word in words)
    assert not any(word in outside for word in words)


@pytest.mark.parametrize("who", [Audience.COMMITTEE, Audience.PUBLIC])
def test_every_region_of_the_page_has_its_own_name(who: Audience) -> None:
    html = report(*s.large(60, 32), "nl", who)
    titled = dict(re.findall(r'<h[1-6] id="([^"]+)">([^<]+)<', html))
    regions = [titled[ident].strip() for ident in re.findall(r'<section[^>]*aria-labelledby="([^"]+)"', html)]
    regions += re.findall(r'role="region"[^>]*aria-label="([^"]+)"', html)
    assert len(regions) == len(set(regions)) > 5


def test_unseen_words_in_a_wide_table_do_not_widen_the_page() -> None:
    html = report(*s.large(60, 32), "nl", Audience.COMMITTEE)
    assert re.search(r"\.unseen\{position:absolute", html)
    assert re.search(r"\.scroll\{[^}]*position:relative", html)  # else they count from the page, and a phone scrolls
