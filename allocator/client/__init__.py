"""For programs: send homes, cases and households to a server of the allocator, fetch cases, and follow runs."""

from allocator.client.answers import Change, Fault, Progress, Refused, Report, Run
from allocator.client.client import Client, Unreachable

__all__ = ["Change", "Client", "Fault", "Progress", "Refused", "Report", "Run", "Unreachable"]
