"""``opledger import --guess``: a mapping is drafted, looked over, and written."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.core.failure import Failure
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opledger.core.config import Config
    from opledger.exchange.guess import Question
    from opledger.exchange.samples import Sample

_OK = 0
_ROWS = 5
_KEEP = "later"


def guess_mapping(file: Path, sheet: str, into: Path | None, map_out: Path | None) -> int:
    """Draft a mapping for a log, let the user look it over, and write it.

    Without a terminal, or with a file named for it, nothing is asked: what is not decided stands
    in the file, and is told.
    """
    from opledger.core.narrative.words import plural
    from opledger.exchange.guess import guess
    from opledger.exchange.guesstext import draft_text, map_name
    from opledger.exchange.samples import sample_of

    sample = sample_of(file, sheet)
    if not sample.rows.rows:
        raise Failure(f"{file} has no rows to guess from", code=1)
    config = _config(into)
    asks = map_out is None and sys.stdin.isatty()
    answers: dict[str, str] = {}
    found = guess(sample, config, answers)
    out = map_out or Path(f"{map_name(found)}-map.yaml")
    _refuse_existing(out)
    if asks:
        click.echo(
            f"{printable(file.name)}: {plural(len(sample.rows.rows), 'row')},"
            f" {len(sample.rows.columns)} columns."
        )
    while asks and found.questions:
        question = found.questions[0]
        answers[question.key] = _asked(question)
        found = guess(sample, config, answers)
    settled = {key: value for key, value in answers.items() if value != _KEEP}
    draft = draft_text(guess(sample, config, settled))
    text = _looked_over(draft.text, sample, out, config) if asks else draft.text
    _write(out, text)
    _tell(out, draft.undecided if text == draft.text else ())
    if not asks:
        for line in _preview(text, sample, out, config):
            click.echo(line)
    where = f" --into {shlex.quote(str(into))}" if into and into != _nearest() else ""
    where = where or (" --into LEDGER" if into is None else "")
    names = f"{shlex.quote(str(file))} --map {shlex.quote(str(out))}"
    click.echo(f"Next: opledger import {printable(names)}{printable(where)}")
    return _OK


def _nearest() -> Path | None:
    from opledger.files.disk import find_ledger

    return find_ledger(Path.cwd())


def _config(into: Path | None) -> Config | None:
    """The settings of the ledger that it is for; ``None`` for a new one."""
    from opledger.files.diagnostics import Severity, as_line
    from opledger.files.disk import CONFIG_NAME, Folder
    from opledger.files.reading import read_config

    if into is None or not (into / CONFIG_NAME).exists():
        return None
    config, found = read_config(Folder(into))
    wrong = next((each for each in found if each.severity is Severity.ERROR), None)
    if wrong is not None:
        raise Failure(f"the ledger's settings have errors: {as_line(wrong, wrong.path)}", code=1)
    return config


def _refuse_existing(out: Path) -> None:
    if out.exists() or out.is_symlink():
        raise Failure(f"{out} exists already: name another file with --map-out", code=1)


def _asked(question: Question) -> str:
    """The user's answer; one that puts it off leaves the question in the file."""
    click.echo()
    click.echo(printable(f"{question.text[:1].upper()}{question.text[1:]}"))
    for number, (answer, what) in enumerate(question.answers, 1):
        click.echo(
            printable(
                f"  {number}  {what if question.key == 'order' else answer}"
                f"{f': {what}' if what and question.key != 'order' else ''}"
            )
        )
    click.echo(f"  {len(question.answers) + 1}  decide later, in the file")
    chosen: str = click.prompt("Number or word", value_proc=lambda typed: _chosen(question, typed))
    return chosen


def _chosen(question: Question, typed: str) -> str:
    """The answer that a number of the list stands for, or a word of it."""
    answers = [*(answer for answer, _ in question.answers), _KEEP]
    given = typed.strip().casefold()
    if given.isdecimal() and 1 <= int(given) <= len(answers):
        return answers[int(given) - 1]
    for answer in answers:
        if given == answer.casefold() and not given.isdecimal():
            return answer
    raise click.UsageError(f"a number from 1 to {len(answers)}, or one of the words")


def _looked_over(text: str, sample: Sample, out: Path, config: Config | None) -> str:
    """The text as the user leaves it: shown, edited and shown again until it is right."""
    while True:
        click.echo()
        click.echo(text)
        for line in _preview(text, sample, out, config):
            click.echo(line)
        click.echo()
        choices = click.Choice(("w", "e", "q"))
        shown = f"[w]rite {out}, [e]dit, [q]uit"
        answer = click.prompt(shown, type=choices, default="w", show_choices=False)
        if answer == "w":
            return text
        if answer == "q":
            raise click.Abort
        text = _edited(text)


def _edited(text: str) -> str:
    try:
        edited = click.edit(text, extension=".yaml", require_save=True)
    except click.ClickException as error:
        what = error.format_message().rstrip(".")
        click.echo(f"opledger: the editor failed: {what}; name one with EDITOR", err=True)
        return text
    return text if edited is None else edited


def _preview(text: str, sample: Sample, out: Path, config: Config | None) -> Iterator[str]:
    """What the first rows would become, or what is wrong with the mapping."""
    from opledger.api.days import today
    from opledger.exchange.columns import check_columns
    from opledger.exchange.gathering import read_log
    from opledger.exchange.mapfile import read_mapping
    from opledger.exchange.plan import plan_import
    from opledger.exchange.planned import Target
    from opledger.exchange.report import story_lines
    from opledger.files.diagnostics import as_line
    from opledger.files.source import Source

    mapping, found = read_mapping(Source.of(out.name, text), config)
    rows = None
    if mapping is not None:
        try:
            rows = read_log(sample.file, mapping)
        except Failure as wrong:
            yield f"It can't be used yet: {wrong}"
            return
        found = check_columns(mapping, rows)
    if mapping is None or rows is None or found:
        yield "It can't be used yet:"
        yield from (f"  {as_line(each, each.path)}" for each in found)
        return
    target = Target(config or mapping.config)
    plan = plan_import(rows, mapping, target, today(target.config.zone))
    yield from story_lines(plan, _ROWS)


def _write(out: Path, text: str) -> None:
    from opledger.files.disk import write_new

    write_new(out, text.encode())


def _tell(out: Path, undecided: tuple[str, ...]) -> None:
    click.echo(f"Wrote {printable(str(out))}.")
    if undecided:
        many = "1 line is" if len(undecided) == 1 else f"{len(undecided)} lines are"
        click.echo(f"{many} not decided:")
    for line in undecided:
        click.echo(f"  {line}")
