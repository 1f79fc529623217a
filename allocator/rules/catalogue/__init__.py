"""The catalogue of hard rules, one module per subject; importing it fills the registry."""

from allocator.rules.catalogue import access, dates, groups, living, money, place, size, state, support
from allocator.rules.rule import registered

SUBJECTS = (size, living, access, money, place, dates, groups, support, state)
CATALOGUE = registered()
"""All rules, in the order of their numbers."""
