"""A ledger's own export read back: what is new, what is there already, and what is bad.

Nothing that exists is changed: an opportunity whose id the ledger has is known if it says the same,
and left as it is if it says something else. So is one that says the same under another id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from opledger.core.failure import Failure
from opledger.exchange import toldlines, toldtable
from opledger.exchange.planned import Differing, NewFile, Plan, Target
from opledger.exchange.rows import BadRow
from opledger.exchange.story import in_order
from opledger.exchange.values import typed
from opledger.files.diagnostics import Severity
from opledger.files.disk import CONFIG_NAME, FOLDER, ID, MAX_BYTES, SUFFIX
from opledger.files.emit import ledger_text, opportunity_text
from opledger.files.reading import quick_or_ordinary_opportunity, quick_or_ordinary_settings
from opledger.files.readings import telling
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.exchange.dates import Dated
    from opledger.exchange.told import Told, ToldOpportunity
    from opledger.files import readings

_LONGEST_PATH = 200


def is_own(content: bytes) -> bool:
    """Whether a file's content is an export of a whole ledger."""
    text = _text(content)
    if text is None:
        # Its signs can be told in any encoding that a spreadsheet saves in.
        text = content.decode("latin-1").removeprefix("\xff\xfe").replace("\0", "")
    return toldlines.is_marked(text) or toldtable.is_marked(text)


def read_told(content: bytes, done: readings.Told | None = None) -> Told:
    """What an export tells; ``done`` is called for each row with how many are read, of how many.

    Raises:
        Failure: it is of a newer version, or its header is not that of an export.
    """
    text = _text(content)
    if text is None:
        raise Failure(
            "this is an export of opledger, but not in UTF-8, as a spreadsheet saved it: save it"
            " as 'CSV UTF-8'",
            code=1,
        )
    read = toldlines.read_jsonl if toldlines.is_marked(text) else toldtable.read_table
    return read(text, done)


def settings_text(told: Told) -> str:
    """The text of ``ledger.yaml`` that an export tells; empty where it tells no settings."""
    settings = told.settings or {}
    if not settings:
        return ""
    values = typed(settings, LEDGER)
    assert isinstance(values, dict)  # noqa: S101 - for the type checker: a mapping stays one
    return ledger_text(values, nulls=True)


def told_config(told: Told) -> Config:
    """The settings that an export tells.

    Raises:
        Failure: the format does not take them.
    """
    config, found = quick_or_ordinary_settings(Source.of(CONFIG_NAME, settings_text(told)))
    errors = [each for each in found if each.severity is Severity.ERROR]
    if errors:
        hint = f"; {errors[0].hint}" if errors[0].hint else ""
        raise Failure(
            f"the settings in the file are no ledger.yaml: {errors[0].text}{hint}", code=1
        )
    return config


def plan_restoring(
    told: Told, target: Target, today: date, done: readings.Told | None = None
) -> Plan:
    """What bringing an export into a ledger comes to.

    ``done`` is called with how many opportunities are looked at, of how many.
    """
    present = {each.id: each for each in target.opportunities}
    taken = {name.casefold() for name in target.ids}
    renamed = _of_other_names(told, target)
    seen: dict[str, ToldOpportunity] = {}
    new: list[NewFile] = []
    bad = list(told.bad)
    differs = []
    known = 0
    for each in telling(told.opportunities, done):
        try:
            file = _file(each, seen, target.config, today)
        except _Wrong as wrong:
            bad.append(BadRow(each.row.number, each.row.line, f"{each.id[:80]}: {wrong}"))
            continue
        if each.id not in taken:
            if same := _renamed(file.opportunity, renamed):
                known += 1
                differs.append(Differing(each.id, each.row, f"it is called '{same}' there"))
            else:
                new.append(file)
            continue
        known += 1
        if present.get(each.id) != file.opportunity:
            differs.append(Differing(each.id, each.row, "the ledger says otherwise"))
    return Plan(
        rows=len(told.opportunities) + len(told.bad),
        new=tuple(new),
        updated=(),
        differs=tuple(differs),
        known=known,
        skipped={},
        bad=tuple(sorted(bad, key=lambda row: row.number)),
        repairs={},
        aside={},
    )


