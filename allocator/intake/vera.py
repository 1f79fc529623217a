"""Units as corporations send them (VERA 4.3): flat columns or JSON, to the columns of units.csv."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from allocator.domain.problem import Problem
from allocator.domain.sentence import Sentence
from allocator.intake.columns import SPECS
from allocator.intake.numbers import Exact
from allocator.intake.tables import Row, Table, decode, file_problem
from allocator.intake.vera_names import EXTRA, UNIT_NAMES, UNUSED
from allocator.intake.words import normal
from allocator.locale import N_

_FACTS = {normal(name): heading for heading, names in UNIT_NAMES.items() for name in names} | {
    normal(name): fact for fact, names in EXTRA.items() for name in names
}
_OURS = {normal(name) for column in SPECS["units"].columns for name in (column.heading, *column.dutch)}
_ONLY_VERA = _FACTS.keys() - _OURS
_DETAIL_STATUS = {
    **dict.fromkeys(("NIH", "NIB", "MUT", "EPA", "STR", "OPL"), "free"),
    **dict.fromkeys(("PER", "TIJD", "BRU", "ANT"), "occupied"),
    **dict.fromkeys(("VEK", "BOU", "NIE", "VER"), "withdrawn"),
    "PRO": "under_repair",
}
_WORDS = {
    "counts_for_rent_benefit": {"AAN": "true", "NIE": "false", "ONB": "?"},
    "daeb": {"DAE": "true", "NDA": "false"},
    "contract": {"FRI": "?"},  # friends share one lease; there is no contract of ours for it
}


def is_vera(table: Table) -> bool:
    """Whether a table of units has headings that only corporations' systems use."""
    return any(normal(heading) in _ONLY_VERA for heading in table.headings)


def to_units(table: Table) -> tuple[Table, list[Problem]]:
    """Rewrite a table with VERA headings as one with ours; columns with our headings stay as they are."""
    problems: list[Problem] = []
    facts = [_fact(heading) for heading in table.headings]
    own = tuple(heading for heading, fact in zip(table.headings, facts, strict=True) if fact is None)
    column_of = {heading: _column(heading) for heading in own}
    rows = []
    for row in table.rows:
        pairs = list(zip(table.headings, facts, row.cells, strict=True))
        found: dict[str, str] = {}
        for _, fact, cell in pairs:
            if fact and cell.strip():
                found.setdefault(fact, cell.strip())
        given = [(heading, cell) for heading, fact, cell in pairs if fact is None]
        stated = {column_of[heading] for heading, cell in given if cell.strip()}
        rows.append((row.line, given, _translate(found, stated, table.file, row.line, problems)))
    made = sorted({heading for _, _, cells in rows for heading in cells} - set(column_of.values()))
    lines = [
        Row(
            line,
            tuple(cell if cell.strip() else cells.get(column_of[heading], "") for heading, cell in given)
            + tuple(cells.get(heading, "") for heading in made),
        )
        for line, given, cells in rows
    ]
    if not rows:
        made = [heading for heading in ("id", "municipality", "bedrooms") if heading not in column_of.values()]
    return Table(table.file, (*own, *made), tuple(lines), table.heading_line), problems


def _column(heading: str) -> str:
    """Our heading of a column that is ours; another one stays as it is, to be named in a warning."""
    known = SPECS["units"].by_name.get(normal(heading))
    return known.heading if known else heading


def _fact(heading: str) -> str | None:
    """The VERA fact of a heading, unless it is a heading of ours."""
    name = normal(heading)
    if name in ("status", "woonvorm", "doelgroep", "soort"):
        return name
    return None if name in _OURS else _FACTS.get(name)


def _translate(
    facts: Mapping[str, str], stated: set[str], file: str, line: int, problems: list[Problem]
) -> dict[str, str]:
    """Cells under our headings from the facts of one unit; what it states itself needs no notice."""
    cells = {heading: text for heading, text in facts.items() if heading in UNIT_NAMES}
    for heading, table in _WORDS.items():
        if heading in cells:
            cells[heading] = table.get(cells[heading].upper(), cells[heading])
    if form := _form(facts):
        cells["form"] = form
    if status := _DETAIL_STATUS.get(facts.get("detailStatus", "").upper()):
        cells["status"] = status
    if facts.get("detailModel", "").upper() == "OMK":
        cells["contract"] = "OMK"
    if (group := facts.get("doelgroep", "").upper()) == "GEZ":
        cells["for_whom"] = "family"
    elif group:
        what = N_("This target group is not used: only GEZ (families) decides who may live here.")
        do = N_("Use reserved_for, min_persons or max_persons if the home is only for some.")
        _notice(what, do, "doelgroep", group, line, problems, file)
    for code in filter(None, facts.get("criteria", "").upper().split("|")):
        what = N_("This criterion of the corporation is not used: only PER (number of persons) is.")
        do = N_("Use reserved_for, not_for, contract or other columns if the home is only for some.")
        _notice(what, do, "criteria", code, line, problems, file)
    if "reserved_for" in cells:
        cells["reserved_for"] = cells["reserved_for"].replace(",", "|")
    if (rooms := facts.get("kamersAantal")) and "bedrooms" not in stated:
        cells["bedrooms"] = str(max(0, int(rooms) - 1)) if rooms.isdecimal() and len(rooms) < 4 else rooms
        what = N_("The number of bedrooms is not given; it is taken as one less than kamersAantal.")
        do = N_("Add a column bedrooms (slaapkamers) if that is not right.")
        _notice(what, do, "bedrooms", "kamersAantal", line, problems, file)
    return cells


