"""What people do: one function for each verb, with its permission, one transaction and its audit event.

Doors call these functions and nothing else of what is kept. Every public function here is made by ``action``; what
they share stands in ``parts``, where doors do not come.
"""

from allocator.actions.parts.office import SYSTEM, Office
from allocator.actions.parts.once import Asked, once
from allocator.actions.parts.signing_in import sign_in, sign_in_as, sign_in_by_key
from allocator.actions.parts.visiting import Visit, leave, visit

__all__ = [
    "SYSTEM",
    "Asked",
    "Office",
    "Visit",
    "leave",
    "once",
    "sign_in",
    "sign_in_as",
    "sign_in_by_key",
    "visit",
]
