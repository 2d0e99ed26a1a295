"""What reading a ledger takes and gives: where files come from, settings, one file, all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.model import Ledger, Opportunity
from opledger.files import disk
from opledger.files.diagnostics import Diagnostic, Position, Severity
from opledger.files.nodes import Node
from opledger.files.quick import Bytes
from opledger.files.source import Source

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# The day that files are checked on, or what it is in the ledger's zone, which is in a file.
Clock = date | Callable[["ZoneInfo"], date]
Told = Callable[[int, int], None]  # how many are done, of how many
Item = TypeVar("Item")


def telling(items: Sequence[Item], told: Told | None) -> Iterator[Item]:
    """The items one by one; ``told`` is called when one is done with how many are, of how many."""
    for done, item in enumerate(items, 1):
        yield item
        if told is not None:
            told(done, len(items))


class Files(Bytes, Protocol):
    """Where a ledger's files come from: a folder, a commit, or what is staged for one."""

    def config(self) -> disk.Entry:
        """The entry of ``ledger.yaml``."""

    def scan(self) -> Iterator[disk.Entry]:
        """Every entry below ``opportunities/`` that could be a record, in order of the paths."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: the ledger of all sound files, and all diagnostics, in order.

    ``files`` is how many files were read.
    """

    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]
    files: int

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that make a check fail."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Terms:
    """What ``ledger.yaml`` says, and so how the other files are read.

    ``words`` are those that each vocabulary allows, ``None`` for any; ``found`` is what is wrong
    with the file itself. ``tree`` is ``None`` where it is no YAML.
    """

    config: Config
    words: Mapping[str, tuple[str, ...] | None]
    found: tuple[Diagnostic, ...]
    source: Source
    tree: Node | None


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one entry below ``opportunities/`` holds, looked at alone.

    ``record`` is what could be read of it; with an error among ``found`` it is used for nothing
    but edits that mend it. ``company`` is where that stands. ``tree`` is ``None`` where the file
    is no YAML.
    """

    entry: disk.Entry
    source: Source
    tree: Node | None
    record: Opportunity | None
    found: tuple[Diagnostic, ...]
    company: Position

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it that makes a check fail."""
        return not any(d.severity is Severity.ERROR for d in self.found)
