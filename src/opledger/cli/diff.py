"""``opledger diff``: what is different between two times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from opledger.api.days import DAY_FORM, as_day
from opledger.api.loading import Loaded, ledger_at
from opledger.cli.loading import commit_named, ledger_folder, sound_ledger
from opledger.cli.options import App, format_option, ledger_option
from opledger.core.changes import changed_settings, changes
from opledger.core.contract.text import json_text
from opledger.core.retelling import story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from opledger.core.changes import Change
    from opledger.core.figures.comparison import Comparison
    from opledger.core.figures.statistics import Statistics

_VERSION = 1


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default="")
@format_option("table", "json")
@ledger_option
@click.pass_context
def diff_command(ctx: click.Context, before: str, after: str, form: str) -> None:
    """Tell what changed between two commits or days: in words, and in the funnel's numbers.

    A and B are hashes, branches, tags or days (2024-01-31: what the ledger said at the end of
    that day). Without B it is what the files say now, committed or not.
    """
    from opledger.core.figures.comparison import compare
    from opledger.git.repository import find_repository

    app = ctx.ensure_object(App)
    root = ledger_folder(app)
    repository = find_repository(root)
    old = ledger_at(repository, commit_named(repository, before))
    new = ledger_at(repository, commit_named(repository, after)) if after else sound_ledger(app)
    figures = compare(_figures(old, before), _figures(new, after))
    changed = _changed(old, new, _day_named(after) or new.today)
    if form == "json":
        document = _document(old, new, changed, figures)
        click.echo(json_text(document))
        return
    _print(old, new, changed, figures)


def _figures(loaded: Loaded, name: str) -> Statistics:
    """The figures as of the day that was named, else of the commit's day."""
    from opledger.core.figures.statistics import statistics

    return statistics(loaded.ledger, loaded.day(_day_named(name)))


def _day_named(name: str) -> date | None:
    return as_day(name) if DAY_FORM.fullmatch(name) else None


def _changed(old: Loaded, new: Loaded, day: date) -> list[tuple[str, str, Sequence[Change]]]:
    """The opportunities that differ: id, words and changes, in order of their ids."""
    ids = {each.id for loaded in (old, new) for each in loaded.ledger.opportunities}
    found: list[tuple[str, str, Sequence[Change]]] = []
    for each in sorted(ids):
        before, after = old.ledger.find(each), new.ledger.find(each)
        if before != after:
            made = changes(before, after, day)
            words = story(made, is_new=before is None, is_gone=after is None)
            found.append((each, words, made))
    return found


def _document(
    old: Loaded,
    new: Loaded,
    changed: Sequence[tuple[str, str, Sequence[Change]]],
    figures: Comparison,
) -> dict[str, Any]:
    from opledger.core.contract.changes import change_document, comparison_document

    return {
        "version": _VERSION,
        "before": {"known_at": old.known_at, "as_of": figures.before.as_of.isoformat()},
        "after": {"known_at": new.known_at, "as_of": figures.after.as_of.isoformat()},
        "settings": list(changed_settings(old.ledger.config, new.ledger.config)),
        "opportunities": [
            {"id": each, "words": words, "changes": [change_document(change) for change in made]}
            for each, words, made in changed
        ],
        **comparison_document(figures),
    }


def _print(
    old: Loaded,
    new: Loaded,
    changed: Sequence[tuple[str, str, Sequence[Change]]],
    figures: Comparison,
) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.words import plural
    from opledger.core.reports.comparison import write_counts
    from opledger.core.reports.sheet import Column, Sheet

    page = Page()
    page.title(new.ledger.config.title)
    page.text(f"Before: {old.told(figures.before.as_of)}. After: {new.told(figures.after.as_of)}.")
    many = plural(len(changed), "opportunity differs", "opportunities differ")
    page.text(f"{many}." if changed else "No opportunity differs.")
    keys = changed_settings(old.ledger.config, new.ledger.config)
    if keys:
        page.text(f"Settings changed: {', '.join(keys)}.")
    if changed:
        page.gap()
        columns = [Column("Opportunity"), Column("What changed", wide=True)]
        page.table(columns, [(each, words) for each, words, _ in changed])
    sheet = Sheet()
    write_counts(sheet, figures)
    page.blocks(sheet.blocks)
