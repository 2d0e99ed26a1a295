"""The set-ups that docs/editors.md shows: the tests run these and no others."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^<!-- ([a-z0-9. ]+) -->\n```[a-z]+\n(.*?)^```", re.DOTALL | re.MULTILINE)


def setups() -> dict[str, str]:
    """The text of each set-up by its editor."""
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    return dict(_BLOCK.findall(page))


def environment(folder: Path, epoch: str) -> dict[str, str]:
    """What an editor sees: a home of its own, and ``opledger`` on its path."""
    home, programs = folder / "home", folder / "bin"
    home.mkdir()
    programs.mkdir()
    command = programs / "opledger"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m opledger "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": epoch,
    }
