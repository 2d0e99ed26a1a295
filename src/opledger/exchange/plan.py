"""The whole import, before anything is written: what is new, known, skipped and bad."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import field, replace
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.exchange.drafting import Draft, Drafting, id_columns
from opledger.exchange.leftover import RESERVED
from opledger.exchange.mapping import Mapping, folded
from opledger.exchange.naming import new_id
from opledger.exchange.picking import BadValue, Picker, Scope
from opledger.exchange.planned import Differing, NewFile, Plan, Target
from opledger.exchange.rows import BadRow, Row, Rows
from opledger.exchange.updating import EVENTS, Differs, Known, Update, remembered, updated
from opledger.files.diagnostics import Severity
from opledger.files.disk import FOLDER, MAX_BYTES
from opledger.files.emit import opportunity_text
from opledger.files.reading import key_of, quick_or_ordinary_opportunity
from opledger.files.rules.ledgers import duplicate_opportunity
from opledger.files.source import Source

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.files.readings import Told

_SHOWN = 8


@dataclass(slots=True)
class _Planning:
    mapping: Mapping
    config: Config
    today: date
    source: Callable[[str], Source] | None
    known_keys: MappingOf[str, list[Opportunity]]
    taken: set[str]
    rows_of_key: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    new: list[NewFile] = field(default_factory=list)
    known: int = 0
    updated: list[Update] = field(default_factory=list)
    differs: list[Differing] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    bad: list[BadRow] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)


def plan_import(
    rows: Rows, mapping: Mapping, target: Target, today: date, told: Told | None = None
) -> Plan:
    """What importing the rows into a ledger comes to.

    ``told`` is called after each opportunity with how many rows are planned, of how many.
    """
    config = target.config
    known: dict[str, list[Opportunity]] = {}
    for each in target.opportunities:
        if (key := known_key(each, mapping.name)) is not None:
            known.setdefault(key, []).append(each)
    taken = {name.casefold() for name in target.ids}
    planning = _Planning(mapping, config, today, target.source, known, taken)
    planning.bad.extend(rows.bad)
    if rows.blank:
        planning.skipped["empty row"] += rows.blank
    picker = Picker(mapping, config.zone)
    groups = _groups(_wanted(rows, picker, planning), picker, planning)
    done, every = 0, sum(map(len, groups))
    for group in groups:
        _add(group, picker, planning)
        done += len(group)
        if told is not None:
            told(done, every)
    total = len(rows.rows) + len(rows.bad) + rows.blank
    if rows.hidden:
        planning.repairs["characters that can't be seen: taken out or replaced"] = rows.hidden
    return Plan(
        rows=total,
        new=tuple(_with_duplicates(planning.new, target.opportunities)),
        updated=tuple(planning.updated),
        differs=tuple(planning.differs),
        known=planning.known,
        skipped=dict(planning.skipped),
        bad=tuple(sorted(planning.bad, key=lambda bad: (bad.file, bad.number))),
        repairs=dict(planning.repairs),
        aside=dict(planning.aside),
    )


def _with_duplicates(new: list[NewFile], known: Iterable[Opportunity]) -> Iterator[NewFile]:
    """The new files, with a warning where an opportunity seems to be there already."""
    seen = set(map(key_of, known))
    for each in new:
        key = key_of(each.opportunity)
        if key in seen:
            warned = (*each.warnings, duplicate_opportunity.code)
            yield replace(each, warnings=warned)
        else:
            yield each
        seen.add(key)


def known_key(opportunity: Opportunity, name: str) -> str | None:
    """The key by which a record was imported with the mapping of this name."""
    extra: object = opportunity.extra  # the user's own may be a list, or a text
    told = extra.get(RESERVED) if isinstance(extra, dict) else None
    if isinstance(told, dict) and told.get("map") == name:
        return str(told.get("key"))
    return None


def _wanted(rows: Rows, picker: Picker, planning: _Planning) -> list[Row]:
    """The rows that are not skipped."""
    wanted = []
    for row in rows.rows:
        try:
            reason = next(
                (s.reason for s in planning.mapping.skip if picker.holds(s.when, Scope(row.cells))),
                None,
            )
        except BadValue as wrong:
            planning.bad.append(BadRow(row.number, row.line, str(wrong)))
            continue
        if reason is None:
            wanted.append(row)
        else:
            planning.skipped[reason] += 1
    return wanted


def _groups(rows: list[Row], picker: Picker, planning: _Planning) -> list[tuple[Row, ...]]:
    """The rows of each opportunity, in the order of their first rows."""
    columns = planning.mapping.group
    if not columns:
        return [(row,) for row in rows]
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        try:
            texts = tuple(
                folded("; ".join(picker.texts(column, Scope(row.cells))[1])) for column in columns
            )
        except BadValue as wrong:
            planning.bad.append(BadRow(row.number, row.line, str(wrong)))
            continue
        if any(texts):
            groups.setdefault(texts, []).append(row)
        else:
            names = ", ".join(column.text for column in columns)
            planning.bad.append(BadRow(row.number, row.line, f"nothing to group by: {names} empty"))
    return [tuple(group) for group in groups.values()]


def _add(rows: tuple[Row, ...], picker: Picker, planning: _Planning) -> None:
    try:
        draft = Drafting(planning.mapping, picker, planning.config, rows).draft()
        if not draft.events:
            _without_events(draft, planning)
            return
        key = _own_key(draft, planning)
        if key in planning.known_keys:
            _look_again(draft, planning.known_keys[key], planning)
            return
        file = _file(draft, key, planning)
    except BadValue as wrong:
        planning.bad.append(_bad(rows, wrong))
        return
    planning.new.append(file)
    planning.taken.add(file.opportunity.id)
    planning.repairs.update({repair.value: n for repair, n in draft.repairs.items()})
    planning.aside.update(draft.aside)


def _look_again(draft: Draft, found: list[Opportunity], planning: _Planning) -> None:
    """What the log tells anew of a record that was imported before."""
    planning.known += 1
    about = found[0]
    if len(found) > 1:
        # Two machines gave it two names, or somebody copied the file: it would be counted twice.
        others = ", ".join(f"'{each.id}'" for each in found[1:])
        reason = f"the file of {others} says that it came of the same row: delete one of them"
        planning.differs.append(Differing(about.id, draft.rows[0], reason))
        return
    if planning.source is None:
        return
    known = Known(about, partial(planning.source, about.path))
    times = planning.mapping.keep_times
    config, today = planning.config, planning.today
    try:
        update = updated(known, draft.events, config, today, with_time=times)
    except Differs as differs:
        planning.differs.append(Differing(about.id, draft.rows[0], str(differs)))
        return
    if update is not None:
        planning.updated.append(update)


def _bad(rows: tuple[Row, ...], wrong: BadValue) -> BadRow:
    """One bad row; where others tell of the same opportunity, it is left out as a whole."""
    row = wrong.row or rows[0]
    others = [str(each.number) for each in rows if each is not row]
    more = ", ..." if len(others) > _SHOWN else ""
    also = f"; left out with it: row {', '.join(others[:_SHOWN])}{more}" if others else ""
    return BadRow(row.number, row.line, f"{wrong}{also}")


def _without_events(draft: Draft, planning: _Planning) -> None:
    """No event came of it: because its status stands for none, or for want of a date."""
    if not draft.passed_over:
        message = "no event: its dates and statuses are all empty"
        raise BadValue(message)
    statuses = ", ".join(dict.fromkeys(draft.passed_over))
    planning.skipped[f"status '{statuses}' stands for no event"] += len(draft.rows)


def _own_key(draft: Draft, planning: _Planning) -> str:
    """The draft's key; rows that are alike in company, role and first day are numbered."""
    row = draft.rows[0]
    planning.counts[draft.key] += 1
    count = planning.counts[draft.key]
    earlier = planning.rows_of_key.setdefault(draft.key, row.name)
    if count == 1:
        return draft.key
    if planning.mapping.key or id_columns(row):
        message = f"the key '{draft.key}' is that of {earlier} too"
        raise BadValue(message)
    return f"{draft.key} #{count}"


def _file(draft: Draft, key: str, planning: _Planning) -> NewFile:
    """The file of a draft, read back as `check` will read it."""
    company, role = str(draft.values["company"]), str(draft.values.get("role") or "")
    name = new_id(company, role, key, planning.taken)
    path = str(PurePosixPath(FOLDER, f"{name}.yaml"))
    extra = draft.values["extra"]
    events = remembered(draft.events)
    told = {RESERVED: {"map": planning.mapping.name, "key": key, EVENTS: events}}
    others = {k: v for k, v in extra.items() if k != RESERVED} if isinstance(extra, dict) else {}
    text = opportunity_text({**draft.values, "extra": {**told, **others}})
    if len(text.encode()) > MAX_BYTES:
        message = "it would make a file larger than 256 KiB: leave columns out with 'ignore'"
        raise BadValue(message)
    opportunity, found = quick_or_ordinary_opportunity(
        Source.of(path, text), planning.config, planning.today
    )
    errors = [d for d in found if d.severity is Severity.ERROR]
    if errors or opportunity is None:
        raise BadValue("; ".join(filter(None, (errors[0].text, errors[0].hint))))
    return NewFile(path, text, opportunity, draft.rows[0], tuple(d.code for d in found))
