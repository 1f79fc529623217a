"""Words of the screens: English source, Dutch translation; numbers, money and dates by locale."""

from datetime import date
from functools import cache
from importlib import resources

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


def money(cents: int, lang: str) -> str:
    """Euro amount with two decimals: € 713,02 or €713.02."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    if lang == "en":
        return f"{sign}€{whole:,}.{rest:02d}"
    return f"{sign}€ {whole:,}".replace(",", ".") + f",{rest:02d}"


def number(value: int | float, lang: str) -> str:
    """A number with at most two decimals, by locale."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def day(value: date, lang: str) -> str:
    """A date in words: 5 januari 2026."""
    return f"{value.day} {_MONTHS[lang][value.month - 1]} {value.year}"
