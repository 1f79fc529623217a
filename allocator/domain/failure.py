"""Why long work failed: a code for programs, and a sentence that is kept and read in any language."""

import json
from dataclasses import dataclass

from allocator.domain.sentence import Sentence, Value

CONTRADICTION = "contradiction"
"""Code of a run that failed because not everything that people asked for can be."""
_WORDS = "{words}"
LONGEST = 500
"""Characters that are kept of a failure; the longest value of its sentence gives way."""


@dataclass(frozen=True)
class Failure:
    """Why a run or a study failed."""

    code: str
    sentence: Sentence

    def text(self) -> str:
        """As it is kept: JSON of at most 500 characters."""
        values = {name: _plain(value) for name, value in self.sentence.values.items()}
        while len(text := self._text(values)) > LONGEST:
            name = max(values, key=lambda one: len(str(values[one])))
            shorter = str(values[name])[: -max(2, (len(text) - LONGEST) // 6)]
            values[name] = f"{shorter}…" if shorter else ""
        return text

    def _text(self, values: dict[str, str | int]) -> str:
        kept = {"code": self.code, "text": self.sentence.text, "values": values}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of(cls, text: str) -> "Failure | None":
        """What was kept; None for nothing. Words that an older version kept are said as they are."""
        if not text:
            return None
        try:
            kept = json.loads(text)
            return cls(kept["code"], Sentence(kept["text"], kept["values"]))
        except (ValueError, KeyError, TypeError):
            return cls("failed", Sentence(_WORDS, {"words": text}))


def _plain(value: Value) -> str | int:
    if isinstance(value, str | int):
        return value
    return Sentence(_WORDS, {"words": value}).render("en")


__all__ = ["CONTRADICTION", "Failure"]
