"""``region``: homes, support, municipalities, and who takes no part now."""

from pathlib import Path

from allocator.actions import region
from allocator.commandline import fitting
from allocator.commandline.exits import Exit
from allocator.commandline.kept import filed, saying
from allocator.commandline.kept.desk import Desk, opened
from allocator.commandline.screen import Screen, key, number, short, text
from allocator.domain.base import composed
from allocator.domain.refusal import NotFound
from allocator.domain.unit import Unit
from allocator.locale import N_, money


def municipality_of(desk: Desk, written: str) -> str:
    """The code of a municipality that is named by its code or its name.

    Raises:
        NotFound: when there is none.
    """
    wanted = composed(written).casefold()
    for one in region.list_municipalities(desk.office, desk.actor):
        if wanted in (one.code.casefold(), one.name.casefold()):
            return one.code
    raise NotFound("no_municipality", N_("There is no municipality {municipality}."), municipality=written)


def names(desk: Desk) -> dict[str, str]:
    """Names of municipalities by code."""
    return {one.code: one.name for one in region.list_municipalities(desk.office, desk.actor)}


def municipalities(screen: Screen) -> Exit:
    """Show municipalities."""
    with opened(screen) as desk:
        found = region.list_municipalities(desk.office, desk.actor)
    if screen.as_json:
        return saying.show(screen, {"municipalities": found})
    tongue = screen.tongue
    columns = [key(tongue(N_("Code"))), text(tongue(N_("Municipality"))), text("")]
    rows = [(one.code, one.name, tongue(N_("takes no part now")) if one.paused else "") for one in found]
    screen.table(columns, rows, tongue(N_("Municipalities: {n}"), n=len(found)))
    saying.hint(screen, N_("Next: `allocator region pause municipality CODE` lets one take no part for a while."))
    return Exit.DONE


def homes(screen: Screen) -> Exit:
    """Show homes."""
    with opened(screen) as desk:
        found = region.list_units(desk.office, desk.actor)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, {"homes": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Home"))),
        short(tongue(N_("Municipality"))),
        text(tongue(N_("Corporation"))),
        text(tongue(N_("Form"))),
        text(tongue(N_("Status"))),
        number(tongue(N_("Bedrooms"))),
        number(tongue(N_("Rent"))),
    ]
    screen.table(
        columns, [_home(one, known, screen) for one in found], tongue(N_("Homes on the list: {n}"), n=len(found))
    )
    saying.hint(screen, N_("Next: `allocator region home HOME` shows one of them."))
    return Exit.DONE


def _home(one: Unit, known: dict[str, str], screen: Screen) -> tuple[str, ...]:
    tongue = screen.tongue
    rent = "–" if one.rent is None else money(one.rent, screen.lang)
    return (
        one.id,
        known.get(one.municipality, one.municipality),
        one.corporation or "–",
        tongue.term(one.form),
        tongue.term(one.status),
        str(one.bedrooms),
        rent,
    )


def home(screen: Screen, unit: str) -> Exit:
    """Show one home: every field that says something."""
    unit = composed(unit)
    with opened(screen) as desk:
        found = region.show_unit(desk.office, desk.actor, unit)
    if screen.as_json:
        return saying.show(screen, found)
    tongue = screen.tongue
    words = N_("Home {home}, version {version}: {taken} of {places} places are taken by placements under way")
    screen.heading(
        tongue(
            words, home=unit, version=found.version, taken=found.claimed, places=max(found.unit.places, found.claimed)
        )
    )
    saying.facts(screen, filed.facts(found.unit, "units", screen))
    saying.hint(screen, N_("Next: `allocator placement list` shows placements under way."))
    return Exit.DONE


def fit(screen: Screen, unit: str | None, file: Path | None) -> Exit:
    """Say whom a home would fit, also before it is offered; nothing is kept.

    Raises:
        NotFound: when there is no such home, or no policy in force.
        InputProblems: when the file has problems.
        WrongUse: when neither a home nor a file is given.
    """
    with opened(screen) as desk:
        found = fitting.asked(
            screen,
            unit,
            file,
            names(desk),
            lambda key: region.foresee_unit(desk.office, desk.actor, key),
            lambda new: region.foresee_new_unit(desk.office, desk.actor, new),
        )
    return fitting.show(screen, found)


def withdraw(screen: Screen, unit: str, *, yes: bool) -> Exit:
    """Take a home off the list."""
    unit = composed(unit)
    with opened(screen) as desk:
        found = region.show_unit(desk.office, desk.actor, unit)
        if not screen.as_json:
            saying.done(
                screen, N_("{home} goes off the list; placements under way in it: {n}."), home=unit, n=found.claimed
            )
        saying.must_confirm(screen, yes=yes)
        region.withdraw_unit(desk.office, desk.actor, unit, found.version)
    if screen.as_json:
        return saying.show(screen, {"home": unit, "withdrawn": True})
    saying.done(screen, N_("{home} is off the list."), home=unit)
    if found.claimed:
        saying.hint(screen, N_("Next: a placement under way is called off with `allocator decide withdraw NUMBER`."))
    return Exit.DONE


def support(screen: Screen) -> Exit:
    """Show pools of support."""
    with opened(screen) as desk:
        found = region.list_pools(desk.office, desk.actor)
        known = names(desk)
    if screen.as_json:
        return saying.show(screen, {"support": found})
    tongue = screen.tongue
    columns = [
        key(tongue(N_("Pool"))),
        text(tongue(N_("Provider"))),
        text(tongue(N_("Kinds")), 2),
        number(tongue(N_("Hours"))),
        number(tongue(N_("Places"))),
        number(tongue(N_("Used"))),
        text(tongue(N_("Municipalities")), 3),
    ]
    rows = [
        (
            one.id,
            one.provider,
            ", ".join(one.kinds),
            _amount(one.hours_per_week, screen),
            _amount(one.places, screen),
            _amount(one.used, screen),
            ", ".join(known.get(code, code) for code in one.municipalities),
        )
        for one in found
    ]
    screen.table(columns, rows, tongue(N_("Support pools: {n}"), n=len(found)))
    return Exit.DONE


def _amount(value: object, screen: Screen) -> str:
    if value is None:
        return "–"
    text_ = f"{value}"
    return text_ if screen.lang == "en" else text_.replace(".", ",")


def pause(screen: Screen, who: str, written: str, *, paused: bool) -> Exit:
    """Let somebody take no part, or take part again."""
    with opened(screen) as desk:
        if who == "municipality":
            code = municipality_of(desk, written)
            region.pause_municipality(desk.office, desk.actor, code, paused=paused)
        else:
            code = composed(written)
            region.pause_corporation(desk.office, desk.actor, code, paused=paused)
    if screen.as_json:
        return saying.show(screen, {who: code, "paused": paused})
    if paused:
        saying.done(screen, N_("{who} takes no part from the next round on."), who=code)
    else:
        saying.done(screen, N_("{who} takes part again from the next round on."), who=code)
    saying.hint(screen, N_("A round that is open stays as it was frozen."))
    return Exit.DONE
