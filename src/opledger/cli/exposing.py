"""What a public site would give away, said before it is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from opledger.api.loading import Loaded, shown
from opledger.core.failure import Failure

if TYPE_CHECKING:
    from opledger.core.exposure import Exposure
    from opledger.files.nodes import Node
    from opledger.files.readings import Files
    from opledger.files.source import Source

_MOST = 50  # lines
F = TypeVar("F", bound=Callable[..., Any])


def accept_names_option(command: F) -> F:
    """``--accept-names``: go on though listed texts name what is private."""
    return click.option(
        "--accept-names",
        is_flag=True,
        help="Go on though texts that are shown hold names, addresses or links.",
    )(command)


def refuse_names(loaded: Loaded, day: date, *, accept: bool) -> None:
    """Print what the texts of a public site would give away, and stop unless that is accepted.

    Raises:
        Failure: they give anything away, and nobody said that it may be.
    """
    from opledger.cli.progress import progress
    from opledger.core.exposure import exposures
    from opledger.core.narrative.words import plural
    from opledger.files.diagnostics import printable

    with progress("Looking through", "opportunities") as told:
        found = exposures(loaded.ledger, day, told)
    if not found:
        return
    files = _Files(loaded)
    for each in found[:_MOST]:
        text = f"'{each.said}' is {each.what}, and the public site would show it"
        click.echo(printable(f"{files.place(each)}: {text}"), err=True)
    more = f" ({len(found) - _MOST} are not named here)" if len(found) > _MOST else ""
    if not accept:
        what = plural(
            len(found), "text that would be shown holds", "texts that would be shown hold"
        )
        message = f"{what} a name, address or link{more}: change them, or say --accept-names"
        raise Failure(message, code=1)


class _Files:
    """The ledger's files, to say in which line something stands."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._read: dict[str, tuple[Source, Node] | None] = {}

    def place(self, each: Exposure) -> str:
        """The file and the line of a text."""
        from opledger.files.disk import CONFIG_NAME
        from opledger.files.nodes import find

        path = each.path or CONFIG_NAME
        commit = self._loaded.commit
        named = f"{commit.short}:{path}" if commit else shown(self._loaded.root, path)
        if path not in self._read:
            self._read[path] = self._parsed(path)
        found = self._read[path]
        if found is None:
            return named
        source, tree = found
        return f"{named}:{source.position(find(tree, each.place).start).line}"

    def _parsed(self, path: str) -> tuple[Source, Node] | None:
        from opledger.files.reading import parse_text
        from opledger.files.source import Source

        files = self._files()
        entries = (files.config(), *files.scan())
        entry = next((entry for entry in entries if entry.path == path), None)
        if entry is None:
            return None
        source = Source.of(path, files.read(entry)[0].decode("utf-8", "replace"))
        tree, _ = parse_text(source)
        return (source, tree) if tree else None

    def _files(self) -> Files:
        if self._loaded.commit:
            from opledger.git.repository import find_repository
            from opledger.git.snapshot import committed

            return committed(find_repository(self._loaded.root), self._loaded.commit.hash)
        from opledger.files.disk import Folder

        return Folder(self._loaded.root)
