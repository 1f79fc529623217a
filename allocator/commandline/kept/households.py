"""``household``: files, contact data, and what people say of a household and a home."""

from allocator.actions import households
from allocator.commandline.exits import Exit
from allocator.commandline.kept import filed, saying
from allocator.commandline.kept.desk import opened
from allocator.commandline.screen import Screen, key, number, text
from allocator.domain.base import composed
from allocator.domain.codes import Verdict
from allocator.locale import N_
from allocator.reports.words import rule_words

_SAID = {
    "pin": N_("Written down: {household} wants {home} in the next run."),
    "forbid": N_("Written down: {home} is not proposed to {household} again."),
}
_AGAIN = N_("Next: `allocator round run` makes a proposal that takes this into account.")


def list_households(screen: Screen) -> Exit:
    """Show the list."""
    with opened(screen) as desk:
        found = households.list_households(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"households": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Household"))),
        text(tongue(N_("Urgency")), 2),
        number(tongue(N_("People"))),
        text(tongue(N_("Registered"))),
        text(tongue(N_("Ready from"))),
        text(tongue(N_("Groups")), 2),
    ]
    rows = [
        (
            one.id,
            one.urgency,
            str(one.persons),
            saying.on(one.registered_on),
            saying.on(one.ready_from),
            ", ".join(one.target_groups or ()),
        )
        for one in found
    ]
    screen.table(columns, rows, tongue(N_("On the list: {n}"), n=tongue.households(len(found))))
    saying.hint(screen, N_("Next: `allocator household show HOUSEHOLD` shows one file. Reading is written down."))
    return Exit.DONE


def show_household(screen: Screen, household: str) -> Exit:
    """Show one file: every field that says something."""
    household = composed(household)
    with opened(screen) as desk:
        found = households.show_household(desk.office, desk.actor, household)
    if screen.as_json:
        return saying.show(screen, found)
    tongue = screen.tongue
    status = N_("on the list") if found.present else N_("off the list")
    words = N_("File of {household}, {status}, version {version}")
    screen.heading(tongue(words, household=household, status=tongue(status), version=found.version))
    saying.facts(screen, filed.facts(found.household, "households", screen))
    for need in found.household.needs:
        words = ", ".join(f"{name} {value}" for name, value in filed.facts(need, "needs", screen))
        screen.item("-", tongue(N_("Support: {what}"), what=words))
    saying.hint(
        screen,
        N_("Next: `allocator round explain {household}` says why there is a home, or none."),
        household=household,
    )
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ words on a home


def say(screen: Screen, verdict: str, household: str, home: str, reason: str) -> Exit:
    """Pin or forbid a home."""
    household, home = composed(household), composed(home)
    act = {"pin": households.pin, "forbid": households.forbid}[verdict]
    with opened(screen) as desk:
        act(desk.office, desk.actor, household, home, reason)
    if screen.as_json:
        return saying.show(screen, {"household": household, "home": home, "verdict": verdict, "reason": reason})
    saying.done(screen, _SAID[verdict], household=household, home=home)
    saying.hint(screen, _AGAIN)
    return Exit.DONE


def waive(screen: Screen, household: str, home: str, rule: str, reason: str) -> Exit:
    """Lift one rule for one pair."""
    household, home = composed(household), composed(home)
    with opened(screen) as desk:
        households.waive(desk.office, desk.actor, household, home, rule, reason)
    if screen.as_json:
        return saying.show(screen, {"household": household, "home": home, "rule": rule, "reason": reason})
    words = N_("Written down: {rule} does not count for {household} in {home}. The proposal lists it.")
    saying.done(screen, words, rule=rule_words(rule, screen.tongue), household=household, home=home)
    saying.hint(screen, _AGAIN)
    return Exit.DONE


def take_back(screen: Screen, household: str, home: str, verdict: str) -> Exit:
    """Take a word back."""
    household, home = composed(household), composed(home)
    with opened(screen) as desk:
        households.take_back_word(desk.office, desk.actor, household, home, Verdict(verdict))
    if screen.as_json:
        return saying.show(screen, {"household": household, "home": home, "taken_back": verdict})
    saying.done(screen, N_("Taken back: what was said of {household} and {home}."), household=household, home=home)
    saying.hint(screen, _AGAIN)
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ contact, withdraw


def contact(screen: Screen, household: str, keep: str | None) -> Exit:
    """Show or keep how a household can be reached."""
    household = composed(household)
    with opened(screen) as desk:
        if keep is None:
            words = households.show_contact(desk.office, desk.actor, household)
            if screen.as_json:
                return saying.show(screen, {"household": household, "contact": words})
            screen.line(words)
            return Exit.DONE
        until = households.keep_contact(desk.office, desk.actor, household, keep)
    if screen.as_json:
        return saying.show(screen, {"household": household, "delete_by": until})
    saying.done(screen, N_("Kept apart from all else, and deleted after {day}."), day=until)
    return Exit.DONE


def withdraw(screen: Screen, household: str, *, yes: bool) -> Exit:
    """Take a household off the list."""
    household = composed(household)
    with opened(screen) as desk:
        if not screen.as_json:
            words = N_("{household} goes off the list, and takes no part in the next rounds.")
            saying.done(screen, words, household=household)
        saying.must_confirm(screen, yes=yes)
        households.withdraw_household(desk.office, desk.actor, household)
    if screen.as_json:
        return saying.show(screen, {"household": household, "withdrawn": True})
    saying.done(screen, N_("{household} is off the list; the file is kept until its date."), household=household)
    saying.hint(screen, N_("Next: a placement under way is called off with `allocator decide withdraw NUMBER`."))
    return Exit.DONE
