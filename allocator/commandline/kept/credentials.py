"""The token with which somebody comes in: from the environment, else from a file that only its owner can read."""

import os
import stat
import tempfile
from pathlib import Path

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.locale import N_
from allocator.settings import Settings

_MOST = 500
"""Characters of a token that are read; ours have 43."""


def file_of(settings: Settings) -> Path:
    """Where `token save` keeps a token: ALLOCATOR_TOKEN_FILE, else a file in the folder for settings of this user."""
    if settings.token_file is not None:
        return settings.token_file
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home() / ".config")
    return Path(home) / "allocator" / "token"


def token(settings: Settings) -> str | None:
    """The token of who runs this command; None when there is none.

    Raises:
        InputProblems: when others can read the file.
    """
    if settings.token is not None:
        return settings.token.get_secret_value().strip()
    path = file_of(settings)
    if not path.is_file():
        return None
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        what = Sentence(N_("Others can read this token."))
        do = Sentence(N_("Run `chmod 600` on the file; when somebody may have read it, revoke the token."))
        raise InputProblems([Problem.of(str(path), what, do)])
    return path.read_text(encoding="utf-8")[:_MOST].strip()


def save(settings: Settings, secret: str) -> Path:
    """Keep a token for the next commands; at no moment can others read it."""
    path = file_of(settings)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".token-")  # made with mode 600
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secret.strip() + "\n")
    Path(name).replace(path)
    return path


def forget(settings: Settings) -> Path | None:
    """Remove the token that was saved; None when there was none."""
    path = file_of(settings)
    if not path.is_file():
        return None
    path.unlink()
    return path
