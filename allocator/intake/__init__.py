"""What comes in: files and texts to domain objects, or every problem by file, line and column."""

from allocator.intake.case import ReadCase, read_case
from allocator.intake.part import Upload
from allocator.intake.policy_file import delivered_policy, read_policy
from allocator.intake.policy_write import write_policy
from allocator.intake.scenario_file import delivered_scenario, read_scenario
from allocator.intake.writing import write_case

__all__ = [
    "ReadCase",
    "Upload",
    "delivered_policy",
    "delivered_scenario",
    "read_case",
    "read_policy",
    "read_scenario",
    "write_case",
    "write_policy",
]
