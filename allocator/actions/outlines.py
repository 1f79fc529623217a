"""True boundaries of municipalities: kept once for all, shown on maps."""

from allocator.actions.parts.deed import ADMINISTRATOR, EVERYBODY, Deed, action
from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.intake.boundaries import MOST_SOURCE, codes_of, read_areas
from allocator.locale import N_
from allocator.store import outlines, region
from allocator.store.outlines import KeptOutlines as KeptOutlines


@action(ADMINISTRATOR)
def keep_outlines(deed: Deed, data: bytes, name: str, source: str) -> KeptOutlines:
    """Keep the boundaries of municipalities of this region, instead of those that there were."""
    areas = read_areas(data, name)
    known, there = {one.code for one in region.municipalities(deed.work)}, codes_of(areas)
    if not known & there:
        text = N_("None of these areas has the code of a municipality of this region.")
        do = N_("Write the CBS code, such as GM0014, in the id of each area, or in code, statcode or gemeentecode.")
        raise InputProblems([Problem.of(name, Sentence(text), Sentence(do))])
    own = {**areas, "features": [one for one in areas["features"] if codes_of({"features": [one]}) & known]}
    said = (source or str(areas.get("source") or ""))[:MOST_SOURCE]
    found = outlines.keep(deed.work, own, said, sorted(known & there), deed.actor.id, deed.now)
    deed.note("outlines", "region", facts={"sha256": found.sha256, "areas": len(found.codes)})
    return found


@action(ADMINISTRATOR)
def drop_outlines(deed: Deed) -> None:
    """Keep no boundaries any more: maps show circles, or what the settings name."""
    if not outlines.forget(deed.work):
        deed.nothing_changed()
        return
    deed.note("outlines", "region", facts={"areas": 0})


@action(EVERYBODY, writes=False)
def show_outlines(deed: Deed) -> KeptOutlines | None:
    """Whose boundaries are kept, and of which municipalities; None: none are."""
    return outlines.known(deed.work)


@action(EVERYBODY, writes=False)
def read_outlines(deed: Deed) -> bytes:
    """The boundaries themselves, as GeoJSON; nothing when none are kept."""
    return (outlines.load(deed.work) or "").encode()
