"""What a server answers, as typed values."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Answer(BaseModel):
    """Base of what a server says; what a newer server adds is left alone."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class Fault(Answer):
    """One thing that is wrong with what was sent, or deserves a look."""

    where: str = Field(alias="in", default="body")
    name: str
    detail: str
    file: str | None = None
    line: int | None = None
    key: str | None = None
    value: str | None = None


class Change(Answer):
    """One row that is new, changed, back, or gone."""

    table: str
    key: str
    kind: str
    fields: tuple[str, ...] = ()


class Report(Answer):
    """What something that was sent changed, or would change."""

    dry_run: bool
    changes: tuple[Change, ...]
    counts: dict[str, int]
    warnings: tuple[Fault, ...] = ()


class Progress(Answer):
    """How far a run is; gap: between the plan found and what is possible (None: not known yet)."""

    stage: str
    aim: str
    number: int
    of: int
    gap: float | None = None
    seconds: float


class Run(Answer):
    """A run as it stands: queued, running, done, failed, died or cancelled."""

    id: int
    round: str
    status: str
    progress: Progress | None = None
    error: str = ""
    code: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is still to come."""
        return self.status in ("done", "failed", "cancelled")


class Refused(Exception):
    """The server says no (RFC 9457)."""

    def __init__(self, status: int, code: str, detail: str, errors: tuple[Fault, ...] = ()) -> None:
        super().__init__(f"{detail} ({code}, {status})")
        self.status, self.code, self.detail, self.errors = status, code, detail, errors

    @classmethod
    def of(cls, status: int, said: Mapping[str, Any]) -> Self:
        """The refusal in a problem document."""
        errors = tuple(Fault.model_validate(one) for one in said.get("errors", ()))
        return cls(status, str(said.get("code", "")), str(said.get("detail", said.get("title", ""))), errors)
