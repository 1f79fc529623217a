"""Documents that were opened, kept for some minutes: a week's proposal is read again and again, and never changes.

What is kept is told by the version of its row, or by the sealed text itself where the database tells none, so that one
that was changed is opened anew, and found out. Before each use it is asked whether all keys are still there: what was
destroyed is not read from here either.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from allocator.domain.base import Frozen
from allocator.store.vault import Vault

MOST = 6
"""Documents that are kept at most: some rounds with their proposals."""
MOST_NAMES = 530
"""Documents of which the pseudonyms are kept: rounds of ten years, in a few megabytes."""
SECONDS = 600.0
"""For how long at most, whether they are used or not."""
M = TypeVar("M", bound=Frozen)


@dataclass(frozen=True)
class _Kept:
    model: Any
    subjects: Sequence[str]
    until: float


@dataclass
class Opened:
    """What one process has opened of one database."""

    clock: Callable[[], float] = time.monotonic
    waits: dict[tuple[int, str, str, str], bool] = field(default_factory=dict, repr=False)
    """Of placements that were looked at: whether they wait for somebody else's move (see ``placements.waiting``)."""
    settled: dict[int, tuple[str, bool]] = field(default_factory=dict, repr=False)
    """Of placements that moved in: the household, and whether support starts (see ``placements.going_on``)."""
    _kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict, repr=False)
    _names: OrderedDict[str, tuple[str, ...]] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def get(self, kind: type[M], about: str, told_by: str, vault: Vault) -> M | None:
        """A document that was opened before; None when it was not, or may not be read any more.

        Args:
            kind: what it is.
            about: its name, under which it was sealed.
            told_by: the version of its row, or the document as it is stored.
            vault: tells which keys are there.
        """
        name = _name(about, told_by)
        with self._lock:
            self._forget()
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
        if found is None:
            return None
        if not vault.all_there(found.subjects):
            with self._lock:
                self._kept.pop(name, None)
            return None
        return found.model if isinstance(found.model, kind) else None

    def keep(self, about: str, told_by: str, subjects: Sequence[str], model: M) -> M:
        """Keep a document that was just opened with the keys of these subjects; gives it back."""
        with self._lock:
            self._forget()
            self._kept[_name(about, told_by)] = _Kept(model, subjects, self.clock() + SECONDS)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return model

    def named(self, documents: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Pseudonyms in documents, by hash, of which they were read out before."""
        with self._lock:
            return {sha256: self._names[sha256] for sha256 in documents if sha256 in self._names}

    def name(self, found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Keep pseudonyms in documents, by hash, which stay there whatever is destroyed; gives them back."""
        with self._lock:
            self._names |= found
            while len(self._names) > MOST_NAMES:
                self._names.popitem(last=False)
        return found

    def _forget(self) -> None:
        now = self.clock()
        for name in [name for name, one in self._kept.items() if one.until <= now]:
            del self._kept[name]


def _name(about: str, told_by: str) -> str:
    return f"{about} {hashlib.sha256(told_by.encode()).hexdigest()}"
