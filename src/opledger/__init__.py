"""A plain-text, git-backed opportunity ledger.

For programs and notebooks: ``opledger.open(path)`` reads a ledger (docs/api.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.failure import Failure

if TYPE_CHECKING:
    import os
    from datetime import date

    from opledger.api.book import Book
    from opledger.api.loading import CheckFailed

__version__ = "0.1.0"
# Without `open`: a `from opledger import *` would hide Python's own.
__all__ = ["Book", "CheckFailed", "Failure", "__version__"]
_LATE = {"Book": "opledger.api.book", "CheckFailed": "opledger.api.loading"}


def open(  # noqa: A001 - read as opledger.open
    path: str | os.PathLike[str] | None = None,
    *,
    as_of: date | str | None = None,
    at: str | None = None,
) -> Book:
    """Open a ledger: the folder with ``ledger.yaml``, else the nearest one upward.

    ``as_of`` is a day: what was true at its end; else the search's last day, or today. ``at`` is
    a commit: what the ledger said there. Nothing of the ledger is run, and nothing is written.

    Raises:
        CheckFailed: it has errors, which are among its ``diagnostics``.
        Failure: there is no ledger, no such day, no such commit.
    """
    from opledger.api.book import opened

    return opened(path, as_of=as_of, at=at)


if not TYPE_CHECKING:  # else a name that is not there would pass for one

    def __getattr__(name: str) -> object:
        """The classes, imported when asked for: ``import opledger`` imports next to nothing."""
        if name in _LATE:
            from importlib import import_module

            return getattr(import_module(_LATE[name]), name)
        raise AttributeError(f"module 'opledger' has no attribute '{name}'")
