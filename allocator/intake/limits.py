"""What the domain says about a value that is out of its limits, in sentences for people."""

from typing import Any

from allocator.domain.sentence import Sentence
from allocator.intake.faults import Fault
from allocator.locale import N_

_TEXTS: dict[str, tuple[str, str]] = {
    "greater_than_equal": (N_("This is too small."), N_("Write {limit} or more.")),
    "greater_than": (N_("This is too small."), N_("Write more than {limit}.")),
    "less_than_equal": (N_("This is too large."), N_("Write {limit} or less.")),
    "less_than": (N_("This is too large."), N_("Write less than {limit}.")),
    "string_too_long": (N_("This text is too long."), N_("Use at most {limit} characters.")),
    "string_too_short": (N_("This is empty, and it is required."), N_("Fill it in.")),
    "too_short": (N_("This is empty, and it is required."), N_("Fill it in.")),
    "missing": (N_("This is empty, and it is required."), N_("Fill it in.")),
}
_PATTERNS = {
    "Code": (
        N_("This code has characters that a code cannot have."),
        N_("Use letters, digits, points, hyphens and underscores; no spaces."),
    ),
    "Id": (
        N_("This key has characters that a key cannot have."),
        N_("Leave out | ; , line breaks and signs that cannot be seen."),
    ),
    "Period": (N_("This is not a period."), N_("Write 2026, 2026-H1 or 2026-Q4.")),
}
_LIMITS = ("ge", "gt", "le", "lt", "max_length", "min_length")
_MONEY = frozenset({"rent", "gross_income"})


def fault_of(error: dict[str, Any]) -> Fault:
    """The sentences for one error of the validation of a model.

    Args:
        error: an item of ``ValidationError.errors()``.
    """
    context = error.get("ctx", {})
    limit = next((context[name] for name in _LIMITS if name in context), "")
    field = str(error["loc"][0]) if error["loc"] else ""
    if field in _MONEY and isinstance(limit, int):
        limit //= 100
    if error["type"] == "string_pattern_mismatch":
        what, do = _PATTERNS[_kind_of_pattern(str(context.get("pattern", "")))]
    else:
        what, do = _TEXTS.get(
            error["type"], (N_("This value cannot be used."), N_("See the data dictionary for its limits."))
        )
    values = {"limit": str(limit)}
    return Fault(Sentence(what, values), Sentence(do, values))


def _kind_of_pattern(pattern: str) -> str:
    if "-H[12]" in pattern:
        return "Period"
    return "Code" if "A-Za-z0-9_.-" in pattern else "Id"
