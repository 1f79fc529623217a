"""A folder or workbook to a ``Round``: everything, or every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from allocator.domain.checks import NO_WEIGHTS, RuleFacts
from allocator.domain.consistency import Parts, is_look_up, problems
from allocator.domain.policy import Policy
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.region import Municipality
from allocator.domain.round import Round
from allocator.domain.sentence import Sentence
from allocator.intake import case_info, needs, policy_file, sources, toml_source, vera
from allocator.intake.case_info import Info
from allocator.intake.columns import SPECS
from allocator.intake.rows import Rows, read_rows
from allocator.intake.sources import Sources
from allocator.intake.tables import decode
from allocator.intake.words import normal
from allocator.locale import N_
from allocator.rules import CATALOGUE

DELIVERED_POLICY = "policy.toml (delivered)"


@dataclass(frozen=True)
class ReadCase:
    """A case that can be used.

    Attributes:
        round: the frozen round.
        warnings: what deserves a look, and does not stand in the way.
        hashes: SHA-256 in hexadecimals of each file that was read, by name.
    """

    round: Round
    warnings: tuple[Problem, ...]
    hashes: dict[str, str]


def read_case(folder: Path, *, policy: Path | None = None, seed: str | None = None) -> ReadCase:
    """Read a whole case.

    Args:
        folder: a folder with the files of a case, or one workbook (.xlsx).
        policy: another policy than the policy.toml of the case.
        seed: a lottery seed chosen by hand, instead of the one in case.toml.

    Raises:
        InputProblems: when anything is wrong; carries all problems and warnings.
    """
    found = sources.find(folder)
    info = case_info.read_info(found, _names(found))
    rules = _policy(found, policy, info)
    rows = {name: _rows(name, found, rules) for name in SPECS if name in found.tables}
    _missing_files(found)
    every = [*found.problems, *(problem for one in rows.values() for problem in one.problems)]
    every += needs.complete(rows)
    parts = _parts(rows, info, rules)
    every += [_placed(problem, rows, info, found) for problem in _told(problems(parts), found)]
    every += _told(_of_partial_rows(rows, parts), found)
    if parts.municipalities is None and "municipalities" not in found.unread:
        every.append(_no_municipalities())
    round_ = _round(parts, info, seed) if not any(not problem.warning for problem in every) else None
    if round_ is None:
        raise InputProblems(sorted(every, key=_order))
    return ReadCase(round_, tuple(sorted(every, key=_order)), found.hashes)


def _order(problem: Problem) -> tuple[str, int, str, str]:
    return (problem.file, problem.line or 0, problem.column or "", problem.what)


def _names(found: Sources) -> dict[str, str]:
    """Names of municipalities in municipalities.csv, to their codes."""
    table = found.tables.get("municipalities")
    if table is None:
        return {}
    columns = [SPECS["municipalities"].by_name.get(normal(heading)) for heading in table.headings]
    at = {column.heading: index for index, column in enumerate(columns) if column}
    if not {"code", "name"} <= at.keys():
        return {}
    pairs = ((normal(row.cells[at["name"]]), row.cells[at["code"]].strip()) for row in table.rows)
    return {name: _code(code) for name, code in pairs if name and not name.isdecimal()}


def _code(text: str) -> str:
    return f"GM{int(text):04d}" if text.isascii() and text.isdecimal() and len(text) < 5 else text.upper()


def _policy(found: Sources, path: Path | None, info: Info) -> Policy | None:
    """The policy given, that of the case, or the delivered one."""
    if path is not None:
        data, file = found.load(path), path.name
        if data is None:
            return None
    elif found.policy_toml is not None:
        data, file = found.policy_toml, sources.POLICY
    else:
        data, file = policy_file.delivered_policy(), DELIVERED_POLICY
        found.hash_of(DELIVERED_POLICY, data)
    policy, wrong = policy_file.parse_policy(data, info.as_of, file)
    found.problems += wrong
    found.policy_used = (file, data)
    return policy


def _rows(name: str, found: Sources, policy: Policy | None) -> Rows:
    table = found.tables[name]
    if name == "units" and vera.is_vera(table):
        table, derived = vera.to_units(table)
        found.problems += derived
    return read_rows(table, SPECS[name], _names(found), policy, vera=name == "units")


def _missing_files(found: Sources) -> None:
    for name, spec in SPECS.items():
        if spec.required and name not in found.tables and name not in found.unread:
            found.unread.add(name)
            do = Sentence(N_("Add {name}.csv, or a sheet {name} in case.xlsx."), {"name": name})
            found.problems.append(Problem.of(f"{name}.csv", Sentence(N_("The file is missing.")), do))


def _no_municipalities() -> Problem:
    what = Sentence(N_("The file is missing; the municipalities are taken from the other files."))
    do = Sentence(N_("Add municipalities.csv for their names, neighbours and the map."))
    return Problem.of("municipalities.csv", what, do, warning=True)


def _parts(rows: Mapping[str, Rows], info: Info, policy: Policy | None) -> Parts:
    models: dict[str, Any] = {name: tuple(one.models) for name, one in rows.items()}
    models |= {name: None for name in ("municipalities", "complexes", "corporations") if name not in rows}
    case = info.case
    return Parts(
        policy=policy,
        as_of=info.as_of,
        period=case.period if case else None,
        paused_municipalities=case.paused_municipalities if case else (),
        paused_corporations=case.paused_corporations if case else (),
        rules=rule_facts(),
        also_known={name: frozenset(one.keys) for name, one in rows.items()},
        **models,
    )


def rule_facts() -> dict[str, RuleFacts]:
    """What the rule catalogue says of each rule that a policy or a waiver may name."""
    return {rule.code: RuleFacts(rule.waivable, rule.switchable, rule.numbers) for rule in CATALOGUE}


def _told(every: list[Problem], found: Sources) -> list[Problem]:
    """Without what only follows from a file that could not be read: nobody knows its keys yet."""

    def follows(problem: Problem) -> bool:
        if problem.says is None:
            return False
        listed = str(problem.says[0].values.get("list", "")).split(" / ")
        about = ["keys.csv"] if problem.says[0].text == NO_WEIGHTS else listed
        return any(name.removesuffix(".csv") in found.unread for name in about)

    return [problem for problem in every if not follows(problem)]


def _placed(problem: Problem, rows: Mapping[str, Rows], info: Info, found: Sources) -> Problem:
    """The problem with the file and the line as they are in this case."""
    name = problem.file.removesuffix(".csv")
    if name in rows:
        line = rows[name].lines[problem.row] if problem.row is not None else None
        return problem.model_copy(update={"file": rows[name].file, "line": line})
    if problem.file == sources.CASE:
        line = info.lines.get(problem.column or "")
        return problem.model_copy(update={"file": info.file, "line": line})
    if problem.file == sources.POLICY:
        file, data = found.policy_used
        text = decode(data, file)
        path = tuple((problem.column or "").split("."))
        line = toml_source.line_of(text, path) if isinstance(text, str) else None
        return problem.model_copy(update={"file": file, "line": line})
    return problem


def _of_partial_rows(rows: Mapping[str, Rows], parts: Parts) -> list[Problem]:
    """What rows with a problem refer to in their sound fields, so that this too is told at once."""
    if not any(one.partial for one in rows.values()):
        return []
    more: dict[str, Any] = {
        name: (*one.models, *(partial.model for partial in one.partial)) for name, one in rows.items()
    }
    found = []
    for problem in filter(is_look_up, problems(replace(parts, **more))):
        one = rows.get(problem.file.removesuffix(".csv"))
        if one is None or problem.row is None or problem.row < len(one.models):
            continue
        partial = one.partial[problem.row - len(one.models)]
        if problem.column not in {column.heading for column in one.spec.columns if column.attribute in partial.bad}:
            found.append(problem.model_copy(update={"file": one.file, "line": partial.line}))
    return found


def _round(parts: Parts, info: Info, seed: str | None) -> Round | None:
    case = info.case
    if case is None or parts.policy is None:
        return None
    lists = ("occupants", "apart", "complexes", "corporations", "keys", "support", "ledger", "pairs")
    return Round(
        round_id=case.round_id,
        as_of=case.as_of,
        period=case.period,
        schema_version=case.schema_version,
        policy=parts.policy,
        households=needs.with_needs(parts.households, parts.needs),
        units=parts.units,
        municipalities=parts.municipalities if parts.municipalities is not None else _mentioned(parts),
        previous=info.previous,
        paused_municipalities=case.paused_municipalities,
        paused_corporations=case.paused_corporations,
        lottery_seed=case.lottery_seed if seed is None else seed,
        seed_by_hand=case.seed_by_hand or seed is not None,
        **{name: getattr(parts, name) or () for name in lists},
    )


def _mentioned(parts: Parts) -> tuple[Municipality, ...]:
    """Municipalities that the other files name, under their code."""
    codes = {u.municipality for u in parts.units} | {k.municipality for k in parts.keys}
    codes |= {c.municipality for c in parts.complexes or ()} | {p.municipality for p in parts.ledger}
    codes |= {code for pool in parts.support for code in pool.municipalities}
    return tuple(Municipality(code=code, name=code) for code in sorted(codes))
