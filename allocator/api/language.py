"""In which language somebody is answered."""

from fastapi import Request

from allocator.api.conventions import FOR_PROGRAMS
from allocator.api.pages import cookies
from allocator.locale import LANGUAGES


def language_of(request: Request) -> str:
    """The best language of Accept-Language that there is; the first one of the screens when none is named.

    On a page it is the one that was chosen there.
    """
    if not request.url.path.startswith(FOR_PROGRAMS):
        return cookies.language(request)
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), name.split("-")[0].lower()))
        except ValueError:
            continue
    best = [lang for quality, lang in sorted(wanted, key=lambda one: -one[0]) if lang in LANGUAGES and quality > 0]
    return best[0] if best else LANGUAGES[0]
