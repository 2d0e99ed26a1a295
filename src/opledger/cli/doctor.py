"""``opledger doctor``: how the installation and the ledger are, made to be shown to others."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import click

from opledger.cli import condition, surroundings
from opledger.cli.loading import ledger_folder
from opledger.cli.options import App, format_option, ledger_option
from opledger.core.contract.text import json_text
from opledger.core.failure import Failure
from opledger.core.narrative.words import plural
from opledger.core.observation import Observation, Verdict, noted, wrong
from opledger.files.cache import Cache
from opledger.files.diagnostics import printable
from opledger.files.disk import reason

_ABOUT = 15  # columns
_HEAD = len("wrong  ") + _ABOUT
_NARROWEST, _WIDEST = 40, 120
_RECORD = re.compile(r"opportunities/.+?\.ya?ml", re.IGNORECASE)
Look = Callable[[], Iterable[Observation]]


@click.command("doctor")
@format_option("text", "json")
@click.option("--clear-cache", is_flag=True, help="Empty the cache, and stop.")
@ledger_option
@click.pass_context
def doctor_command(ctx: click.Context, form: str, clear_cache: bool) -> int:
    """Say how the installation, the ledger and its repository are, and what to do.

    Nothing of the repository is run, and no name, note or address is printed, so the output can
    be shown to others. Exits with 1 if something is wrong.
    """
    if clear_cache:
        return _clear_cache()
    seen = [_private(each) for each in _everything(ctx.ensure_object(App))]
    faults = sum(each.verdict is Verdict.WRONG for each in seen)
    if form == "json":
        document = {"version": 1, "observations": [_document(each) for each in seen]}
        click.echo(json_text(document))
    else:
        for each in seen:
            click.echo(_line(each))
        is_wrong = "is" if faults == 1 else "are"
        click.echo(
            f"{plural(faults, 'thing')} {is_wrong} wrong." if faults else "Nothing is wrong."
        )
    return int(faults > 0)


def _clear_cache() -> int:
    kept = Cache.at_hand()
    if kept.folder is None:
        click.echo("There is no cache.")
        return 0
    there, _ = kept.size
    gone = kept.clear()
    what = f"{plural(gone, 'entry', 'entries')} of the cache in {_without_names(str(kept.folder))}"
    click.echo(f"Removed {what}.")
    if gone < there:
        raise Failure(f"{there - gone} more could not be removed: see who owns them", code=1)
    return 0


def _everything(app: App) -> Iterator[Observation]:
    yield from _seen("opledger", surroundings.the_package)
    yield from _seen("packages", surroundings.the_packages)
    yield from _seen("git", surroundings.git_program)
    yield from _seen("locale", surroundings.text_and_time)
    yield from _seen("cache", surroundings.the_cache)
    yield from _seen("editor", surroundings.the_editor)
    yield from _seen("completion", surroundings.the_shell)
    try:
        root = ledger_folder(app)
    except Failure as why:
        seen = wrong if app.ledger is not None else noted
        yield seen("ledger", str(why))
        return
    yield from _seen("ledger", partial(condition.the_files, root))
    yield from _seen("folder", partial(condition.the_folder, root))
    yield from _seen("repository", partial(condition.the_repository, root))
    yield from _seen("schemas", partial(condition.the_schemas, root))


def _seen(about: str, look: Look) -> Iterator[Observation]:
    """What a look shows; whatever hinders one look hinders no other."""
    try:
        yield from look()
    except Failure as why:
        yield wrong(about, str(why))
    except ImportError as why:
        yield wrong(about, f"a package is missing ({why.name})", "install opledger again")
    except OSError as why:
        yield wrong(about, f"the system does not let it be looked at: {reason(why)}")
    except Exception as why:
        if os.environ.get("OPLEDGER_DEBUG"):
            raise
        what = f"this is a bug in opledger ({type(why).__name__})"
        yield wrong(about, what, "OPLEDGER_DEBUG=1 prints where")


def _private(each: Observation) -> Observation:
    """An observation that names nobody: see :func:`_without_names`."""
    return Observation(
        each.about, each.verdict, _without_names(each.text), _without_names(each.todo)
    )


def _without_names(text: str) -> str:
    """A text with the home as ``~``, the user's name out of every path, and no id of a file."""
    home = os.path.expanduser("~")  # noqa: PTH111 - which does not fail where there is none
    names = {os.environ.get(name, "") for name in ("USER", "USERNAME", "LOGNAME")}
    if os.path.isabs(home) and home != os.sep:  # noqa: PTH117 - a text
        names.add(os.path.basename(home))  # noqa: PTH119 - a text
        for form in {home, os.path.realpath(home)}:
            text = re.sub(rf"{re.escape(form)}(?=[/\\:;,'\" ]|$)", "~", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<=[/\\]){re.escape(name)}(?=[/\\:;,'\" ]|$)", "USER", text)
    return printable(" ".join(_RECORD.sub("opportunities/ID.yaml", text).split()))


def _line(each: Observation) -> str:
    """One observation for people, in the width of the terminal."""
    width = shutil.get_terminal_size((80, 24)).columns
    told = each.text + (f"; {each.todo}" if each.todo else "")
    return textwrap.fill(
        f"{each.verdict:<5}  {each.about:<{_ABOUT}}{told}",
        min(max(width, _NARROWEST), _WIDEST),
        subsequent_indent=" " * _HEAD,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _document(each: Observation) -> dict[str, str | None]:
    return {
        "about": each.about,
        "verdict": each.verdict.value,
        "text": each.text,
        "todo": each.todo or None,
    }
