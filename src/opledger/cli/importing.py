"""``opledger import``: a log kept elsewhere becomes opportunities."""

from __future__ import annotations

import os
import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.cli.options import App, ledger_option
from opledger.core.failure import Failure
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opledger.core.config import Config
    from opledger.exchange.mapping import Mapping
    from opledger.exchange.planned import Plan, Target
    from opledger.files.diagnostics import Diagnostic

_OK, _BAD_ROWS, _USAGE = 0, 1, 2
_MAX_MAP = 256 * 1024


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="[FILE]", required=False)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="MAP.yaml",
    help="What the log's columns and statuses mean (docs/import.md); an export needs none.",
)
@click.option("--preset", metavar="NAME", help="A mapping that comes with opledger.")
@click.option(
    "--into",
    "into",
    type=click.Path(path_type=Path),
    metavar="LEDGER",
    help="The ledger's folder, made if it has no ledger.yaml; else the nearest one upward.",
)
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook.")
@click.option("--write", is_flag=True, help="Write the new files; else only show what would be.")
@click.option("--guess", is_flag=True, help="Draft a mapping for FILE, to be looked over.")
@click.option(
    "--map-out",
    type=click.Path(path_type=Path),
    metavar="MAP.yaml",
    help="With --guess: where to write it, without asking anything.",
)
@click.option("--presets", "list_presets", is_flag=True, help="List the presets.")
@click.option("--show-preset", metavar="NAME", help="Print a preset, to make your own of it.")
@ledger_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="How to print; text if not said.",
)
@click.pass_context
def import_command(
    ctx: click.Context,
    /,
    file: Path | None,
    map_file: Path | None,
    preset: str | None,
    into: Path | None,
    sheet: str | None,
    write: bool,
    guess: bool,
    map_out: Path | None,
    list_presets: bool,
    show_preset: str | None,
    form: str,
) -> int:
    """Bring in a log from elsewhere: CSV, XLSX, JSON, JSON Lines or a Markdown table.

    A mapping says what its columns and statuses mean: yours, or a preset; what 'opledger export
    csv' and 'jsonl' wrote needs none. Nothing that you wrote
    is changed, and what was imported before is known again; where the log has gone on since, the
    new events are added. Exits 1 if a row was bad; the others are still written.
    """
    if list_presets or show_preset:
        return _tell_presets(show_preset)
    if file is None:
        raise Failure("which file? opledger import FILE; '--presets' lists what is known")
    where = into or _nearest(ctx.ensure_object(App))
    if guess or map_out:
        from opledger.cli.guessing import guess_mapping

        return guess_mapping(file, sheet or "", where, map_out)
    if map_file and preset:
        raise Failure("--map and --preset: name one of them")
    if not map_file and not preset:
        return _restore(file, sheet or "", where, write=write, form=form)
    there = _somewhere(where)
    return _import(file, map_file, preset or "", sheet or "", there, write=write, form=form)


def _import(
    file: Path,
    map_file: Path | None,
    preset: str,
    sheet: str,
    into: Path,
    *,
    write: bool,
    form: str,
) -> int:
    from dataclasses import replace

    from opledger.api.days import today
    from opledger.cli.progress import progress
    from opledger.exchange.columns import check_columns
    from opledger.exchange.gathering import read_log
    from opledger.exchange.mapfile import read_mapping
    from opledger.exchange.plan import plan_import
    from opledger.exchange.planned import Target
    from opledger.exchange.presets import read_preset
    from opledger.exchange.report import as_document, as_lines
    from opledger.files.source import Source

    text = _map_text(map_file) if map_file else ""
    target = _ledger(into)
    config = target.config if target else None
    if map_file:
        read, found = read_mapping(Source.of(str(map_file), text), config)
        if read is None:
            return _refuse(found)
        mapping = read
    else:
        mapping = read_preset(preset, config)
    if sheet:
        mapping = replace(mapping, layout=replace(mapping.layout, sheet=sheet))
    rows = read_log(file, mapping)
    unknown = check_columns(mapping, rows)
    if unknown and preset:
        missing = "; ".join(dict.fromkeys(each.text for each in unknown))
        message = f"{file.name} is not as preset '{preset}' knows it: {missing}"
        raise Failure(f"{message}; '--presets' lists what each reads")
    if unknown:
        return _refuse(unknown)
    target = target or Target(mapping.config)
    with progress("Planning", "rows") as told:
        plan = plan_import(rows, mapping, target, today(target.config.zone), told)
    own = [] if preset else _notes(mapping, config)
    notes = [*rows.notes, *own, *_preset_notes(mapping, preset, plan)]
    if write:
        _write(into, mapping, plan, is_new=config is None)
    if form == "json":
        click.echo(as_document(plan, notes, written=write))
    else:
        for line in as_lines(plan, notes, str(into), written=write):
            click.echo(line)
    return _BAD_ROWS if plan.bad else _OK


def _restore(file: Path, sheet: str, into: Path | None, *, write: bool, form: str) -> int:
    """Bring back what `export csv` or `export jsonl` wrote, which needs no mapping.

    Raises:
        Failure: the file is no such export; what it may be is said.
    """
    from opledger.cli.restoring import restore
    from opledger.exchange.origin import MAX_BYTES
    from opledger.exchange.restore import is_own
    from opledger.files import disk

    content = disk.read_outside(file, MAX_BYTES)
    if not is_own(content):
        raise Failure(_recognised(file, sheet))
    where = _somewhere(into)
    return restore(content, _ledger(where), where, write=write, form=form)


