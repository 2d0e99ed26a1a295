"""A plain-text, git-backed opportunity ledger."""

from __future__ import annotations

__version__ = "0.1.0"
