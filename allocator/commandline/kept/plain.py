"""What actions give, as plain data for programs: the names are those of the fields."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from allocator.domain.sentence import Sentence


def plain(found: Any, lang: str) -> Any:
    """As JSON can say it; sentences in a language, fractions as decimals, sets in order."""
    match found:
        case Sentence():
            return found.render(lang)
        case BaseModel():
            return found.model_dump(mode="json")
        case Enum():
            return found.value
        case date():  # moments too
            return found.isoformat()
        case Decimal() | Fraction():
            return int(found) if found == int(found) else round(float(found), 4)
        case Mapping():
            return {str(plain(key, lang)): plain(value, lang) for key, value in found.items()}
        case set() | frozenset():
            return sorted(plain(one, lang) for one in found)
        case list() | tuple() if not hasattr(found, "_fields"):
            return [plain(one, lang) for one in found]
    if hasattr(found, "_asdict"):
        return plain(found._asdict(), lang)
    if is_dataclass(found) and not isinstance(found, type):
        return {field.name: plain(getattr(found, field.name), lang) for field in fields(found)}
    return found
