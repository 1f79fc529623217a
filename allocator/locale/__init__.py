"""Words of the screens: English source, Dutch translation; numbers, money and dates by locale."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

LANGUAGES = ("nl", "en")
"""Languages of the screens; the first is the default."""


def N_(text: str) -> str:  # noqa: N802 - the customary name of the gettext marker
    """Mark a text for translation without translating it now."""
    return text


@cache
def _catalogue(lang: str) -> dict[str, str]:
    from babel.messages.pofile import read_po

    source = resources.files(__name__) / lang / "LC_MESSAGES" / "allocator.po"
    with source.open("rb") as stream:
        return {str(m.id): str(m.string) for m in read_po(stream, locale=lang) if m.id and m.string}


def translate(text: str, lang: str) -> str:
    """The text in the language asked for; English where there is no translation."""
    return text if lang == "en" else _catalogue(lang).get(text, text)


KEPT = 1 << 16
"""Amounts and days that were written before are not worked out anew: reports say the same ones thousands of times."""
_MONEY = {"nl": "¤\u00a0#,##0.00;-¤\u00a0#,##0.00", "en": "¤#,##0.00;-¤#,##0.00"}
_DIGITS = 8
"""Most decimals of a number."""


@lru_cache(KEPT)
def money(cents: int, lang: str) -> str:
    """Euro amount with two decimals: € 713,02 or €713.02."""
    from babel.numbers import format_currency

    return format_currency(Decimal(cents).scaleb(-2), "EUR", _MONEY[lang], locale=lang).replace("\u00a0", " ")


def number(value: int | float, lang: str) -> str:
    """A number with at most two decimals, by locale."""
    return decimal(Decimal(f"{value:.2f}") if isinstance(value, float) else Decimal(value), lang)


@lru_cache(KEPT)
def decimal(value: Decimal, lang: str, places: int = 0) -> str:
    """A number as it is, with the signs of the locale: 1.234,5 or 1,234.5; with so many decimals at least."""
    from babel.numbers import format_decimal

    form = f"#,##0.{'0' * places}{'#' * (_DIGITS - places)}"
    return format_decimal(value, f"{form};-{form}", locale=lang, decimal_quantization=False)


@lru_cache(KEPT)
def day(value: date, lang: str) -> str:
    """A date in words: 5 januari 2026."""
    return _date(value, "d MMMM y", lang)


def month(value: date, lang: str) -> str:
    """A month in words: januari 2026."""
    return _date(value, "MMMM y", lang)


def moment(value: datetime, lang: str, zone: ZoneInfo) -> str:
    """A moment in words, in the time of a place: 5 januari 2026, 14:05."""
    from babel.dates import format_datetime

    return format_datetime(value, "d MMMM y, HH:mm", tzinfo=zone, locale=lang)


def _date(value: date, form: str, lang: str) -> str:
    from babel.dates import format_date

    return format_date(value, form, locale=lang)
