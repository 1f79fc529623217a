"""Steps that people take with a placement."""

from enum import StrEnum


class Step(StrEnum):
    """As ``allocator.domain.workflow.Step``, without what only the program does; light, because help reads it."""

    ACCEPT = "accept"
    CONFIRM_SUPPORT = "confirm_support"
    ACCEPT_HOME = "accept_home"
    OFFER = "offer"
    ACCEPT_OFFER = "accept_offer"
    SIGN = "sign"
    MOVE_IN = "move_in"
    START_SUPPORT = "start_support"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    END = "end"
    REOPEN = "reopen"
