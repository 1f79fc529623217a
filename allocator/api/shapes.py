"""What goes over the line: the models of the domain in camelCase, and what actions give as JSON can say it."""

import functools
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Self, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema, model_validator
from pydantic.alias_generators import to_camel

CAMEL = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="forbid")


class Camel(BaseModel):
    """Mixed into a model of the domain it gives the same model with names in camelCase.

    The names are turned back before anything else reads them, so that what the model itself fills in (a default that
    depends on another field) works as it does for files.
    """

    model_config = CAMEL

    @model_validator(mode="before")
    @classmethod
    def _own_names(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        own = _names(cls)
        return _typed(cls, {own.get(str(key), str(key)): value for key, value in data.items()})

    @classmethod
    def of(cls, found: BaseModel) -> Self:
        """This edition of a model of the domain."""
        if _is_like(cls, type(found)):  # it was validated when it was made
            return cast("Self", cls.model_construct(None, **{name: getattr(found, name) for name in _own(cls)}))
        return cls.model_validate(found.model_dump(exclude_none=False))


@functools.cache
def _own(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


@functools.cache
def _is_like(kind: type[BaseModel], other: type[BaseModel]) -> bool:
    """Whether a model has the fields of another one, and these hold the same."""
    pairs = [[(name, field.annotation) for name, field in one.model_fields.items()] for one in (kind, other)]
    return pairs[0] == pairs[1]


@functools.cache
def _names(kind: type[BaseModel]) -> dict[str, str]:
    return {to_camel(name): name for name in kind.model_fields}


class Shape(BaseModel):
    """Base of what only the API says."""

    model_config = CAMEL

    @model_validator(mode="before")
    @classmethod
    def _numbers_are_numbers(cls, data: Any) -> Any:
        return _typed(cls, data) if isinstance(data, dict) else data


def _typed(kind: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """A yes or no, or a text, is no number, although it could be read as one: put so that the field refuses it."""
    wrong = {name: unlike for name, unlike in _numbers(kind).items() if _has(data.get(name), unlike)}
    return {name: [[value]] if name in wrong else value for name, value in data.items()} if wrong else data


def _has(value: Any, unlike: tuple[type, ...]) -> bool:
    if isinstance(value, list | tuple):
        return any(isinstance(one, unlike) for one in value)
    return isinstance(value, unlike)


@functools.cache
def _numbers(kind: type[BaseModel]) -> dict[str, tuple[type, ...]]:
    """Fields that hold nothing but numbers, under both names, with what is none (an exact one may come as text)."""
    found: dict[str, tuple[type, ...]] = {}
    for name, field in kind.model_fields.items():
        leaves = set(_leaves(field.annotation)) - {type(None), ...}
        if leaves and leaves <= {int, float, Decimal}:
            found[name] = found[to_camel(name)] = (bool,) if Decimal in leaves else (bool, str)
    return found


def _leaves(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif parts := get_args(annotation):
        for part in parts:
            yield from _leaves(part)
    else:
        yield annotation


def _exact(value: Fraction | Decimal | float) -> int | float:
    number = Fraction(value)
    return int(number) if number.denominator == 1 else round(float(number), 4)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


Exact = Annotated[float, PlainSerializer(_exact, return_type=float)]
"""An exact amount, shown with at most four decimals."""

Amount = Annotated[Decimal, PlainSerializer(_exact, return_type=float), WithJsonSchema({"type": "number"})]
"""A decimal amount, as a number."""

Moment = Annotated[datetime, PlainSerializer(_utc, return_type=str)]
"""A moment, in UTC."""

__all__ = ["CAMEL", "Amount", "Camel", "Exact", "Moment", "Shape", "date"]
