"""What is wrong with an input: where, what, and what to do."""

from typing import Any, Self

from pydantic import Field

from allocator.domain.base import Frozen
from allocator.domain.sentence import Sentence


class Problem(Frozen):
    """One thing that is wrong, for a person to mend. ``what`` and ``do`` are in English; see ``render``."""

    file: str
    what: str
    do: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    key: str | None = None
    row: int | None = Field(default=None, description="Position in the list that was checked, from 0.")
    warning: bool = False
    says: Any = Field(default=None, exclude=True, repr=False, description="The two sentences, untranslated.")

    @classmethod
    def of(cls, file: str, what: Sentence, do: Sentence, **place: Any) -> Self:
        """A problem that can be shown in every language of the screens.

        Args:
            file: the file, or another source, in which it was found.
            what: what is wrong.
            do: what the reader can do about it.
            **place: line, column, value, key, row, warning.
        """
        shown: dict[str, Any] = {k: _readable(value) if isinstance(value, str) else value for k, value in place.items()}
        said, todo = _readable(what.render("en")), _readable(do.render("en"))
        return cls(file=_readable(file), what=said, do=todo, says=(what, do), **shown)

    def in_language(self, lang: str) -> Self:
        """The same problem with its two sentences in another language."""
        if self.says is None:
            return self
        what, do = (sentence.render(lang) for sentence in self.says)
        return self.model_copy(update={"what": what, "do": do})

    def render(self, lang: str) -> str:
        """One line in a language: where, what, what to do."""
        return str(self.in_language(lang))

    def __str__(self) -> str:
        """One line: where, what, what to do."""
        place = self.file + (f":{self.line}" if self.line else f" ({self.key})" if self.key else "")
        field = f" [{self.column}]" if self.column else ""
        value = f" {self.value!r}" if self.value is not None else ""
        return f"{place}{field}{value}: {self.what} {self.do}"


def _readable(text: str) -> str:
    """Text without halves of characters, which names of files and JSON can hold and nothing can show."""
    return text.encode("utf-8", "replace").decode()


class InputProblems(Exception):
    """The input cannot be used; carries every problem found, so that all can be mended at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join([f"{len(problems)} problem(s) in the input", *map(str, problems)]))
        self.problems = problems
