"""``opledger fmt``: events in date order, and nothing else touched."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.api.days import today
from opledger.api.loading import shown
from opledger.cli.check import inside
from opledger.cli.loading import reading
from opledger.cli.options import App, ledger_option
from opledger.cli.writing import Desk, change, change_file, commit_option, desk, source_of
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opledger.core.model import Opportunity
    from opledger.files.splice import Document

_MENDED = ("out-of-order",)


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if it would.")
@commit_option
@ledger_option
@click.pass_context
def fmt_command(
    ctx: click.Context, /, paths: tuple[Path, ...], only_check: bool, commit: bool | None
) -> int:
    """Put the events of every opportunity, or of the named files, in date order.

    Events of one day stay as they stand. Each moves with its comments; no other line is touched.
    A file with any other error is left alone, and named.
    """
    at = desk(ctx.ensure_object(App))
    wanted = {inside(at.root, path) for path in paths}
    entries = [each for each in disk.scan(at.root) if each.kind is disk.EntryKind.FILE]
    times = Counter(disk.stem_of(each.path) for each in entries)
    failed = changed = 0
    for path in _doubtful(at, entries, wanted, times):
        try:
            if only_check:
                moved = _would_change(at, path)
                if moved:
                    click.echo(f"{shown(at.root, path)}: events out of date order")
            else:
                moved = _change(at, path, commit, is_alone=times[disk.stem_of(path)] == 1)
            changed += moved
        except Failure as why:
            click.echo(f"opledger: {why}", err=True)
            failed += 1
    return int(bool(failed or (only_check and changed)))


def _doubtful(
    at: Desk, entries: Sequence[disk.Entry], wanted: set[str], times: Counter[str]
) -> Iterator[str]:
    """The wanted files that may be out of order, or about which something is to be said.

    A file without any error is neither: that its events are in date order is one of the checks.
    """
    if not wanted or "." in wanted or disk.FOLDER in wanted:
        found = _wrong(at)
        named = entries
    else:
        named = [each for each in entries if _is_named(each.path, wanted)]
        found = _wrong_alone(at, named)
    for each in named:
        if each.path in found or times[disk.stem_of(each.path)] > 1:
            yield each.path


def _is_named(path: str, wanted: set[str]) -> bool:
    return any(path == each or path.startswith(each + "/") for each in wanted)


def _wrong(at: Desk) -> set[str]:
    """The files in which reading the whole ledger finds errors."""
    from opledger.files.cache import Cache
    from opledger.files.whole import whole

    with reading() as told:
        return {each.path for each in whole(at.root, today, Cache.at_hand(), told).errors}


def _wrong_alone(at: Desk, named: Sequence[disk.Entry]) -> set[str]:
    """Those of some files in which there are errors."""
    from opledger.files.reading import read_record
    from opledger.files.readings import telling

    files, wrong = disk.Folder(at.root), set()
    with reading() as told:
        for each in telling(named, told):
            record, found = read_record(files, each, at.config, at.day)
            if record is None or any(one.severity is Severity.ERROR for one in found):
                wrong.add(each.path)
    return wrong


def _change(at: Desk, path: str, commit: bool | None, *, is_alone: bool) -> bool:
    """Whether something was moved in a file.

    Raises:
        Failure: it was left as it is.
    """
    from opledger.files.splice import Unsafe

    try:
        if is_alone:
            return change_file(at, path, _in_order, commit, _MENDED) is not None
        return change(at, disk.stem_of(path), _in_order, commit, _MENDED) is not None
    except Unsafe as why:
        raise Failure(f"{shown(at.root, path)} was left as it is: {why}", code=1) from None


def _in_order(document: Document, about: Opportunity) -> Document:
    from opledger.files.editing import in_date_order

    return in_date_order(document, about)


def _would_change(at: Desk, path: str) -> bool:
    from opledger.files.reading import read_opportunity

    _, found = read_opportunity(source_of(at.root, path), at.config, at.day)
    return any(each.code in _MENDED for each in found)
