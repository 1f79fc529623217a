"""The sentences about cells that cannot be read; each says what is wrong and what to do."""

from dataclasses import dataclass

from allocator.domain.sentence import Sentence
from allocator.domain.sentence import Value as Shown
from allocator.locale import N_


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value and what to do about it."""

    what: Sentence
    do: Sentence


class Unreadable(Exception):
    """A cell cannot be read; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what.text)
        self.fault = fault


def fault(what: str, do: str, **values: Shown) -> Fault:
    """A fault from two templates that share their values."""
    return Fault(Sentence(what, values), Sentence(do, values))


NOT_UNKNOWN = fault(
    N_("This may not be unknown."), N_("Replace the question mark by the value, or leave the cell empty.")
)
NOT_UNKNOWN_REQUIRED = fault(N_("This may not be unknown."), N_("Replace the question mark by the value."))
EMPTY = fault(N_("This is empty, and it is required."), N_("Fill it in."))
BOOLEAN = fault(N_("This is neither yes nor no."), N_("Write true or false (ja or nee also works)."))
DATE = fault(N_("This is not a date."), N_("Write it as 2026-01-31 or 31-1-2026."))
YEAR = fault(N_("This year is too long ago."), N_("Correct the year."))
WHOLE = fault(N_("This is not a whole number."), N_("Write digits only, for example 3."))
NUMBER = fault(N_("This is not a number."), N_("Write it as 12.5 or 12,5."))
AMBIGUOUS = fault(
    N_("This can be read as thousands or as three decimals."),
    N_("Write it without a thousands separator, for example 1234 or 1.234,00."),
)
CENTS = fault(N_("An amount has at most two decimals."), N_("Write euros and cents, for example 713,02."))
MUNICIPALITY = fault(
    N_("This is not a municipality code."),
    N_("Write the CBS code, for example GM0014, or a name from municipalities.csv."),
)
POSTCODE = fault(N_("This is not a postcode."), N_("Write four digits and two letters, for example 9711AB."))
POSTCODE_AREA = fault(
    N_("This is not a postcode or its four digits."), N_("Write 9711 or 9711AB; more than one with | between.")
)
POSTCODE_LETTERS = fault(
    N_("No postcode ends in SA, SD or SS."), N_("Look up the postcode of the address and correct it.")
)
BAG = fault(
    N_("This is not the BAG number of a home."),
    N_("Write the 16 digits of the dwelling, berth or pitch; digits 5 and 6 are 01, 02 or 03."),
)
BAG_ROUNDED = fault(
    N_("A spreadsheet keeps only fifteen digits of a number, so the last one of this BAG number is lost."),
    N_("Format the column as text, and fill in the BAG number again."),
)
BSN = fault(
    N_("This may be a citizen service number (BSN), which is never kept."),
    N_("Use a pseudonym, or declare the pattern of these numbers under id_patterns in the policy."),
)
FORMULA = fault(N_("This cell holds a formula, and formulas are not calculated."), N_("Paste the cell as a value."))
EXCEL_ERROR = fault(N_("This cell holds an error of the spreadsheet."), N_("Correct the cell or empty it."))
