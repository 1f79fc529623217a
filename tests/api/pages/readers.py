"""Somebody who reads pages without a browser: keeps cookies, follows, fills in forms."""

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx2

from allocator.workflow import Actor
from tests.api.servers import Server


class _Forms(HTMLParser):
    """The forms of a page: address, and the fields with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((said.get("action", ""), {}))
            return
        filled = said.get("type") not in ("checkbox", "radio", "file") or "checked" in said
        if tag == "input" and self.found and said.get("name") and filled:
            self.found[-1][1][said["name"]] = said.get("value", "")


@dataclass
class Reader:
    """One visitor."""

    client: httpx2.Client

    def get(self, address: str, status: int = 200) -> str:
        """A page."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.text[:3000])
        return answer.text

    def fill(self, page: str, action: str, **said: Any) -> httpx2.Response:
        """Send a form of a page with some fields filled in; the first one of that address."""
        fields = dict(next(fields for address, fields in forms(page) if address == action))
        return self.client.post(action, data=fields | said)

    def does(self, at: str, action: str, **said: Any) -> str:
        """Send a form that is right, and read the page that comes next."""
        answer = self.fill(self.get(at), action, **said)
        assert answer.status_code == 303, (answer.status_code, answer.text[:3000])
        return self.get(answer.headers["location"])


def forms(page: str) -> list[tuple[str, dict[str, str]]]:
    """The forms of a page, each with its address and its fields."""
    parser = _Forms()
    parser.feed(page)
    return parser.found


def words(page: str) -> str:
    """What people read of a page, without the frame of white space."""
    inside = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inside.partition(">")[2])).strip()


def weight(one: Reader, path: str) -> int:
    """Bytes over the line for one page with its style sheet and script."""
    with one.client.stream("GET", path) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        packed = b"".join(answer.iter_raw())
    total, page = len(packed), gzip.decompress(packed).decode()
    for address in re.findall(r'"(/static/[^"]+\.(?:css|js))"', page):
        with one.client.stream("GET", address) as answer:
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            total += len(b"".join(answer.iter_raw()))
    return total


def reader(server: Server, actor: Actor | None = None, lang: str = "en") -> Reader:
    """Somebody who looks at pages: nobody yet, or signed in."""
    found = Reader(server.client())
    found.client.headers["sec-fetch-site"] = "same-origin"
    found.client.get(f"/language?to={lang}")
    if actor is not None:
        answer = found.fill(found.get("/sign-in/first"), "/sign-in/first", key=server.token_of(actor))
        assert answer.status_code == 303, answer.text[:3000]
    return found
