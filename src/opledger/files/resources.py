"""The one door to what comes with the package: the templates and the sample ledger.

A wheel holds them in the package's ``_data`` folder; a checkout, at its top level.
"""

from __future__ import annotations

from pathlib import Path

from opledger.core.failure import Failure

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def templates_folder() -> Path:
    """The folder of the Jinja templates and their assets."""
    return _folder("templates")


def sample_folder() -> Path:
    """The folder of the sample ledger."""
    return _folder("ledger")


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / "_data" / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    message = f"this installation of opledger is incomplete: no '{name}'; install it again"
    raise Failure(message)
