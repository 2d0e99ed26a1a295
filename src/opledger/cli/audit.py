"""``opledger audit``: where the record of what happened was altered afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from opledger.api.loading import find_tip
from opledger.cli.loading import history, ledger_folder
from opledger.cli.options import App, format_option, ledger_option
from opledger.core.contract.text import json_text

if TYPE_CHECKING:
    from opledger.git.findings import Finding

_VERSION = 1


@click.command("audit")
@click.option("--since", metavar="REV", help="Only what came after this commit, tag or day.")
@click.option("--at", metavar="REV", default="HEAD", help="Up to this commit, branch, tag or day.")
@click.option(
    "--late-after",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="An event recorded later than this is late; else as ledger.yaml says, or 7.",
)
@click.option(
    "--grace",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="An event may be corrected so long; else as ledger.yaml says, or 1.",
)
@click.option("--signed", is_flag=True, help="Report commits without a good signature, too.")
@format_option("text", "json")
@ledger_option
@click.pass_context
def audit_command(
    ctx: click.Context,
    /,
    since: str | None,
    at: str,
    late_after: int | None,
    grace: int | None,
    signed: bool,
    form: str,
) -> int:
    """Look through the history for what an honest log would not have.

    That is: events changed or removed after they were recorded, events recorded late,
    opportunities deleted or renamed, merges that lost an event, commits that fail the check.
    Exits with 1 if anything is found.
    """
    from opledger.cli.progress import progress
    from opledger.git.audited import audited
    from opledger.git.history import listed
    from opledger.git.repository import find_repository

    root = ledger_folder(ctx.ensure_object(App))
    repository = find_repository(root)
    annals = history(repository, at)
    wanted = every = [deed.commit for deed in annals.all()]
    if since:
        kept = listed(repository, annals.tip, find_tip(repository, since))
        wanted = [commit for commit in every if commit.hash in kept]
    with progress("Reading", "commits") as told:
        known = audited(annals, late_after, grace, told)
    found = list(known.findings)
    if signed:
        from opledger.git.soundness import unsigned

        found += unsigned(root, wanted)
    order = {commit.hash: place for place, commit in enumerate(every)}
    shown = {commit.hash for commit in wanted}
    found = [each for each in found if each.commit.hash in shown]
    found.sort(key=lambda each: (order[each.commit.hash], each.path, each.kind, each.text))
    if repository.shallow:
        message = "a shallow clone: its history is cut off; 'git fetch --unshallow' brings the rest"
        click.echo(f"opledger: {message}", err=True)
    if form == "json":
        document = {
            "version": _VERSION,
            "commits": len(wanted),
            "findings": [_document(each) for each in found],
        }
        click.echo(json_text(document))
    else:
        _print(found, len(wanted), known.zone)
    return int(bool(found))


def _document(each: Finding) -> dict[str, Any]:
    from opledger.core.contract.plain import record

    return {
        "kind": each.kind.value,
        "commit": each.commit.hash,
        "author": each.commit.author,
        "email": each.commit.email,
        "date": each.commit.date.isoformat(),
        "path": each.path or None,
        "event": record(each.event),
        "text": each.text,
    }


def _print(found: Sequence[Finding], commits: int, zone: str) -> None:
    from zoneinfo import ZoneInfo

    from opledger.cli.tables import Page
    from opledger.core.narrative.words import plural

    page, days = Page(), ZoneInfo(zone)
    last = None
    for each in found:
        commit = each.commit
        head = f"{commit.short} {commit.date.astimezone(days):%Y-%m-%d} {commit.author}"
        if head != last:
            page.text(head)
            last = head
        place = f"{each.path}: " if each.path else ""
        page.text(f"{place}[{each.kind}] {each.text}", indent=2)
    many = plural(commits, "commit")
    page.text(f"{plural(len(found), 'finding')} in {many}." if found else f"{many}: nothing found.")
