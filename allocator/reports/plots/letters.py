"""Letters and texts of drawings; without what draws, which takes long to load."""

import re

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first one is inside vl-convert, so widths are the same everywhere; the others have the same widths."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Text without what cannot be shown, or would turn the text around it."""
    return _UNSEEN.sub("", text)
