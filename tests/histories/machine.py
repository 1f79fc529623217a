"""Random weeks on a real database: whatever is tried, by whomever, it is as it would be on paper.

What may not be done leaves the database as it was, to the last row; what may be done leads where the paper says.
"""

from tests.histories.ledgers import Ledgers
from tests.histories.steps import Steps
from tests.histories.trying import Place
from tests.histories.weeks import Weeks
from tests.histories.words import Words


class AnyHistory(Steps, Words, Ledgers, Weeks):
    """A round that is open and was run, and then whatever people do."""


__all__ = ["AnyHistory", "Place"]
