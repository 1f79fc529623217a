"""Results with what they were made of: kept once, found again by their key, written as reports."""

from dataclasses import dataclass
from typing import Any

from allocator.actions.parts.deed import EVERYBODY, Deed, action
from allocator.actions.parts.keeping import kinds_for, may_read
from allocator.actions.parts.working_out import for_reader
from allocator.domain.monitored import MonitorRelease
from allocator.domain.provenance import Provenance
from allocator.domain.refusal import Conflict, NotFound
from allocator.domain.workflow import Role
from allocator.locale import N_
from allocator.reports.document import Document
from allocator.reports.document_csv import as_csv
from allocator.reports.document_html import as_html
from allocator.reports.document_json import from_data
from allocator.reports.document_pdf import as_pdf
from allocator.reports.document_xlsx import as_xlsx
from allocator.reports.monitor import document as monitor_document
from allocator.reports.words import Tongue
from allocator.store import results
from allocator.store.results import KeptResult as KeptResult

FORMS = ("html", "pdf", "xlsx", "csv")


@dataclass(frozen=True)
class Result:
    """A result with what it was made of."""

    kept: KeptResult
    provenance: Provenance
    document: Any


@action(EVERYBODY, writes=False)
def list_results(deed: Deed, kind: str | None = None, most: int = 100) -> list[KeptResult]:
    """Results, the newest first; outside committee and auditors those that are public, or meant for who asks."""
    return results.listed(deed.work, kind, also=kinds_for(deed.actor), most=most)


@action(EVERYBODY, writes=False)
def show_result(deed: Deed, key: str) -> Result:
    """A result by its key, with what it was made of."""
    return _find(deed, key)


@action(EVERYBODY, writes=False)
def read_result(deed: Deed, key: str, lang: str = "nl") -> Document:
    """The report of a result, in a language."""
    return _report(_find(deed, key), lang)


@action(EVERYBODY, writes=False)
def write_result(deed: Deed, key: str, form: str = "html", lang: str = "nl") -> bytes:
    """The report of a result as HTML, PDF, workbook, or its tables as CSV in a ZIP."""
    found = _report(_find(deed, key), lang)
    match form:
        case "html":
            return as_html(found).encode()
        case "pdf":
            return as_pdf(found)
        case "xlsx":
            return as_xlsx(found)
        case "csv":
            return as_csv(found)
    raise NotFound("no_file", N_("There is no file {file}; there are: {files}."), file=form, files=", ".join(FORMS))


def _find(deed: Deed, key: str) -> Result:
    kept, provenance, document = results.load(deed.work, key)
    if not may_read(deed.actor, kept.kind, public=kept.public):
        raise NotFound("no_result", results.NONE, key=key)
    return Result(kept, provenance, for_reader(document, corporation=deed.actor.role is Role.CORPORATION))


def _report(found: Result, lang: str) -> Document:
    if found.kept.kind == "monitor":
        return monitor_document(MonitorRelease.model_validate(found.document), found.provenance, Tongue(lang))
    if not isinstance(found.document, dict) or "blocks" not in (found.document.get(lang) or {}):
        raise Conflict("no_report", N_("This result was kept without a report; its figures are in its JSON."))
    return from_data(found.document[lang], found.provenance)
