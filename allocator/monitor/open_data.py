"""A release as open data: one CSV with a Frictionless data package that describes it, and the same as CSVW.

https://specs.frictionlessdata.io/data-package and https://www.w3.org/TR/tabular-metadata. Written as people and
machines expect it: UTF-8, commas, one header, ISO periods, codes with their labels beside them.
"""

import csv
import io
import json
from typing import Any

from allocator.domain.monitored import LEAST, By, Measure, MonitorRelease
from allocator.domain.provenance import Provenance
from allocator.locale import LANGUAGES
from allocator.monitor import periods

TABLE = "figures.csv"
PACKAGE = "datapackage.json"
CSVW = "figures.csv-metadata.json"
FILES = (TABLE, PACKAGE, CSVW)
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
TITLE = "Monitor of shelter and housing, per municipality"
PERIOD = "^[0-9]{4}(-W(0[1-9]|[1-4][0-9]|5[0-3])|-Q[1-4])?$"
MUNICIPALITY = "^(GM[0-9]{4}|all|elsewhere)$"

FIELDS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("period_kind", "string", "week, quarter or year", {"required": True, "enum": ["week", "quarter", "year"]}),
    ("period", "string", "ISO week (2026-W05), quarter (2026-Q1) or year; a quarter is made of whole weeks, those"
     " whose Thursday it has", {"required": True, "pattern": PERIOD}),
    ("first_day", "date", "first day of the period, a Monday", {"required": True}),
    ("last_day", "date", "last day of the period, a Sunday", {"required": True}),
    ("municipality", "string", "CBS code of the municipality; all: the region; elsewhere: from outside the region or"
     " not known. Of people in shelter it is the municipality of origin, else that of the home",
     {"required": True, "pattern": MUNICIPALITY}),
    ("measure", "string", "what is counted, in households", {"required": True, "enum": [one.value for one in Measure]}),
    ("by", "string", "how it is divided; total: not", {"required": True, "enum": [one.value for one in By]}),
    ("category", "string", "category of the division; all: the total", {"required": True}),
    ("category_nl", "string", "the category in Dutch", {}),
    ("category_en", "string", "the category in English", {}),
    ("households", "integer", f"number of households; empty: left out, because it, or another number that follows"
     f" from it, is below {LEAST}", {"minimum": LEAST}),
)  # fmt: skip
"""Name, type, description and constraints of each column."""

KEY = ["period", "municipality", "measure", "by", "category"]


def open_data(release: MonitorRelease, provenance: Provenance, publisher: str = "") -> dict[str, bytes]:
    """The files of a release by name; equal releases give equal bytes.

    Args:
        release: the figures.
        provenance: what it was made of.
        publisher: who publishes it, when that is known.
    """
    table = _csv(release)
    return {
        TABLE: table,
        PACKAGE: _json(_package(release, provenance, table, publisher)),
        CSVW: _json(_csvw(publisher)),
    }


def _csv(release: MonitorRelease) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([name for name, _, _, _ in FIELDS])
    for (measure, by, category, place, period), value in release.figures:
        first, last = periods.bounds(period)
        dutch, english = (release.category(by, category, lang) for lang in LANGUAGES)
        number = "" if value is None else value
        writer.writerow(
            [periods.kind(period), period, first, last, place, measure, by, category, dutch, english, number]
        )
    return stream.getvalue().encode()


def _package(release: MonitorRelease, provenance: Provenance, table: bytes, publisher: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "monitor-shelter-and-housing",
        "id": provenance.sha256,
        "title": TITLE,
        "description": (
            "Home seekers in shelter who need only a home, flows in and out of shelter, leases, start of support and"
            f" refusals. Numbers below {LEAST} are left out, and others with them, so that for every number left out"
            f" the published ones allow values at least {LEAST} apart."
        ),
        "version": release.last.isoformat(),
        "created": f"{release.last.isoformat()}T00:00:00Z",
        "licenses": [LICENCE],
        "sources": [{"title": "Weekly rounds, placements and decisions of the region, under pseudonyms"}],
        "keywords": ["homelessness", "shelter", "housing", "municipality", "dakloosheid", "opvang"],
        "temporal": {"first": release.first.isoformat(), "last": release.last.isoformat()},
        "provenance": provenance.model_dump(mode="json"),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "figures",
                "path": TABLE,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(table),
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": {"fields": [_field(*one) for one in FIELDS], "primaryKey": KEY, "missingValues": [""]},
            }
        ],
    }
    return made | ({"contributors": [{"title": publisher, "role": "publisher"}]} if publisher else {})


def _field(name: str, kind: str, description: str, constraints: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": kind, "description": description} | (
        {"constraints": constraints} if constraints else {}
    )


def _csvw(publisher: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": TABLE,
        "dc:title": TITLE,
        "dc:license": {"@id": LICENCE["path"]},
        "tableSchema": {
            "columns": [
                {"name": name, "titles": name, "dc:description": description, "datatype": kind}
                | ({"required": True} if constraints.get("required") else {})
                for name, kind, description, constraints in FIELDS
            ],
            "primaryKey": KEY,
        },
    }
    return made | ({"dc:publisher": publisher} if publisher else {})


def _json(data: Any) -> bytes:
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
