"""A messenger: brings what is in the outbox to webhooks, and digests to the mail server, outside any transaction."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from allocator.actions import notices
from allocator.actions.notices import Digest
from allocator.actions.parts.office import SYSTEM, Office
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.notify import Allowed, Failed, Mail, MailFault, Post, deliver, send
from allocator.store.notices import Delivery

EVERY = timedelta(days=1)
"""Digests are not sent more often."""
_WORDS = {
    "proposal": N_("New proposals: {n}"),
    "offer": N_("Offers that wait for an answer: {n}"),
    "decision": N_("Decisions: {n}"),
    "stalled": N_("Steps that stand still: {n}"),
    "quota": N_("Municipalities behind their share: {n}"),
}


@dataclass
class Messenger:
    """Brings what waits."""

    office: Office
    allowed: Allowed = field(default_factory=Allowed)
    mail: Mail | None = None
    address: str = ""
    """Where people find the server, for digests."""
    deliver: Callable[..., None] = deliver
    _last: float = field(default=float("-inf"), repr=False)

    def once(self) -> int:
        """Bring what is due; how many deliveries were tried."""
        found = notices.take_deliveries(self.office, SYSTEM)
        for one in found:
            notices.settle_delivery(self.office, SYSTEM, one.number, self._tried(one))
        return len(found)

    def _tried(self, one: Delivery) -> str:
        moment = int(self.office.clock().timestamp())
        try:
            self.deliver(one.url, one.secret, f"msg_{one.number}", moment, _body(one), self.allowed)
        except Failed as fault:
            return str(fault)
        return ""

    def digests(self) -> int:
        """Send the digests that are due; how many were taken by the mail server."""
        now = self.office.clock().timestamp()
        if self.mail is None or now - self._last < EVERY.total_seconds():
            return 0
        self._last, count = now, 0
        for one in notices.due_digests(self.office, SYSTEM):
            try:
                send(self.mail, _post(one, self.address))
            except MailFault:
                continue  # it is sent with the next ones
            notices.digest_sent(self.office, SYSTEM, one.user, one.last)
            count += 1
        return count


def _body(one: Delivery) -> bytes:
    """What a webhook is told: what happened to which home or round, and never to whom."""
    notice = one.notice
    data = {
        "round": notice.round,
        "placement": notice.placement,
        "unit": notice.unit,
        "state": notice.state,
        "municipality": notice.municipality,
    }
    at = notice.at.isoformat(timespec="seconds").replace("+00:00", "Z") if notice.at else None
    said = {"type": notice.kind, "timestamp": at, "data": {k: v for k, v in data.items() if v is not None}}
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


def _post(one: Digest, address: str) -> Post:
    """The message: counts only."""
    lines = [Sentence(_WORDS[kind], {"n": count}).render(one.lang) for kind, count in one.counts.items()]
    head = Sentence(N_("Since the last message:")).render(one.lang)
    tail = Sentence(N_("Sign in to see more: {address}"), {"address": address}).render(one.lang) if address else ""
    subject = Sentence(N_("Allocator: what waits for you")).render(one.lang)
    return Post(one.address, subject, "\n".join([head, "", *lines, "", tail]).rstrip() + "\n")
