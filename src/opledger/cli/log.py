"""``opledger log``: the history, in the ledger's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from opledger.api.loading import find_id
from opledger.cli.loading import history, ledger_folder
from opledger.cli.options import App, format_option, ledger_option
from opledger.core.contract.text import json_text
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.git.accounts import Account
    from opledger.git.annals import Annals
    from opledger.git.chronicle import Alteration, Chapter
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
    from opledger.core.narrative.words import plural
    from opledger.git.repository import find_repository

    root = ledger_folder(ctx.ensure_object(App))
    repository = find_repository(root)
    annals = history(repository, at)
    wanted = find_id(opportunity_id, annals.ids) if opportunity_id else None
    deeds = annals.newest(most, wanted)
    if repository.shallow:
        message = "a shallow clone: its history is cut off; 'git fetch --unshallow' brings the rest"
        click.echo(f"opledger: {message}", err=True)
    if form == "json":
        commits = _documents(annals, deeds if reverse else deeds[::-1], wanted)
        document = {"version": _VERSION, "shallow": repository.shallow, "commits": commits}
        click.echo(json_text(document))
        return
    counted = plural(len(deeds), "commit")
    if len(deeds) == most:  # of how many, nobody has asked
        counted = f"the {plural(most, 'newest commit')}" if most > 1 else "the newest commit"
    _print_log(annals, deeds, wanted, counted, reverse=reverse)


def _print_log(
    annals: Annals, deeds: Sequence[Deed], wanted: str | None, counted: str, *, reverse: bool
) -> None:
    from opledger.cli.progress import each_of
    from opledger.cli.tables import Page
    from opledger.core.reports.sheet import Column
    from opledger.git.accounts import Accounts

    page = Page()
    where = wanted or annals.repository.root.resolve().name
    page.title(where, counted)
    if not deeds:
        page.text("No commit has changed the ledger yet.")
        return
    authors = {deed.commit.author for deed in deeds if page.width >= _ROOMY}
    accounts, told = Accounts(annals), []
    for each in each_of(accounts.of(deeds, wanted), len(deeds), "Reading", "commits"):
        commit, rows = each.commit, []
        # Asked for here, the settings are read together with the first versions.
        head = [f"{commit.date.astimezone(accounts.zone):%Y-%m-%d}", commit.short]
        head += [commit.author] if len(authors) > 1 else []
        for what, words in _told(each):
            rows.append([*head, words] if wanted else [*head, what, words])
            head = [""] * len(head)
        told.append(rows)
    columns = [Column("Date"), Column("Commit")]
    columns += [Column("Author")] if len(authors) > 1 else []
    columns += [] if wanted else [Column("Opportunity")]
    lines = [row for rows in (told if reverse else reversed(told)) for row in rows]
    page.table([*columns, Column("What it did", wide=True)], lines)


def _told(account: Account) -> list[tuple[str, str]]:
    """What a commit did, by opportunity; settings and merges have a line of their own."""
    found = [(printable(each.id), printable(each.words)) for each in account.altered]
    if account.settings:
        found.append(("ledger.yaml", account.settings))
    if len(account.commit.parents) > 1 and not found:
        found.append(("", "merged"))
    return found


def _documents(annals: Annals, deeds: Sequence[Deed], wanted: str | None) -> list[dict[str, Any]]:
    from opledger.cli.progress import each_of
    from opledger.git.chronicle import Archive

    told = Archive(annals).told(deeds, wanted)
    return [_document(each, wanted) for each in each_of(told, len(deeds), "Reading", "commits")]


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
