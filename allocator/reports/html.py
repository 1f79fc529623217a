"""The two reports, each one self-contained page: no scripts, nothing from elsewhere, fit for print and phone."""

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from allocator.domain.proposal import Proposal
from allocator.domain.round import Round
from allocator.domain.sentence import Audience
from allocator.locale import day
from allocator.reports import committee, facts, figures, privacy, proof, public, shares, standing, tables_aims
from allocator.reports.words import Tongue


def report(round_: Round, proposal: Proposal, lang: str, audience: Audience) -> str:
    """The report of a proposal as HTML.

    Args:
        round_: what was matched.
        proposal: the proposal.
        lang: ``nl`` or ``en``.
        audience: the committee gets the full report; everybody else the one that may be shared.

    Raises:
        ValueError: when the language is not one of the screens.
    """
    tongue = Tongue(lang)
    full = audience is Audience.COMMITTEE
    view = _common(round_, proposal, tongue, shareable=not full)
    view |= _full(round_, proposal, tongue) if full else _shareable(round_, proposal, tongue)
    page = pages().get_template("committee.html" if full else "shareable.html")
    return page.render(_=tongue, t=tongue, **view) + "\n"


def _common(round_: Round, proposal: Proposal, tongue: Tongue, *, shareable: bool) -> dict[str, Any]:
    return {
        "lang": tongue.lang,
        "css": css(),
        "round_id": proposal.round_id,
        "as_of": day(round_.as_of, tongue.lang),
        "period": round_.period,
        "policy": round_.policy,
        "proven": proof.proven(proposal),
        "reproducible": proposal.reproducible,
        "seed_by_hand": proposal.seed_by_hand,
        "steps": proof.proof(round_, proposal, tongue, numbers=not shareable),
        "weeks": round_.policy.waiting.flag_after_days // 7,
        "term_days": round_.policy.waiting.flag_after_days,
        "key_sources": facts.key_sources(round_, tongue, shareable=shareable),
        "amount_notes": facts.amount_notes(round_.policy, tongue),
        "glossary": facts.glossary(tongue, shareable=shareable),
    }


def _full(round_: Round, proposal: Proposal, tongue: Tongue) -> dict[str, Any]:
    aims = committee.aim_rows(round_, proposal, tongue)
    return {
        "headline": tongue.of(proposal.headline),
        "q": figures.shelter_question(round_, proposal),
        "o": figures.overview(round_, proposal),
        "placed": committee.placed_groups(round_, proposal, tongue),
        "unplaced": committee.unplaced_groups(round_, proposal, tongue),
        "empty": committee.empty_groups(round_, proposal, tongue),
        "questions": committee.question_rows(proposal, tongue),
        "waivers": committee.waivers(round_, tongue),
        "shares": shares.shares(round_, proposal, tongue),
        "aims": aims,
        "aims_more": len(proposal.stages) - len(aims),
        "inputs": tables_aims.inputs(round_, proposal, tongue).rows,
    }


def _shareable(round_: Round, proposal: Proposal, tongue: Tongue) -> dict[str, Any]:
    return {
        "f": public.public_figures(round_, proposal),
        "least": privacy.LEAST,
        "counts": public.counts(round_, proposal, tongue),
        "unplaced": public.unplaced_counts(round_, proposal, tongue),
        "shares": public.public_shares(round_, proposal, tongue),
        "standings": standing.standings(round_, proposal, tongue),
        "hashes": (proposal.round_sha256, proposal.policy_sha256),
        "versions": proposal.versions,
    }


@cache
def pages() -> Environment:
    """The templates of the reports; what is put in is escaped."""
    pages = Environment(
        loader=PackageLoader("allocator.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        lstrip_blocks=True,
    )
    pages.filters["drawing"] = Markup  # drawings escape their own texts
    return pages


@cache
def css() -> Markup:
    """The style sheet that stands in every report."""
    source = resources.files("allocator.reports") / "templates" / "report.css"
    return Markup(source.read_text(encoding="utf-8"))  # noqa: S704 - our own style sheet  # nosec B704