def _of_other_names(told: Told, target: Target) -> dict[str, list[Opportunity]]:
    """The ledger's opportunities, by company, of whose names the export has none."""
    names = {each.id for each in told.opportunities}
    found: dict[str, list[Opportunity]] = {}
    for each in target.opportunities:
        if each.id not in names:
            found.setdefault(each.company, []).append(each)
    return found


def _renamed(opportunity: Opportunity, others: dict[str, list[Opportunity]]) -> str:
    """The name of one that says the same: its file was renamed, and would be counted twice."""
    for each in others.get(opportunity.company, ()):
        if replace(each, id=opportunity.id) == opportunity:
            others[opportunity.company].remove(each)
            return each.id
    return ""


class _Wrong(Exception):
    """Why an opportunity can't be taken."""


def _file(
    each: ToldOpportunity, seen: dict[str, ToldOpportunity], config: Config, today: date
) -> NewFile:
    """The file of an opportunity, read back as `check` will read it.

    Raises:
        _Wrong: it would not pass the check, or not say the same.
    """
    if each.id in seen:
        message = f"the id is that of {seen[each.id].row.name} too"
        raise _Wrong(message)
    seen[each.id] = each
    if not ID.fullmatch(each.id):
        raise _Wrong("no id: a to z, digits and hyphens, at most 80")
    path = str(PurePosixPath(FOLDER, _folder(each.folder), f"{each.id}{SUFFIX}"))
    values = typed(each.values, OPPORTUNITY)
    assert isinstance(values, dict)  # noqa: S101 - for the type checker: a mapping stays one
    values["events"] = _in_order(values.get("events"), config)
    text = opportunity_text(values, nulls=True)
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise _Wrong("it would make a file larger than 256 KiB")
    opportunity, found = quick_or_ordinary_opportunity(Source.of(path, text), config, today)
    errors = [d for d in found if d.severity is Severity.ERROR]
    if errors or opportunity is None:
        raise _Wrong("; ".join(filter(None, (errors[0].text, errors[0].hint))))
    if not _kept(values, opportunity):
        raise _Wrong("'extra' holds what no file of a ledger can say as it stands there")
    return NewFile(path, text, opportunity, each.row, tuple(d.code for d in found))


def _in_order(events: object, config: Config) -> object:
    """The events by their days, those of one day as they stood, but for their times.

    Sorting the rows of a table should change nothing. What is no event stays for the check.
    """
    if not isinstance(events, list):
        return events
    days = [event.get("date") if isinstance(event, dict) else None for event in events]
    if not all(isinstance(day, date) for day in days):
        return events

    def dated(event: Mapping[str, Any]) -> Dated:
        told = event["date"]
        if isinstance(told, datetime):
            return told.astimezone(config.zone).date(), told
        return told, None

    return in_order(events, dated)


def _folder(folder: str) -> str:
    """The folder below ``opportunities/``, as it was told.

    Raises:
        _Wrong: it would lead elsewhere, or no ledger would look into it.
    """
    parts = folder.split("/") if folder else []
    sound = all(part and part.isprintable() and not part.startswith(".") for part in parts)
    if not sound or "\\" in folder or len(folder.encode("utf-8", "replace")) > _LONGEST_PATH:
        message = f"'{folder[:40]}' is no folder below {FOLDER}/"
        raise _Wrong(message)
    return folder


def _kept(values: Mapping[str, Any], opportunity: Opportunity) -> bool:
    """Whether what nothing checks reads back as it was told: all else the check has looked at."""
    told = values.get("extra")
    return told is None or told == opportunity.extra


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
