"""What an import came to, as lines for people and as a document for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from opledger.core.narrative.words import plural
from opledger.exchange.lines import WIDTH, wrapped
from opledger.files.diagnostics import printable
from opledger.files.rules.ledgers import duplicate_opportunity
from opledger.files.rules.records import RECORD_RULES

if TYPE_CHECKING:
    from opledger.core.model import Event
    from opledger.exchange.planned import NewFile, Plan

VERSION = 1
_FIRST = 8


def as_lines(plan: Plan, notes: Sequence[str], into: str, *, written: bool) -> Iterator[str]:
    """The report in lines of at most 80 columns."""
    done = "written" if written else "new"
    updated = f" ({len(plan.updated)} with new events)" if plan.updated else ""
    yield from wrapped(
        f"{plural(plan.rows, 'row')}: {len(plan.new)} {done}, {plan.known} known already{updated}, "
        f"{sum(plan.skipped.values())} skipped, {len(plan.bad)} bad"
    )
    yield from _counts("Skipped", plan.skipped)
    yield from _counts("Mended", plan.repairs)
    aside = {f"{name}: not of its kind, kept under extra": n for name, n in plan.aside.items()}
    yield from _counts("Set aside", aside)
    yield from _counts("Warnings that 'check' will give", warnings(plan))
    yield from _listed("Bad rows, not imported:", (f"{bad.name}: {bad.reason}" for bad in plan.bad))
    yield from _known(plan)
    if not written:
        yield from _new(plan)
    for note in notes:
        yield from wrapped(f"Note: {note}")
    if plan.new or plan.updated:
        nothing = "Nothing was written: add --write to do it."
        next_step = f"Next: opledger --ledger {into} check; then commit what came in"
        yield from wrapped(next_step if written else nothing)


def _known(plan: Plan) -> Iterator[str]:
    """What became of records that were imported before."""
    yield from _listed(
        "Told otherwise by the log, left alone:",
        (f"{each.id} ({each.row.name}): {each.reason}" for each in plan.differs),
    )
    yield from _listed(
        "New events of what was imported before:",
        (f"{each.opportunity.id}: {_events(each.added)}" for each in plan.updated),
    )


def _new(plan: Plan) -> Iterator[str]:
    if plan.new:
        yield "New:"
    yield from (_shortened(f"  {_story(file)}") for file in plan.new[:_FIRST])
    if len(plan.new) > _FIRST:
        yield f"  and {len(plan.new) - _FIRST} more"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield title
        yield from wrapped(line, "  ")


def story_lines(plan: Plan, most: int) -> Iterator[str]:
    """The first new opportunities, the first bad rows, and how many there are of each."""
    yield from wrapped(
        f"{plural(plan.rows, 'row')} would become"
        f" {plural(len(plan.new), 'opportunity', 'opportunities')};"
        f" {sum(plan.skipped.values())} skipped, {len(plan.bad)} bad"
    )
    yield from (_shortened(f"  {_story(file)}") for file in plan.new[:most])
    if len(plan.new) > most:
        yield f"  and {len(plan.new) - most} more"
    for bad in plan.bad[:most]:
        yield from wrapped(f"bad {bad.name}: {bad.reason}", "  ")
    if len(plan.bad) > most:
        yield f"  and {len(plan.bad) - most} more bad ones"


def warnings(plan: Plan) -> dict[str, int]:
    """How many warnings of each kind the new files come with."""
    rules = {rule.code: rule.summary for rule in (*RECORD_RULES, duplicate_opportunity)}
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
        "updated": [
            {
                "id": update.opportunity.id,
                "path": update.path,
                "events": [_event(event) for event in update.added],
            }
            for update in plan.updated
        ],
        "differs": [
            {"id": each.id, "row": each.row.number, "reason": printable(each.reason)}
            for each in plan.differs
        ],
        "skipped": _printable(plan.skipped),
        "bad": [
            {
                "row": bad.number,
                "line": bad.line,
                "reason": printable(bad.reason),
                **({"file": bad.file} if bad.file else {}),
            }
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
        yield from wrapped(f"{count:>5}  {name}", "  ")


def _story(file: NewFile) -> str:
    return f"{file.opportunity.id}: {_events(file.opportunity.events)}"


def _events(events: Sequence[Event]) -> str:
    return ", ".join(f"{event.stage or event.outcome or 'note'} {event.date}" for event in events)


def _event(event: Event) -> dict[str, str | None]:
    return {
        "date": event.date.isoformat(),
        "stage": event.stage,
        "outcome": event.outcome.value if event.outcome else None,
    }


def _shortened(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= WIDTH else f"{shown[: WIDTH - 4]} ..."