def _somewhere(into: Path | None) -> Path:
    """The ledger to import into.

    Raises:
        Failure: none is named, and none is here.
    """
    if into is None:
        message = "no ledger here to import into: go to one, or name one with --into DIR"
        raise Failure(f"{message}, which is made if there is none")
    return into


def _nearest(app: App) -> Path | None:
    """The ledger that was named before the command, or the nearest upward, if there is one."""
    from opledger.cli.loading import ledger_folder
    from opledger.files.disk import find_ledger

    return ledger_folder(app) if app.ledger else find_ledger(Path.cwd())


def _tell_presets(name: str | None) -> int:
    """Print one preset as it stands, or the list of them."""
    if name:
        from opledger.exchange.presets import preset_text

        click.echo(preset_text(name), nl=False)
        return _OK
    from opledger.exchange.presetlist import preset_lines, presets

    for line in preset_lines(presets()):
        click.echo(line)
    return _OK


def _recognised(file: Path, sheet: str) -> str:
    """What to do with a log of which no mapping was named."""
    from opledger.exchange.jsonlines import MARK
    from opledger.exchange.presetlist import fitting, presets
    from opledger.exchange.samples import sample_of

    columns = sample_of(file, sheet).rows.columns
    if {MARK, "id"} <= {*columns}:
        return f"{file.name} is an export of opledger, saved as a workbook: save it as 'CSV UTF-8'"
    fits = fitting(columns, presets())
    name = printable(shlex.quote(str(file)))
    guess = f"'opledger import {name} --guess' drafts a mapping"
    if not fits:
        return f"no preset knows the columns of {file.name}: {guess}, or name one with --map"
    command = f"'opledger import {name} --preset {fits[0].preset.name}'"
    about = fits[0].preset.text
    if fits[0].exact:
        return f"this looks like {about}: {command} imports it"
    return (
        f"this may be {about}, though it has other columns too: look what {command} says; {guess}"
    )


def _preset_notes(mapping: Mapping, preset: str, plan: Plan) -> Iterator[str]:
    """What the user should know of a mapping that is not their own."""
    from opledger.exchange.presets import how_to_change

    for ours, word in mapping.stood_in.items():
        what = f"is '{word}' in this ledger" if word else "is not told: the ledger has no such word"
        yield f"the mapping's {ours} {what}"
    if not mapping.about.verified:
        yield (
            f"'{mapping.name}' is unverified: made from descriptions of the format, not confirmed"
            " that its program writes just that; look at what comes of it"
        )
    if mapping.about.caution:
        yield mapping.about.caution
    if preset and plan.bad:
        yield how_to_change(preset)


def _map_text(map_file: Path) -> str:
    from opledger.files import disk

    content = disk.read_outside(map_file, _MAX_MAP)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Failure(f"{map_file} is not UTF-8: save it as UTF-8") from None


def _ledger(into: Path) -> Target | None:
    """The ledger to import into; without a ledger.yaml there is none yet.

    Raises:
        Failure: it has errors, or the folder holds something else.
    """
    from opledger.api.days import today
    from opledger.api.loading import shown
    from opledger.cli.loading import reading
    from opledger.cli.writing import source_of
    from opledger.exchange.planned import Target
    from opledger.files import disk
    from opledger.files.diagnostics import as_line
    from opledger.files.reading import read_ledger

    if not os.path.lexists(into / disk.CONFIG_NAME):
        _refuse_other_folder(into)
        return None
    with reading() as told:
        found = read_ledger(into, today, told)
    if found.errors:
        # A record that can't be read can't be known again: it would be imported twice.
        first = as_line(found.errors[0], shown(into, found.errors[0].path))
        message = f"the ledger has errors, see 'opledger check'; nothing was imported: {first}"
        raise Failure(message, code=1)
    ids = tuple(Path(entry.path).stem for entry in disk.scan(into))
    ledger = found.ledger
    return Target(ledger.config, ledger.opportunities, ids, partial(source_of, into))


def _refuse_other_folder(into: Path) -> None:
    """A folder with something else in it is not made a ledger by an import."""
    from opledger.files import disk

    if not os.path.lexists(into):
        return
    other = disk.first_inside(into)
    if other is not None:
        message = (
            f"{into} has no ledger.yaml, but holds {other}: name a ledger, or a folder that"
            " is empty or does not exist"
        )
        raise Failure(message)


def _notes(mapping: Mapping, config: Config | None) -> list[str]:
    """What the user should know of the settings."""
    if config is None or mapping.ledger is None:
        return []
    note = "the ledger has its own ledger.yaml: the mapping's 'ledger:' was not used"
    if config.stage_order != mapping.config.stage_order:
        note += f" (its stages differ; the ledger's are {', '.join(config.stage_order)})"
    return [note]


def _write(into: Path, mapping: Mapping, plan: Plan, *, is_new: bool) -> None:
    from opledger.cli.founding import write_imported
    from opledger.cli.progress import progress
    from opledger.files.emit import ledger_text
    from opledger.files.readings import telling
    from opledger.files.store import locked, replace_file

    settings = (ledger_text(mapping.ledger or {}), mapping.config) if is_new else None
    write_imported(into, ((file.path, file.text) for file in plan.new), settings)
    if plan.updated:
        with locked(into), progress("Updating", "files") as told:
            for update in telling(plan.updated, told):
                replace_file(into, update.path, update.before, update.after)


def _refuse(found: Iterable[Diagnostic]) -> int:
    from opledger.files.diagnostics import as_line

    for diagnostic in found:
        click.echo(as_line(diagnostic, diagnostic.path), err=True)
    return _USAGE
