"""Style sheet and script: made when the program is installed, served from here, kept by browsers until they change."""

import hashlib
import json
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fastapi import Request, Response

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.refusal import NotFound
from allocator.domain.sentence import Sentence
from allocator.locale import N_

STATIC = "/static"
KEPT = "public, max-age=31536000, immutable"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
THEME = "theme.css"
_TOKEN = re.compile(r"(--[a-z][a-z0-9-]*)\s*:\s*([^;{}<>@\\]+);")
"""A design token as CSS writes it."""
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_OUTSIDE = ("url(", "image(", "image-set(", "expression(", "attr(")


@dataclass(frozen=True)
class Assets:
    """Files by the name under which they are asked, and the name of each as the templates know it."""

    files: dict[str, bytes]
    names: dict[str, str]

    @classmethod
    def read(cls, theme: str = "") -> "Assets":
        """The files of this installation.

        Args:
            theme: file with tokens of the own house style; empty: none.

        Raises:
            InputProblems: when they were not made, or the tokens cannot be read.
        """
        folder = resources.files("allocator.api.pages") / "built"
        manifest = folder / "manifest.json"
        if not manifest.is_file():
            what = Sentence(N_("The style sheet of the pages was not made."))
            raise InputProblems([Problem.of("built/", what, Sentence(N_("Run `make venv`.")))])
        names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
        files = {name: (folder / name).read_bytes() for name in names.values()}
        if theme:
            css = _tokens(Path(theme)).encode()
            name = f"theme.{hashlib.sha256(css).hexdigest()[:12]}.css"
            files[name], names[THEME] = css, name
        return cls(files, names)

    def address(self, name: str) -> str:
        """Where a file stands."""
        return f"{STATIC}/{self.names[name]}"

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self.names

    async def answer(self, request: Request) -> Response:
        """One file."""
        name = request.path_params["name"]
        if name not in self.files:
            raise NotFound("no_file", N_("There is nothing at this address."))
        kind = KINDS[Path(name).suffix]
        return Response(self.files[name], media_type=kind, headers={"Cache-Control": KEPT})


def _tokens(path: Path) -> str:
    """The tokens of a house style as a style sheet; nothing else of the file comes along.

    Raises:
        InputProblems: when there are none, or one asks for something from elsewhere.
    """
    try:
        text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        what, do = Sentence(N_("This file cannot be read.")), Sentence(N_("Name a file that is there."))
        raise InputProblems([Problem.of(str(path), what, do)]) from error
    found = _TOKEN.findall(text)
    if not found:
        what = Sentence(N_("There are no design tokens in this file."))
        do = Sentence(N_("Write them as CSS: --basis-color-action-1-color-default: #00568b;"))
        raise InputProblems([Problem.of(str(path), what, do)])
    for name, value in found:
        if any(mark in value.lower() for mark in _OUTSIDE):
            what = Sentence(N_("The token {name} asks for something from elsewhere."), {"name": name})
            do = Sentence(N_("Write a colour, a size or a font that people have on their machine."))
            raise InputProblems([Problem.of(str(path), what, do)])
    return ":root{" + "".join(f"{name}:{value.strip()};" for name, value in found) + "}"
