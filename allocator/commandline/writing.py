"""Reports that a command writes beside what it shows."""

from pathlib import Path

from allocator.reports.disk import put
from allocator.reports.document import Document
from allocator.reports.document_html import as_html
from allocator.reports.document_pdf import as_pdf
from allocator.reports.document_xlsx import as_xlsx


def write_documents(name: str, full: Document, shareable: Document | None, out: Path) -> list[Path]:
    """A report as HTML, PDF and XLSX, and what may be shared of it as HTML: all of them, or none.

    Raises:
        OSError: when the folder cannot be written.
    """
    files = {f"{name}.html": as_html(full).encode(), f"{name}.pdf": as_pdf(full), f"{name}.xlsx": as_xlsx(full)}
    if shareable is not None:
        files[f"{name}-shareable.html"] = as_html(shareable).encode()
    return put(files, out)
