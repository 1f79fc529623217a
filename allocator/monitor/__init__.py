"""Figures for councils and near the national dashboard, fit to be open data."""

from allocator.monitor.figures import Counts, count
from allocator.monitor.hiding import hidden
from allocator.monitor.open_data import FILES as OPEN_DATA
from allocator.monitor.open_data import open_data
from allocator.monitor.records import Records, Refusal, Seen, Signed, Snapshot
from allocator.monitor.release import release

__all__ = [
    "OPEN_DATA",
    "Counts",
    "Records",
    "Refusal",
    "Seen",
    "Signed",
    "Snapshot",
    "count",
    "hidden",
    "open_data",
    "release",
]
