"""The monitor: figures are counted, published as open data, and shown to everybody."""

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from allocator.actions.parts.deed import COMMITTEE, EVERYBODY, Deed, action
from allocator.actions.parts.keeping import keep
from allocator.actions.parts.recording import records, towns
from allocator.domain.codes import Form
from allocator.domain.monitored import By, CategoryLabel, MonitorRelease, Published
from allocator.domain.policy import Policy
from allocator.domain.provenance import Named, Provenance, sha256_of
from allocator.domain.refusal import Conflict, NotFound
from allocator.locale import N_, translate
from allocator.monitor import OPEN_DATA, open_data, release
from allocator.monitor.periods import bounds, monday, quarter
from allocator.reports.document_html import as_html
from allocator.reports.document_pdf import as_pdf
from allocator.reports.document_xlsx import as_xlsx
from allocator.reports.monitor import document
from allocator.reports.words import Tongue
from allocator.rules.labels import term
from allocator.run import versions
from allocator.store import Work, results
from allocator.store.history import Left
from allocator.store.results import KeptResult as KeptResult
from allocator.workflow import catalogue

KIND = "monitor"
REPORTS = {"monitor.html": "html", "monitor.pdf": "pdf", "monitor.xlsx": "xlsx"}
FILES = (*OPEN_DATA, *REPORTS)
"""What there is of a release; the open data first."""


@dataclass(frozen=True)
class Draft:
    """A release that is ready to publish."""

    release: MonitorRelease
    provenance: Provenance


_BEGINNING = date(2000, 1, 1)
"""Before this day nothing was kept, wherever it is."""


@dataclass(frozen=True)
class Released:
    """A release as it was published."""

    kept: KeptResult
    provenance: Provenance
    release: MonitorRelease


@action(COMMITTEE, writes=False)
def count_figures(deed: Deed, first: date | None = None, last: date | None = None) -> Draft:
    """Count the figures of whole quarters, from the first to the last one named; small numbers are left out.

    Without days: from the first quarter of the year before to the last quarter that is over.
    """
    end = _last_day(deed.today, last)
    if end < _BEGINNING:
        raise _no_quarter(first or end, end)
    start = max(first or bounds(f"{bounds(quarter(end))[0].year - 1}-Q1")[0], _BEGINNING)
    found, rounds, policy = records(deed.work, start, end)
    if not rounds:
        raise _no_quarter(start, end)
    found = replace(found, first=max(start, _first_day(rounds, start)))
    deed.read({household for one in rounds for household in one.households}, KIND)
    source = Named(name="records", sha256=sha256_of(_plain(asdict(found))))
    if (same := _same(deed.work, source)) is not None:
        return same
    earlier, key = _published(deed.work)
    names = {town.code: town.name for town in towns(deed.work)}
    made = release(found, earlier, names, _labels(policy))
    if not made.figures:
        raise _no_quarter(start, end)
    provenance = Provenance(
        kind=KIND,
        as_of=made.last,
        rounds=tuple(one.kept.sha256 for one in rounds),
        policies=(Named(name=policy.name, version=policy.version, sha256=sha256_of(policy.model_dump(mode="json"))),),
        sources=(source,),
        settings={"earlier": key, "first": made.first.isoformat(), "last": made.last.isoformat()},
        versions=versions(),
    )
    return Draft(made, provenance)


def _no_quarter(first: date, last: date) -> Conflict:
    text = N_("There is no whole quarter yet from {first} to {last}; a quarter is published when it is over.")
    return Conflict("no_quarter", text, first=first, last=last)


def _first_day(rounds: list[Left], start: date) -> date:
    """The first day of which anything is known: figures do not begin with weeks in which nobody looked.

    A round of the week before the first one tells how it began; the quarter of a first round without one is not whole.
    """
    days = [one.kept.as_of for one in rounds]
    if not days or min(days) < start:
        return start
    return monday(min(days)) + timedelta(days=7)


def _same(work: Work, source: Named) -> Draft | None:
    """The last release, when it was made of the same records: there is nothing new to publish."""
    for one in results.listed(work, KIND, most=1):
        _, provenance, data = results.load(work, one.sha256)
        if provenance.sources == (source,):
            return Draft(MonitorRelease.model_validate(data), provenance)
    return None


def _last_day(today: date, last: date | None) -> date:
    """The last day of the last week that is over."""
    over = monday(today) - timedelta(days=1)
    return min(last or over, over)


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {key: _plain(one) for key, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value


def _published(work: Work) -> tuple[tuple[Published, ...], str]:
    """All figures that were published before, and the key of the last release."""
    found: dict[Any, Published] = {}
    kept = results.listed(work, KIND)
    for one in reversed(kept):
        _, _, data = results.load(work, one.sha256)
        for figure in MonitorRelease.model_validate(data).figures:
            if figure.value is not None or figure.cell not in found:  # once told stays told
                found[figure.cell] = figure
    return tuple(found.values()), kept[0].sha256 if kept else ""


def _labels(policy: Policy) -> tuple[CategoryLabel, ...]:
    groups = [CategoryLabel(by=By.GROUP, code=one.code, nl=one.nl, en=one.en) for one in policy.groups]
    forms = [
        CategoryLabel(by=By.FORM, code=form.value, nl=translate(term(form).text, "nl"), en=term(form).text)
        for form in Form
    ]
    reasons = [CategoryLabel(by=By.REASON, code=code, nl=one.nl, en=one.en) for code, one in catalogue(policy).items()]
    return (*groups, *forms, *reasons)


@action(COMMITTEE)
def publish_figures(deed: Deed, draft: Draft) -> KeptResult:
    """Publish figures that were counted: from then on everybody may read them, and what they left out stays out."""
    _, last = _published(deed.work)
    if draft.provenance.settings["earlier"] != last and draft.provenance.sha256 != last:
        raise Conflict("released", N_("Figures were published since these were counted; count them again."))
    return keep(deed, draft.provenance, draft.release.model_dump(mode="json"), public=True)


@action(EVERYBODY, writes=False)
def list_releases(deed: Deed, most: int = 100) -> list[KeptResult]:
    """Releases of the figures, the newest first."""
    return results.listed(deed.work, KIND, also=(), most=most)


@action(EVERYBODY, writes=False)
def show_release(deed: Deed, key: str | None = None) -> Released:
    """The figures of a release; of the last one when none is named."""
    return _find(deed.work, key)


def _find(work: Work, key: str | None) -> Released:
    listed = results.listed(work, KIND, also=(), most=1)
    if key is None and not listed:
        raise NotFound("no_release", N_("No figures were published yet; `allocator monitor publish` does that."))
    kept, provenance, data = results.load(work, key or listed[0].sha256)
    if kept.kind != KIND:
        raise NotFound("no_result", results.NONE, key=key or "")
    return Released(kept, provenance, MonitorRelease.model_validate(data))


@action(EVERYBODY, writes=False)
def write_release(deed: Deed, name: str, key: str | None = None, lang: str = "nl") -> bytes:
    """One file of a release: the open data, or the report as HTML, PDF or workbook."""
    found = _find(deed.work, key)
    if name in REPORTS:
        made = document(found.release, found.provenance, Tongue(lang))
        match REPORTS[name]:
            case "html":
                return as_html(made).encode()
            case "pdf":
                return as_pdf(made)
            case _:
                return as_xlsx(made)
    files = open_data(found.release, found.provenance)
    if name not in files:
        text = N_("There is no file {file}; there are: {files}.")
        raise NotFound("no_file", text, file=name, files=", ".join(FILES))
    return files[name]
