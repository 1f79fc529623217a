"""An answer of the domain: no, and why."""

from dataclasses import dataclass

from allocator.domain.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Denied:
    """Something that cannot be done now: a code for programs, a sentence for people."""

    code: str
    sentence: Sentence
