"""No citizen service number (BSN) ever comes in."""

import re

from allocator.domain.policy import Policy
from allocator.intake.columns import FREE_TEXT, Column, FileSpec
from allocator.privacy.text import bsn_in_text, is_bsn


def may_be_bsn(text: str, column: Column, spec: FileSpec, policy: Policy | None) -> bool:
    """Whether a key or note holds exactly nine digits (dots and spaces removed) that pass the eleven-test.

    Shorter numbers are never tested, and neither is a value that matches the pattern which the policy declares
    for its column.
    """
    if column.heading not in FREE_TEXT and column.heading != "reason" and not column.is_id:
        return False
    pattern = _declared(spec.name, column.heading, policy)
    if pattern and re.fullmatch(pattern, text.strip()):
        return False
    if column.heading in FREE_TEXT:
        return bsn_in_text(text)
    return is_bsn(text)


def _declared(file: str, heading: str, policy: Policy | None) -> str | None:
    patterns = policy.id_patterns if policy else {}
    return patterns.get(f"{file}.{heading}") or patterns.get(f"{file}.csv.{heading}")
