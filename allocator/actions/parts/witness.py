"""Whether what is kept is still what the audit chain says that was done: the first link that it does not follow."""

import hashlib
from dataclasses import dataclass, field

from allocator import audit, privacy
from allocator.audit import Broken, Head, Link
from allocator.domain.refusal import Refusal
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.reports.files import proposal_json
from allocator.store import Work, books, decisions, placements, policies, rounds, trail
from allocator.store.vault import Gone, household_subject

_UNREADABLE = (Refusal, ValueError, KeyError, privacy.Unreadable)
"""What reading gives when somebody was in the database: gone, no JSON, not sealed here."""


def verify(work: Work, written_down: Head | None = None) -> Broken | None:
    """The first link that is wrong, or that what is kept no longer follows; None when all is well."""
    return trail.verify(work, written_down) or _Witness(work).hear()


def _broken(link: Link, text: str) -> Broken:
    return Broken(link.number, "kept", Sentence(text, {"number": link.number, "whom": link.event.whom or "?"}))


@dataclass
class _Witness:
    """Goes along the chain once, and looks at what each link was about."""

    work: Work
    postings: int = 0
    """The last posting that a link sealed."""
    placed: dict[str, Link] = field(default_factory=dict)
    """The last link of each placement."""
    proposed: dict[int, Link] = field(default_factory=dict)
    """The link of each proposal."""

    def hear(self) -> Broken | None:
        looks = {"round": self._round, "proposal": self._proposal, "policy": self._policy, "placement": self._decision}
        last: Link | None = None
        for link in trail.links(self.work):
            last = link
            look = looks.get(link.event.kind)
            try:
                found = (look(link) if look else None) or self._postings(link)
            except Gone:
                continue  # destroyed on its date: only the hash is left
            except _UNREADABLE:
                found = _broken(link, N_("What link {number} says of {whom} is gone, or cannot be read any more."))
            if found:
                return found
        return self._placements() or (self._more_postings(last) if last else None)

    def _round(self, link: Link) -> Broken | None:
        facts = link.event.facts
        if "seed" not in facts:
            return None
        kept = rounds.find(self.work, link.event.whom or "")
        wrong = (kept.sha256, kept.seed, kept.opened_at) != (facts["sha256"], facts["seed"], link.event.at)
        if not wrong:
            rounds.load(self.work, kept.id)
        return _broken(link, N_("Round {whom} is not the one that link {number} tells of.")) if wrong else None

    def _proposal(self, link: Link) -> Broken | None:
        facts, (name, _, number) = link.event.facts, (link.event.whom or "").rpartition("/")
        kept = rounds.find_proposal(self.work, name, int(number))
        self.proposed[kept.id] = link
        wrong = (kept.sha256, kept.round_sha256) != (facts["sha256"], facts["round_sha256"])
        if not wrong:
            said = proposal_json(rounds.load_proposal(self.work, kept)).encode()
            wrong = hashlib.sha256(said).hexdigest() != kept.sha256
        return _broken(link, N_("Proposal {whom} is not the one that link {number} tells of.")) if wrong else None

    def _policy(self, link: Link) -> Broken | None:
        kept = policies.policy(self.work, link.event.whom or "")
        really = hashlib.sha256(kept.source.encode()).hexdigest()
        wrong = not kept.sha256 == really == link.event.facts.get("sha256", really)
        return _broken(link, N_("Policy {whom} is not the one that link {number} tells of.")) if wrong else None

    def _decision(self, link: Link) -> Broken | None:
        event = link.event
        self.placed[event.whom or ""] = link
        found = {one.version: one for one in decisions.of_placement(self.work, int(event.whom or 0))}
        one = found.get(int(event.facts["version"]))
        said = (event.facts["step"], event.at, event.who, event.role.value, event.organisation, event.why)
        if one and said == (one.step, one.at, one.by, one.role, one.organisation, one.reason):
            return None
        return _broken(link, N_("The decision on placement {whom} is not the one that link {number} tells of."))

    def _postings(self, link: Link) -> Broken | None:
        if "postings_until" not in link.event.facts:
            return None
        before, self.postings = self.postings, int(link.event.facts["postings_until"])
        if books.digest(self.work, before, self.postings) == link.event.facts["postings_sha256"]:
            return None
        return _broken(link, N_("The ledger is not what link {number} tells of: a line was changed, added or removed."))

    def _more_postings(self, last: Link) -> Broken | None:
        if books.last_number(self.work) == self.postings:
            return None
        return _broken(
            last, N_("The ledger has lines that nobody wrote: none of the links up to {number} tells of them.")
        )

    def _placements(self) -> Broken | None:
        """How each placement stands now, against what its last link and its proposal say."""
        wrong: list[Link] = []
        for line in placements.lines(self.work):
            link = self.placed.get(str(line.id)) or self.proposed.get(line.proposal or 0)
            if link is not None and not self._as_said(line, link):
                wrong.append(link)
        first = min(wrong, key=lambda one: one.number, default=None)
        return _broken(first, N_("A placement does not stand as link {number} says.")) if first else None

    def _as_said(self, line: placements.Line, link: Link) -> bool:
        if not self.work.vault.readable(household_subject(line.household)):
            return True
        try:
            kept = placements.load(self.work, line.id)
        except _UNREADABLE:
            return False
        state = kept.state
        told = (state.household, state.unit, state.municipality, state.corporation, state.state, state.version)
        if told != (line.household, line.unit, line.municipality, line.corporation, line.state, line.version):
            return False
        key = privacy.audit_key(self.work.vault.key(household_subject(line.household)))
        said = {change.field: change.after for change in link.event.changes}
        return "state" not in said or said["state"] == audit.fingerprint(key, "state", line.state.value)
