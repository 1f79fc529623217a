"""Allocator: matches people who are stuck in shelters, and other urgent groups, to homes."""

__version__ = "0.1.0"
