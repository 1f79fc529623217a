"""What can go wrong with the database itself, as sentences."""

from allocator.domain.refusal import Conflict, NotFound, Unavailable


class Behind(Unavailable):
    """The tables are of another version than this program."""


class Unreachable(Unavailable):
    """The database does not answer."""


class Taken(Conflict):
    """The database refused a double: this household or this place has a live placement already."""


__all__ = ["Behind", "Conflict", "NotFound", "Taken", "Unreachable"]
