"""How every model and every field is defined: once, with unit, sensitivity and description."""

import unicodedata
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Sensitivity(StrEnum):
    """How carefully a fact must be kept, from least to most (GDPR art. 4, 9)."""

    OPEN = "open"
    PERSONAL = "personal"
    SPECIAL = "special"
    SAFETY = "safety"

    @property
    def rank(self) -> int:
        """Position from 0 (open) to 3 (safety)."""
        return list(Sensitivity).index(self)


class Frozen(BaseModel):
    """Base of all models: immutable, unknown fields refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


UNSEEN = r"\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""Characters that cannot be seen, or that turn the text around them: two keys could look the same."""


def composed(text: str) -> str:
    """Text in which an accented letter is one character, so that a key is the same from every system."""
    return unicodedata.normalize("NFC", text)


Id = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern=rf"^[^\s|;,{UNSEEN}][^|;,{UNSEEN}]*$"),
    AfterValidator(composed),
]
"""A key given by the sender: a pseudonym or number, never a name, never a BSN."""

Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9_.-]+$")]
"""A code of a list that the policy or this program defines."""

MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^GM[0-9]{4}$")]
"""CBS municipality code, for example GM0014."""

Postcode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}[A-Z]{2}$")]
"""Dutch postcode without space, for example 9711AB."""

PostcodeArea = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}([A-Z]{2})?$")]
"""A whole postcode or its four digits."""

BagId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(01|02|03)[0-9]{10}$")]
"""BAG identification of an addressable object (dwelling, berth or pitch)."""

Cents = Annotated[int, Field(ge=0, le=10**11)]
"""Money in whole euro cents."""


def column(
    description: str,
    *,
    default: Any = ...,
    sensitivity: Sensitivity = Sensitivity.OPEN,
    unit: str | None = None,
    header: str | None = None,
    may_be_unknown: bool = False,
    empty: str | None = None,
    **limits: Any,
) -> Any:
    """Define a field once: what it means, its unit, limits, default and sensitivity.

    Args:
        description: one sentence for the data dictionary and the API page.
        default: the value of an empty cell; ``...`` makes the column required.
        sensitivity: who may read it, see ``Audience``.
        unit: what one unit of the number is (``cents a month``, ``m2``).
        header: column heading, when it differs from the attribute name.
        may_be_unknown: whether ``?`` (None) is a meaningful value of this field.
        empty: what an empty cell means, when the default does not speak for itself.
        **limits: pydantic limits (ge, le, max_length).
    """
    extra: dict[str, Any] = {"sensitivity": sensitivity.value, "may_be_unknown": may_be_unknown}
    if unit:
        extra["unit"] = unit
    if header:
        extra["header"] = header
    if empty:
        extra["empty"] = empty
    return Field(default, description=description, json_schema_extra=extra, **limits)


def header_of(model: type[BaseModel], name: str) -> str:
    """The column heading under which a field is read and written."""
    extra = model.model_fields[name].json_schema_extra
    found = extra.get("header") if isinstance(extra, dict) else None
    return found if isinstance(found, str) else name


def sensitivity_of(model: type[BaseModel], name: str) -> Sensitivity:
    """How sensitive a field is (open when nothing else was said)."""
    extra = model.model_fields[name].json_schema_extra
    found = extra.get("sensitivity") if isinstance(extra, dict) else None
    return Sensitivity(found) if isinstance(found, str) else Sensitivity.OPEN
