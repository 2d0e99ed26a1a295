"""``opledger log``: the history, in the ledger's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from opledger.api.loading import find_id
from opledger.cli.loading import history, ledger_folder
from opledger.cli.options import App, format_option, ledger_option
from opledger.core.contract.text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opledger.git.chronicle import Alteration, Archive, Chapter
    from opledger.git.repository import Repository
    from opledger.git.volumes import Deed

_VERSION = 1
_ROOMY = 100  # columns from which on there is room for the author


@click.command("log")
@click.argument("opportunity_id", metavar="[ID]", default="")
@click.option("-n", "most", type=click.IntRange(min=1), metavar="N", help="Only the N newest.")
@click.option("--reverse", is_flag=True, help="Oldest first.")
@click.option("--at", metavar="REV", default="HEAD", help="Up to this commit, branch, tag or day.")
@format_option("table", "json")
@ledger_option
@click.pass_context
def log_command(
    ctx: click.Context, opportunity_id: str, most: int | None, reverse: bool, at: str, form: str
) -> None:
    """Tell the history commit by commit: of all opportunities, or of the one with this ID.

    What each commit did is told from the files that it holds, not from its message.
    """
    from opledger.git.repository import find_repository

    root = ledger_folder(ctx.ensure_object(App))
    repository = find_repository(root)
    archive = history(repository, at)
    wanted = find_id(opportunity_id, archive.ids) if opportunity_id else None
    deeds = archive.newest(most, wanted)
    deeds = deeds if reverse else deeds[::-1]
    if repository.shallow:
        message = "a shallow clone: its history is cut off; 'git fetch --unshallow' brings the rest"
        click.echo(f"opledger: {message}", err=True)
    if form == "json":
        document = {
            "version": _VERSION,
            "shallow": repository.shallow,
            "commits": [_document(each, wanted) for each in _chapters(archive, deeds, wanted)],
        }
        click.echo(json_text(document))
        return
    _print_log(archive, deeds, wanted, repository)


def _chapters(archive: Archive, deeds: Sequence[Deed], wanted: str | None) -> Iterator[Chapter]:
    """What the commits did, with how many are read shown meanwhile."""
    from opledger.cli.progress import each_of

    return each_of(archive.told(deeds, wanted), len(deeds), "Reading", "commits")


def _print_log(
    archive: Archive, deeds: Sequence[Deed], wanted: str | None, repository: Repository
) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.words import plural
    from opledger.core.reports.sheet import Column

    page = Page()
    where = wanted or repository.root.resolve().name
    page.title(where, plural(len(deeds), "commit"))
    if not deeds:
        page.text("No commit has changed the ledger yet.")
        return
    authors = {deed.commit.author for deed in deeds if page.width >= _ROOMY}
    rows = []
    for chapter in _chapters(archive, deeds, wanted):
        commit = chapter.commit
        # Asked for here, the settings are read together with the first versions.
        head = [f"{commit.date.astimezone(archive.config.zone):%Y-%m-%d}", commit.short]
        head += [commit.author] if len(authors) > 1 else []
        for what, words in _told(chapter, wanted):
            rows.append([*head, words] if wanted else [*head, what, words])
            head = [""] * len(head)
    columns = [Column("Date"), Column("Commit")]
    columns += [Column("Author")] if len(authors) > 1 else []
    columns += [] if wanted else [Column("Opportunity")]
    page.table([*columns, Column("What it did", wide=True)], rows)


def _told(chapter: Chapter, wanted: str | None) -> list[tuple[str, str]]:
    """What a commit did, by opportunity; settings and merges have a line of their own."""
    found = [
        (each.id, chapter.words(each)) for each in chapter.alterations if wanted in {None, each.id}
    ]
    if chapter.settings and wanted is None:
        found.append(("ledger.yaml", chapter.settings))
    if chapter.is_merge and not found:
        found.append(("", "merged"))
    return found


def _document(chapter: Chapter, wanted: str | None) -> dict[str, Any]:
    commit = chapter.commit
    return {
        "commit": commit.hash,
        "author": commit.author,
        "email": commit.email,
        "date": commit.date.isoformat(),
        "subject": commit.subject,
        "merge": chapter.is_merge,
        "settings": chapter.settings,
        "opportunities": [
            _alteration_document(chapter, each)
            for each in chapter.alterations
            if wanted in {None, each.id}
        ],
    }


def _alteration_document(chapter: Chapter, each: Alteration) -> dict[str, Any]:
    from opledger.core.contract.changes import change_document

    there = each.after or each.before
    return {
        "id": each.id,
        "path": there.path if there else None,
        "words": chapter.words(each),
        "added": each.before is None,
        "deleted": each.after is None,
        "errors": [error.text for error in each.after.errors] if each.after else [],
        "changes": [change_document(change) for change in chapter.made(each)],
    }
