"""Every report of the figures, by its name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from opledger.core.figures.statistics import Statistics
from opledger.core.reports.sheet import Block, Sheet
from opledger.core.scope import WHOLE, Scope

_Writer: TypeAlias = Callable[[Sheet, Statistics, Scope], None]


def report(figures: Statistics, name: str, scope: Scope = WHOLE) -> tuple[Block, ...]:
    """The blocks of one of :data:`opledger.core.definitions.REPORTS`, as far as may be told."""
    sheet = Sheet()
    # Imported now, as most runs print one of them.
    write: _Writer = getattr(import_module(f"opledger.core.reports.{name}"), f"write_{name}")
    write(sheet, figures, scope)
    return tuple(sheet.blocks)


def may_be_told(name: str, scope: Scope) -> bool:
    """Whether there is anything of a report that may be told."""
    match name:
        case "time" | "forecast":
            return scope.days
        case "response":
            return scope.days and scope.turns
    return True
