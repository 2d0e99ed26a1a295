"""``opledger site serve``: the private site in a browser, built anew after each change."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from opledger.api.days import today
from opledger.api.loading import Loaded, read, shown
from opledger.cli.building import page_count, private_files
from opledger.cli.loading import ledger_folder
from opledger.cli.options import App, as_of_option, ledger_option
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.diagnostics import as_line, printable

if TYPE_CHECKING:
    from opledger.site.live import Live

PORT = 8000
_BETWEEN_LOOKS = 0.3  # seconds
_OF_GIT = ("HEAD", "logs/HEAD", "index", "packed-refs")


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="N",
    help=f"The port; {PORT} if not said, 0 for any that is free.",
)
@as_of_option
@ledger_option
@click.pass_context
def serve_command(ctx: click.Context, port: int, as_of: date | None) -> None:
    """Show the private site in a browser of this machine, and build it anew after each change.

    It listens on 127.0.0.1 alone. What is wrong with a file or a template is said here and in the
    page, and the last good site stays. ^C ends it.
    """
    from opledger.site.live import Live
    from opledger.site.server import serving

    root = ledger_folder(ctx.ensure_object(App))
    live = Live()
    with serving(live, port, _complain) as address:
        click.echo(f"The private site is at {address} for this machine alone; ^C ends it.")
        _watch(root, as_of, live)


def _watch(root: Path, as_of: date | None, live: Live) -> None:
    """Build the site whenever something of the ledger is another than before; for ever."""
    seen: object = None
    zone = ZoneInfo("UTC")
    while True:
        now = _looks(root, zone)
        if now != seen:
            seen = now
            zone = _build(root, as_of, live) or zone
            seen = (*now[:-1], today(zone))
        time.sleep(_BETWEEN_LOOKS)


def _build(root: Path, as_of: date | None, live: Live) -> ZoneInfo | None:
    """Show the site as it is now, or what is wrong; the ledger's zone, where it can be read."""
    try:
        ledger_folder(App(root))
        reading = read(root)
        trouble = tuple(as_line(each, shown(root, each.path)) for each in reading.errors)
        if not trouble:
            loaded = Loaded(root, reading.ledger)
            files = private_files(loaded, loaded.day(as_of), top="/")
            again = " anew" if live.shown.files else ""
            live.show(files)
            click.echo(f"Built {page_count(files)}{again}.")
            return loaded.ledger.config.zone
    except Failure as failure:
        trouble = (printable(str(failure)),)
    except Exception as error:  # noqa: BLE001 - it goes on serving, whatever happens
        trouble = (printable(f"this is a bug in opledger ({type(error).__name__}: {error})"),)
    for line in trouble:
        if line not in live.shown.trouble:  # said already
            _complain(line)
    live.fail(trouble)
    return None


def _looks(root: Path, zone: ZoneInfo) -> tuple[object, ...]:
    """How everything looks that the site is made from: another one after any change."""
    from opledger.files.templates import own_entries

    entries = (disk.config_entry(root), *disk.scan(root), *own_entries(root))
    files = [(each, disk.look(root / each.path)) for each in entries]
    return (files, _git_looks(root), today(zone))


def _git_looks(root: Path) -> list[object]:
    """How git's own files look that change with a commit or a checkout."""
    folders = [each / ".git" for each in (root.resolve(), *root.resolve().parents)]
    found = next((each for each in folders if each.exists()), None)
    # In a further work tree it is a file, and a commit there shows in the file's own folder.
    names = ("", *_OF_GIT) if found and found.is_dir() else ("",)
    return [disk.look(found / name) for name in names] if found else []


def _complain(line: str) -> None:
    click.echo(f"opledger: {' '.join(line.splitlines())}", err=True)