def _form(facts: Mapping[str, str]) -> str | None:
    """Housing form from detailSoort, soort, woonvorm and the additional target group."""
    detail, living = facts.get("form", "").upper(), facts.get("woonvorm", "").upper()
    kind = facts.get("soort", "").upper()
    if kind not in ("", "WOO", "INT"):
        return kind  # not a home; the reader of the form says so
    if "SKA" in facts.get("reserved_for", "").upper().replace(",", "|").split("|"):
        return "skaeve_huse"
    if living == "GRO" and detail in ("", "KAM"):
        return "group_home"
    if kind == "INT" or living == "BEG":
        return "supported_place"
    if living and not detail and living not in _LIVING_FORMS:
        return facts["woonvorm"]
    return facts.get("form")


_LIVING_FORMS = frozenset("ADL BEG GEC GRO GRW HAT KLE LEV SEN THO ZWO".split())


def _notice(what: str, do: str, column: str, value: str, line: int, problems: list[Problem], file: str) -> None:
    """Warn once for each column and value of a file, at the first line."""
    if not any(problem.column == column and problem.value == value for problem in problems):
        place: dict[str, Any] = {"line": line, "column": column, "value": value, "warning": True}
        problems.append(Problem.of(file, Sentence(what), Sentence(do), **place))


def read_json(data: bytes, file: str) -> tuple[Table | None, list[Problem]]:
    """Read a list of VERA Eenheid objects, or of Publicatie objects with ``eenheden``.

    The line of a row is the place of the unit in the list, from 1.
    """
    text = decode(data, file)
    if isinstance(text, Problem):
        return None, [text]
    try:
        content = json.loads(text, parse_constant=_refuse, parse_float=Exact, parse_int=str)
        units = [dict(_flat(unit)) for unit in _units(content)]
    except (ValueError, TypeError, RecursionError, AttributeError):
        what, do = N_("This is not a list of units in JSON."), N_("Give a list of VERA Eenheid objects.")
        return None, [file_problem(file, what, do)]
    headings = tuple(dict.fromkeys(heading for unit in units for heading in unit)) or ("id",)
    rows = (Row(n, tuple(unit.get(h, "") for h in headings)) for n, unit in enumerate(units, 1))
    return Table(file, headings, tuple(rows)), []


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _units(content: Any) -> Iterator[dict[str, Any]]:
    """Every unit with the publication that offers it, if there is one."""
    if isinstance(content, dict):
        content = next((content[k] for k in ("eenheden", "publicaties", "units") if k in content), [content])
    for item in content:
        inside = item.get("eenheden")
        if inside is None:
            yield item
        for unit in inside or ():
            yield {**unit, "publicatie": {k: v for k, v in item.items() if k != "eenheden"}}


_PUBLICATION = {
    "einddatum": "publicatie.einddatum",
    "opleverdatum": "opleverdatum",
    "aantalEenhedenBeschikbaar": "aantalEenhedenBeschikbaar",
    "overeenkomstDetailsoort": "overeenkomstDetailsoort",
    "detailModel": "detailModel",
}


def _flat(unit: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Headings and cells of one unit."""
    publication = unit.get("publicatie") or {}
    for name, heading in _PUBLICATION.items():
        if text := _text(publication.get(name)):
            yield heading, _day(text) if heading.endswith("datum") else text
    for name, value in unit.items():
        yield from _facts_of(name, value)


def _facts_of(name: str, value: Any) -> Iterable[tuple[str, str]]:
    if name in UNUSED or name == "publicatie" or value is None:
        return []
    if name == "oppervlakten":
        return [("GBO", _text(o.get("waarde"))) for o in value if _text(o.get("soort")) == "GBO"]
    if name == "panden":
        lifts = [_text(p["liftAanwezig"]) for p in value if "liftAanwezig" in p]
        return [("liftAanwezig", "true" if "true" in lifts else lifts[0])] if lifts else []
    if name == "ruimten":
        beds = sum(_text(r.get("detailSoort")) in ("SLA", "WSL", "WSK") for r in value)
        return [("bedrooms", str(beds))] if beds else []
    if name == "criteria":
        return _criteria(value)
    if name == "adres":
        town = _text((value.get("gemeente") or {}).get("code"))
        return [("adres.postcode", _text(value.get("postcode"))), ("adres.gemeente.code", town)]
    if name == "adresseerbaarObjectBasisregistratie":
        return [("bagIdentificatie", _text(value.get("bagIdentificatie")))]
    return [(name, _text(value))]


def _criteria(criteria: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Limits on the number of persons, and the kinds of all other criteria."""
    others = []
    for one in criteria:
        if (kind := _text(one.get("soort"))) != "PER":
            others.append(kind)
            continue
        exact = _text(one.get("aantalExact"))
        for heading, name in (("min_persons", "aantalOndergrens"), ("max_persons", "aantalBovengrens")):
            if number := exact or _text(one.get(name)):
                yield heading, number
    yield "criteria", "|".join(others)


def _day(text: str) -> str:
    return text[:10]


def _text(value: Any) -> str:
    """A cell: the code of a coded value, a list with bars between its items."""
    if isinstance(value, dict):
        return _text(value.get("code"))
    if isinstance(value, list):
        return "|".join(map(_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Exact):
        return value
    # JSON can hold halves of characters, which no other file can
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
