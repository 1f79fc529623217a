"""Headings of the reasons why somebody got no home, or why a home stays empty: for the committee, and for others.

The codes are those of ``allocator.explain.causes``; a code that is not here is headed by the sentence its rows share.
"""

from collections.abc import Sequence

from allocator.domain.base import Sensitivity
from allocator.domain.proposal import Text
from allocator.explain.causes import Cause
from allocator.explain.words import SENSITIVITY
from allocator.locale import N_
from allocator.reports.words import Tongue

TITLES = {
    Cause.URGENCY.code: N_("Eligible, but somebody of a more urgent class came first"),
    Cause.ORIGIN.code: N_("Eligible, but somebody from that municipality came first"),
    Cause.BALANCE.code: N_("Eligible, but decided by the fair share"),
    Cause.WAITING.code: N_("Eligible, but somebody with a longer wait came first"),
    Cause.SUITABILITY.code: N_("Eligible, but the home suits somebody else better"),
    Cause.STABILITY.code: N_("Eligible, but the previous proposal was kept"),
    Cause.LOTTERY.code: N_("Eligible, but not drawn in the lottery"),
    Cause.NO_SUPPORT.code: N_("Eligible, but no provider gives the support there"),
    Cause.POOL.code: N_("Eligible, but too little support left"),
    Cause.CORPORATION_NORM.code: N_("Eligible, but the corporation has no room for this rent and income"),
    Cause.CAP.code: N_("Eligible, but a cap of the policy has been reached"),
    Cause.COMPLEX.code: N_("Eligible, but the complex has reached its limit"),
    Cause.LIVING_TOGETHER.code: N_("Eligible, but it does not go together in a shared home"),
    Cause.APART.code: N_("Eligible, but somebody must be kept apart"),
    Cause.PLACES.code: N_("Eligible, but too few places"),
    Cause.PINNED.code: N_("Eligible, but somebody was placed by hand"),
    Cause.CHAIN.code: N_("Eligible, but nobody moves out in this plan"),
    Cause.RETURN.code: N_("Eligible, but an exchange would leave somebody without a home"),
    Cause.JOINT.code: N_("Eligible, but decided by the plan as a whole"),
    Cause.NOT_PROVEN.code: N_("Eligible, but the search stopped before it was sure"),
    "no_home_fits": N_("No home on offer passes the rules"),
    "nothing_on_offer": N_("No home is on offer"),
    "parked": N_("Parked: takes no part now"),
    "occupied": N_("Occupied, and nobody moves out in this plan"),
    "status": N_("Not free"),
    "paused": N_("Paused"),
    "nobody_fits": N_("Nobody fits under the rules"),
    "all_elsewhere": N_("Everybody who fits got another home"),
}
IN_PART = N_("Let in part, with places left")
MAY_LIVE_HERE = N_("People without a home may live here, but something else stands in the way")
OTHERS_FIRST = N_("Eligible, but others came first or the home was not there")
KNOWN_TO_COMMITTEE = N_("For a reason known to the committee")

_OPEN = {cause.code for cause in SENSITIVITY if SENSITIVITY[cause].rank <= Sensitivity.PERSONAL.rank}
_CAUSES = {cause.code for cause in Cause}
_NEUTRAL = ("no_home_fits", "nothing_on_offer", "paused")


def title(code: str, sentences: Sequence[Text], tongue: Tongue) -> str:
    """Heading for the committee of everybody with one reason."""
    if code in TITLES:
        return tongue(TITLES[code])
    words = {tongue.of(sentence) for sentence in sentences}
    return words.pop() if len(words) == 1 else code


def home_title(code: str, sentences: Sequence[Text], tongue: Tongue) -> str:
    """Heading for the committee of homes that stay empty for one reason."""
    if code == "placed":
        return tongue(IN_PART)
    return tongue(MAY_LIVE_HERE) if code in _CAUSES else title(code, sentences, tongue)


def public_title(code: str, tongue: Tongue) -> str:
    """Heading outside the committee: says nothing on support, health or safety."""
    if code in _NEUTRAL:
        return tongue(TITLES[code])
    return tongue(OTHERS_FIRST if code in _OPEN else KNOWN_TO_COMMITTEE)
