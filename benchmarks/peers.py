"""The same records for the programs that opledger is measured beside.

Every event is a transaction, and every opportunity a record or a page; nothing is left out that the
other program could tell.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path

from benchmarks.made import Happening, Made, settings

ROOT = Path(__file__).parents[1]
HUGO = Path(__file__).with_name("hugo")
_ASSETS = ("style.css", "charts.css", "icon.svg")


def journal(records: Iterable[Made]) -> str:
    """A journal for hledger: who moved from where to where on which day, in the order of the days.

    ``hledger bal`` then tells how many stand at each stage and outcome, and how many notes are
    made at each stage.
    """
    return "\n".join(
        f"{event.day} {company} ; {event.note}\n    {goal}  1\n    {source}  -1\n"
        for event, company, source, goal in _moves(records)
    )


def beans(records: Iterable[Made]) -> str:
    """The same for beancount, whose accounts have to be opened."""
    moves = _moves(records)
    accounts = sorted({_bean(account) for _, _, *both in moves for account in both})
    opened = [f"{moves[0][0].day} open {account}" for account in accounts]
    told = (
        f'{event.day} * "{company}" "{event.note}"\n  {_bean(goal)}  1 OPP\n'
        f"  {_bean(source)}  -1 OPP\n"
        for event, company, source, goal in moves
    )
    return "\n".join([*opened, "", *told])


def records_file(records: Iterable[Made]) -> str:
    """A file for recutils: one record an opportunity, a field for each fact and each event."""
    return "%rec: Opportunity\n\n" + "\n".join(map(_record, records))


def write_hugo(records: Iterable[Made], count: int, folder: Path) -> None:
    """Write a Hugo site: a page an opportunity with the record's own YAML as its front matter.

    The notes are the page's text, and the ledger's settings its data.
    """
    shutil.copytree(HUGO, folder)
    for name in _ASSETS:
        (folder / "static" / "assets").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "templates" / "assets" / name, folder / "static" / "assets" / name)
    (folder / "data").mkdir()
    (folder / "data" / "ledger.yaml").write_text(settings(count), encoding="utf-8")
    pages = folder / "content" / "opportunities"
    pages.mkdir(parents=True)
    (pages / "_index.md").write_text("---\ntitle: Opportunities\n---\n", encoding="utf-8")
    for record in records:
        (pages / f"{record.id}.md").write_text(page(record), encoding="utf-8")


def page(record: Made) -> str:
    """The content file of an opportunity for Hugo."""
    facts, _, notes = record.text.partition("notes: |\n")
    body = "".join(line.removeprefix("  ") for line in notes.splitlines(keepends=True))
    head = f"title: {record.company}\ndate: {record.events[0].day}\n"
    return f"---\n{head}{facts}---\n{body}"


def _moves(records: Iterable[Made]) -> list[tuple[Happening, str, str, str]]:
    """Every event with its company, where it came from and where it went, in the order of days."""
    found = [move for record in records for move in _path(record)]
    return [move for _, move in sorted(((move[0].day, move) for move in found), key=itemgetter(0))]


def _path(record: Made) -> Iterator[tuple[Happening, str, str, str]]:
    place = f"source:{record.source}"
    for event in record.events:
        if not event.stage and not event.outcome:
            yield event, record.company, "told", f"notes:{place.partition(':')[2]}"
            continue
        goal = f"stage:{event.stage}" if event.stage else f"outcome:{event.outcome}"
        yield event, record.company, place, goal
        place = goal


def _bean(account: str) -> str:
    return ":".join(["Assets", *(part.title() for part in account.split(":"))])


def _record(record: Made) -> str:
    head, _, rest = record.text.partition("people:\n")
    person = rest.partition("\n")[0].removeprefix("  - ")
    notes = record.text.partition("notes: |\n")[2].splitlines()
    lines = [
        f"id: {record.id}",
        *head.splitlines(),
        f"person: {person}",
        *(f"event: {event.day} {_said(event)}: {event.note}" for event in record.events),
        "notes:",
        *(f"+ {line.strip()}" for line in notes),
    ]
    return "\n".join(lines) + "\n"


def _said(event: Happening) -> str:
    return " ".join(filter(None, (event.stage or event.outcome or "note", event.reason)))
