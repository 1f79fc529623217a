"""``policy``: listed, added, approved, shown and compared."""

import sys
from pathlib import Path
from typing import Any

from allocator.actions import policies
from allocator.commandline.exits import Exit
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.screen import Screen, key, short, text
from allocator.domain.problem import InputProblems
from allocator.intake.tables import read_file
from allocator.locale import N_

_APPROVE = N_("Next: the chair approves the policy with `allocator policy approve {version}`.")


def list_policies(screen: Screen) -> Exit:
    """Show all versions."""
    with opened(screen) as desk:
        found = policies.list_policies(desk.office, desk.actor)
        today = desk.office.today
    if screen.as_json:
        return saying.show(screen, {"policies": found})
    tongue = screen.tongue
    holds = max(
        ((one.valid_from, one.approved_at) for one in found if one.approved_at and one.valid_from <= today),
        default=None,
    )
    columns = [
        key(tongue(N_("Version"))),
        text(tongue(N_("Name")), 2),
        short(tongue(N_("Valid from"))),
        text(tongue(N_("Added by"))),
        text(tongue(N_("Approved by"))),
        text(""),
    ]
    rows = [
        (
            one.version,
            one.name,
            saying.on(one.valid_from),
            one.added_by,
            one.approved_by or "–",
            tongue(N_("in force")) if one.approved_at and (one.valid_from, one.approved_at) == holds else "",
        )
        for one in found
    ]
    screen.table(columns, rows, tongue(N_("Policies: {n}"), n=len(found)))
    waits = [one.version for one in found if one.approved_at is None]
    if waits:
        saying.hint(screen, _APPROVE, version=waits[0])
    else:
        saying.hint(screen, N_("Next: `allocator policy diff FIRST SECOND` says what differs between two."))
    return Exit.DONE


def add(screen: Screen, file: Path) -> Exit:
    """Add a version.

    Raises:
        InputProblems: every problem in it.
        OSError: when the file cannot be read.
    """
    source = read_file(file).decode("utf-8-sig")
    with opened(screen) as desk:
        try:
            line = policies.add_policy(desk.office, desk.actor, source)
        except InputProblems as error:
            raise InputProblems([one.model_copy(update={"file": str(file)}) for one in error.problems]) from error
    if screen.as_json:
        return saying.show(screen, line)
    words = N_("Policy {name}, version {version}, is added; it is valid from {day}.")
    saying.done(screen, words, name=line.name, version=line.version, day=line.valid_from)
    if line.approved_at is None:
        saying.hint(screen, _APPROVE, version=line.version)
    return Exit.DONE


def approve(screen: Screen, version: str) -> Exit:
    """Approve a version."""
    with opened(screen) as desk:
        line = policies.approve_policy(desk.office, desk.actor, version)
    if screen.as_json:
        return saying.show(screen, line)
    words = N_("Policy {name}, version {version}, is approved by {who}; it is in force from {day}.")
    saying.done(screen, words, name=line.name, version=line.version, who=line.approved_by or "", day=line.valid_from)
    saying.hint(screen, N_("Next: `allocator round open` opens a round under it."))
    return Exit.DONE


def show(screen: Screen, version: str | None) -> Exit:
    """The text as it was added, so that it can be kept in a file again."""
    with opened(screen) as desk:
        line, source = policies.show_policy(desk.office, desk.actor, version)
    if screen.as_json:
        return saying.show(screen, {"policy": line, "source": source})
    sys.stdout.write(source if source.endswith("\n") else source + "\n")
    return Exit.DONE


def diff(screen: Screen, first: str, second: str) -> Exit:
    """Every setting that differs."""
    with opened(screen) as desk:
        found = policies.diff_policies(desk.office, desk.actor, first, second)
    if screen.as_json:
        rows = [{"setting": place, "first": old, "second": new} for place, old, new in found]
        return saying.show(screen, {"first": first, "second": second, "differences": rows})
    tongue = screen.tongue
    screen.heading(
        tongue(
            N_("From policy {first} to policy {second}: {n} settings differ"), first=first, second=second, n=len(found)
        )
    )
    if found:
        columns = [text(tongue(N_("Setting")), 2), text(first, 2), text(second, 2)]
        screen.table(columns, [(place, _shown(old), _shown(new)) for place, old, new in found])
    saying.hint(screen, N_("Next: `allocator compare CASE --policy A --policy B` shows what that does to people."))
    return Exit.DONE


def _shown(value: Any) -> str:
    return "–" if value is None else str(value)
