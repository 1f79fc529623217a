"""Puts finished files in place: all of them, whole, or none."""

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

PROPOSAL_FILE = "proposal.json"
"""The proposal among the files of a case's outcome."""


def check(folder: Path) -> None:
    """Before long work: whether a folder can be there.

    Raises:
        FileExistsError: when a file stands in its place, or in that of a folder above it.
    """
    for place in (folder, *folder.parents):
        if place.is_dir():
            return
        if place.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))


def put(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files into a folder, which is made when it is not there; its other files are left alone.

    Everything is written in a temporary folder beside it first. Only when all of it is there, each file is moved into
    place, the first one last, so whoever sees the first file sees all.

    Raises:
        OSError: when the disk refuses; whatever stood in the folder is then unchanged, or replaced whole.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    hidden = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in files.items():
            (hidden / name).write_bytes(data)
        folder.mkdir(exist_ok=True)
        for name in reversed(list(files)):
            (hidden / name).replace(folder / name)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    return [folder / name for name in files]
