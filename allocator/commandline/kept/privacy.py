"""``privacy``: keys, destruction on its date, and access requests."""

import json
import os
import re
from pathlib import Path

from allocator import privacy as keys
from allocator.actions import privacy
from allocator.commandline.exits import Exit
from allocator.commandline.faults import WrongUse
from allocator.commandline.kept import saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.screen import Screen
from allocator.domain.base import composed
from allocator.locale import N_
from allocator.settings import DEVELOPMENT_KEY, read_settings


def key(screen: Screen, name: str) -> Exit:
    """Make a key: the text for ALLOCATOR_KEYS, with the keys that stand there already behind it."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", name):
        raise WrongUse(screen.tongue(N_("Give the key a short name of letters, digits, - and _.")))
    older = read_settings({k: v for k, v in os.environ.items() if k == "ALLOCATOR_KEYS"}).keys.get_secret_value()
    older = "" if older == DEVELOPMENT_KEY else older
    if name in keys.read_keyring(older or DEVELOPMENT_KEY).keys:
        raise WrongUse(screen.tongue(N_("There is a key {name} already; give the new one another name."), name=name))
    ring = keys.new_keyring(name, older)
    if screen.as_json:
        return saying.show(screen, {"name": name, "keys": ring})
    saying.done(screen, N_("Set ALLOCATOR_KEYS to this, and keep it outside the database:"))
    screen.console.print(f"\n{ring}\n", soft_wrap=True)
    screen.line(screen.tongue(N_("Without it nobody can read the facts of households; also not from a backup.")))
    if older:
        words = N_("Next: with it set, `allocator privacy rewrap`; after that the older keys can go.")
        saying.hint(screen, words)
    return Exit.DONE


def rewrap(screen: Screen) -> Exit:
    """Wrap all keys by the newest one."""
    with opened(screen) as desk:
        count = privacy.rewrap_keys(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"wrapped_again": count})
    saying.done(screen, N_("Keys wrapped again: {n}."), n=count)
    saying.hint(screen, N_("Next: older keys can leave ALLOCATOR_KEYS, as soon as no backup needs them."))
    return Exit.DONE


def purge(screen: Screen, *, yes: bool) -> Exit:
    """Destroy what is past its date."""
    with opened(screen) as desk:
        if not screen.as_json:
            saying.done(screen, N_("What is past its date is destroyed for good: facts, documents and contact data."))
            words = N_(
                "Pseudonyms, hashes, placements and counts stay. Rounds with these facts cannot be replayed any more."
            )
            screen.line(screen.tongue(words))
        saying.must_confirm(screen, yes=yes)
        found = privacy.purge(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, found)
    tongue = screen.tongue
    saying.done(
        screen,
        N_("Destroyed: the facts of {households}, and contact data: {n}."),
        households=tongue.households(len(found.households)),
        n=found.contacts,
    )
    if found.households:
        screen.line(", ".join(found.households))
    saying.hint(screen, N_("Backups hold sealed copies and their keys: let them go on their date too."))
    return Exit.DONE


def export(screen: Screen, household: str, out: Path | None) -> Exit:
    """All that is kept of one household; on the screen, or in a file that only its owner can read."""
    household = composed(household)
    with opened(screen) as desk:
        found = privacy.export_household(desk.office, desk.actor, household)
    if out is None:
        return saying.show(screen, found)
    handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(found, stream, indent=2, ensure_ascii=False, default=str)
    if screen.as_json:
        return saying.show(screen, {"household": household, "file": str(out)})
    saying.done(
        screen, N_("Written: {file}. It holds all that is kept of {household}."), file=str(out), household=household
    )
    saying.hint(screen, N_("Give it to the household in a safe way, and remove the file."))
    return Exit.DONE
