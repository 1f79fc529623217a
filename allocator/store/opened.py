"""Documents that were opened, kept for some minutes: a week's proposal is read again and again, and never changes.

What is kept is told by the sealed text itself, so that one that was changed is opened anew, and found out. Before each
use it is asked whether all keys are still there: what was destroyed is not read from here either.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from allocator.domain.base import Frozen
from allocator.store.vault import Vault

MOST = 6
"""Documents that are kept at most: some rounds with their proposals."""
SECONDS = 600.0
"""For how long at most, whether they are used or not."""
M = TypeVar("M", bound=Frozen)


@dataclass(frozen=True)
class _Kept:
    model: Any
    subjects: frozenset[str]
    until: float


@dataclass
class Opened:
    """What one process has opened of one database."""

    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def get(self, kind: type[M], about: str, sealed: str, vault: Vault) -> M | None:
        """A document that was opened before; None when it was not, or may not be read any more.

        Args:
            kind: what it is.
            about: its name, under which it was sealed.
            sealed: as it is stored.
            vault: tells which keys are there.
        """
        name = _name(about, sealed)
        with self._lock:
            self._forget()
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
        if found is None:
            return None
        if vault.there(found.subjects) != found.subjects:
            with self._lock:
                self._kept.pop(name, None)
            return None
        return found.model if isinstance(found.model, kind) else None

    def keep(self, about: str, sealed: str, subjects: frozenset[str], model: M) -> M:
        """Keep a document that was just opened with the keys of these subjects; gives it back."""
        with self._lock:
            self._forget()
            self._kept[_name(about, sealed)] = _Kept(model, subjects, self.clock() + SECONDS)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return model

    def _forget(self) -> None:
        now = self.clock()
        for name in [name for name, one in self._kept.items() if one.until <= now]:
            del self._kept[name]


def _name(about: str, sealed: str) -> str:
    return f"{about} {hashlib.sha256(sealed.encode()).hexdigest()}"
