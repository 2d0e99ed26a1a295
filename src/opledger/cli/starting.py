"""``opledger init`` and ``opledger demo``: a ledger where there was none."""

from __future__ import annotations

from pathlib import Path

import click

from opledger.cli.founding import IGNORED, begin_repository, write_beginnings
from opledger.cli.options import App
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.resources import sample_folder
from opledger.files.workflows import PLACES, workflow_path, write_workflow

_NEW_LEDGER = """\
# The ledger's settings. Every key may be left out; docs/format.md explains them all.
{settings}\
# search: {{started: 2024-01-08}}    # add 'ended' when it is over

# The steps of the funnel, in order: a word for the files, a label for people.
stages:
  lead: First contact
  call: Recruiter or hiring-manager call
  screen: Technical screen
  onsite: On-site
  offer: Offer
conversation: call       # from this stage on, an opportunity is a conversation

sources:
  outbound: Cold outreach by me
  inbound: Cold inbound
  warm: Warm introduction
  application: Application form

# segments, reasons and goals are yours; any word is taken until you list some:
# segments: {{startup: Startup, bigtech: Large public company}}
# reasons: {{fit: Not a mutual fit, comp: Compensation}}
# goals: {{growth: {{label: Growth and learning, weight: 2}}}}

quiet_after: 14          # days without an event until a conversation is quiet
"""


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[DIR]")
@click.option("--timezone", default="UTC", metavar="ZONE", help="Such as Europe/Berlin; else UTC.")
@click.option("--currency", default="USD", metavar="CODE", help="Such as EUR; USD if not said.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Write a workflow, too, that checks the ledger and publishes its public site there.",
)
def init_command(folder: Path, timezone: str, currency: str, ci: str | None) -> None:
    """Start a ledger in DIR, or here: ledger.yaml, opportunities/ and a git repository.

    Nothing that exists is changed. In a ledger that is there, --ci adds the workflow alone.
    """
    from opledger.files.emit import ledger_text
    from opledger.files.reading import quick_or_ordinary_settings
    from opledger.files.source import Source

    given = {"title": "Job search", "timezone": timezone, "currency": currency}
    text = _NEW_LEDGER.format(settings=ledger_text(given))
    config, found = quick_or_ordinary_settings(Source.of(disk.CONFIG_NAME, text))
    for wrong in found:
        raise Failure(f"{wrong.text}; {wrong.hint}")
    outer = disk.find_ledger(folder)
    if outer is not None and ci:
        click.echo(f"{_workflow(outer, ci)} Commit it and push.")
        return
    if outer is not None:
        raise Failure(f"{outer} is a ledger already: nothing was changed", code=1)
    disk.refuse_other_than_folder(folder)
    if ci:
        workflow_path(folder, ci)
    paths = write_beginnings(folder, text, config)
    if not (folder / disk.FOLDER).exists():
        paths.append(f"{disk.FOLDER}/.gitkeep")
        disk.write_new(folder / paths[-1], b"")
    click.echo(f"Started a ledger: {folder / disk.CONFIG_NAME}")
    own = begin_repository(folder)
    if ci:
        click.echo(_workflow(folder, ci))
        paths.append(PLACES[ci][0])
    if own:
        _commit(folder, paths)
    where = "" if folder == Path() else f"in {folder}, "
    click.echo(f"Next: {where}'opledger add COMPANY', or write {disk.FOLDER}/<company>.yaml.")


def _workflow(ledger: Path, ci: str) -> str:
    """Write the workflow, and say so."""
    path = write_workflow(ledger, ci)
    return f"Wrote {path}: it publishes what {disk.CONFIG_NAME} lists under publish: fields:."


def _commit(folder: Path, paths: list[str]) -> None:
    """Commit what was made, as the first commit."""
    from opledger.git.recording import commit_files, ready_to_commit

    try:
        commit_files(ready_to_commit(folder), paths, "Start the ledger")
    except Failure as why:
        click.echo(f"opledger: not committed yet: {why}", err=True)


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def demo_command(folder: Path) -> None:
    """Write the sample ledger to DIR, a new folder, with its history, and build its site there.

    The history is a repository of its own: a commit for each event, on the event's day. It is the
    same on every machine, to the hash.
    """
    from opledger.cli.site import build_site
    from opledger.core.narrative.words import plural
    from opledger.files.reading import read_config
    from opledger.files.schemafiles import write_schemas

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(f"{folder} is not empty: name a new folder")
    files = _sample()
    for path, content in files.items():
        disk.write_new(folder / path, content)
    many = plural(
        sum(path.startswith(disk.FOLDER) for path in files), "opportunity", "opportunities"
    )
    click.echo(f"Wrote the sample ledger to {folder}: {many}.")
    _replay(folder, files)
    # Beside the history, which would be another one with every word that is changed in a schema.
    write_schemas(folder, read_config(disk.Folder(folder))[0])
    build_site(App(folder), None, None)
    click.echo(f"Try: opledger --ledger {folder} stats")


def _sample() -> dict[str, bytes]:
    """The files of the sample ledger by their paths."""
    sample = sample_folder()
    files = {".gitignore": IGNORED.encode()}
    for entry in (disk.config_entry(sample), *disk.scan(sample)):
        content, trouble = disk.read(sample, entry)
        if trouble:
            raise Failure(f"can't read the sample's {entry.path}: {trouble}", code=1)
        files[entry.path] = content
    files["README.md"] = disk.read_outside(sample / "README.md", disk.MAX_BYTES)
    return files


def _replay(folder: Path, files: dict[str, bytes]) -> None:
    """Give the sample its history; without git it goes without."""
    from opledger.cli.loading import sound_ledger
    from opledger.cli.progress import progress
    from opledger.core.narrative.words import plural
    from opledger.git.command import NoGit
    from opledger.git.replay import replay, retraced

    moments = retraced(sound_ledger(App(folder)).ledger, files)
    try:
        with progress("Replaying", "commits") as told:
            tip = replay(folder, moments, told)
    except NoGit as missing:
        click.echo(f"opledger: no history was made: {missing}", err=True)
        return
    click.echo(f"Replayed its history: {plural(len(moments), 'commit')}, up to {tip[:10]}.")
