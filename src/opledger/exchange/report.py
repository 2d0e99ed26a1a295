"""What an import came to, as lines for people and as a document for programs."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from opledger.files.diagnostics import printable
from opledger.files.rules.records import RECORD_RULES

if TYPE_CHECKING:
    from opledger.core.model import Event
    from opledger.exchange.plan import NewFile, Plan

WIDTH = 80
VERSION = 1
_FIRST = 8


def as_lines(plan: Plan, notes: Sequence[str], into: str, *, written: bool) -> Iterator[str]:
    """The report in lines of at most 80 columns."""
    done = "written" if written else "new"
    yield from _wrapped(
        f"{plan.rows} rows: {len(plan.new)} {done}, {plan.known} known already, "
        f"{sum(plan.skipped.values())} skipped, {len(plan.bad)} bad"
    )
    yield from _counts("Skipped", plan.skipped)
    yield from _counts("Mended", plan.repairs)
    aside = {f"{name}: not of its kind, kept under extra": n for name, n in plan.aside.items()}
    yield from _counts("Set aside", aside)
    yield from _counts("Warnings that 'check' will give", warnings(plan))
    if plan.bad:
        yield "Bad rows, not imported:"
    for bad in plan.bad:
        yield from _wrapped(f"{bad.name}: {bad.reason}", "  ")
    if plan.new and not written:
        yield "New:"
    for file in plan.new[:_FIRST] if not written else ():
        yield _shortened(f"  {_story(file)}")
    if len(plan.new) > _FIRST and not written:
        yield f"  and {len(plan.new) - _FIRST} more"
    for note in notes:
        yield from _wrapped(f"Note: {note}")
    if not written and plan.new:
        yield from _wrapped("Nothing was written: add --write to do it.")
    elif written and plan.new:
        yield from _wrapped(f"Next: opledger --ledger {into} check")


def warnings(plan: Plan) -> dict[str, int]:
    """How many warnings of each kind the new files come with."""
    rules = {rule.code: rule.summary for rule in RECORD_RULES}
    counts = Counter(code for file in plan.new for code in file.warnings)
    return {f"{code}: {rules.get(code, '')}".rstrip(": "): n for code, n in counts.items()}


def as_document(plan: Plan, notes: Sequence[str], *, written: bool) -> str:
    """The report as JSON."""
    document = {
        "version": VERSION,
        "written": written,
        "rows": plan.rows,
        "new": [
            {
                "id": file.opportunity.id,
                "path": file.path,
                "row": file.row.number,
                "line": file.row.line,
                "events": [_event(event) for event in file.opportunity.events],
            }
            for file in plan.new
        ],
        "known": plan.known,
        "skipped": _printable(plan.skipped),
        "bad": [
            {"row": bad.number, "line": bad.line, "reason": printable(bad.reason)}
            for bad in plan.bad
        ],
        "mended": _printable(plan.repairs),
        "set_aside": _printable(plan.aside),
        "warnings": _printable(warnings(plan)),
        "notes": [printable(note) for note in notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _printable(counts: Mapping[str, int]) -> dict[str, int]:
    return {printable(name): count for name, count in counts.items()}


def _counts(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    if counts:
        yield f"{title}:"
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield from _wrapped(f"{count:>5}  {name}", "  ")


def _story(file: NewFile) -> str:
    events = ", ".join(
        f"{event.stage or event.outcome or 'note'} {event.date}"
        for event in file.opportunity.events
    )
    return f"{file.opportunity.id}: {events}"


def _event(event: Event) -> dict[str, str | None]:
    return {
        "date": event.date.isoformat(),
        "stage": event.stage,
        "outcome": event.outcome.value if event.outcome else None,
    }


def _shortened(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= WIDTH else f"{shown[: WIDTH - 4]} ..."


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    further = indent + "  "
    yield from textwrap.wrap(
        printable(text), WIDTH, initial_indent=indent, subsequent_indent=further
    )
