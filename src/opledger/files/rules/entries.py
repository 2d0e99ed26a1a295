"""Rules about what lies in the ledger's folders, before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from opledger.files.diagnostics import Finding, Position
from opledger.files.disk import ID, MAX_BYTES, SUFFIX, Entry, EntryKind, stem_of
from opledger.files.rules.rule import rule

_TOP = Position()


@rule("not-a-regular-file", stops=True)
def not_a_regular_file(entry: Entry) -> Iterator[Finding]:
    """A link, pipe, socket or device stands where a file of the ledger should be.

    Such an entry could read from outside the ledger, or never end; it is never opened. Put the
    file itself in its place.
    """
    if entry.kind in {EntryKind.LINK, EntryKind.SPECIAL}:
        what = "a symbolic link" if entry.kind is EntryKind.LINK else "not a regular file"
        yield Finding(_TOP, f"this is {what}, which is never read", "put a regular file here")


@rule("unreadable", stops=True)
def unreadable(entry: Entry, reason: str) -> Iterator[Finding]:
    """The system does not let the file be read.

    The reason is the system's own. Mend the permissions and check again.
    """
    if reason:
        yield Finding(_TOP, f"can't read {entry.name}: {reason}", "check its permissions")


@rule("file-too-big", stops=True)
def file_too_big(_entry: Entry, content: bytes) -> Iterator[Finding]:
    """The file is larger than 256 KiB.

    An opportunity is a page or two of text; a larger file is most likely something else, and
    would make every command slow. Move long material elsewhere and link to it.
    """
    if len(content) > MAX_BYTES:
        yield Finding(_TOP, "the file is larger than 256 KiB", "keep long material elsewhere")


@rule("wrong-extension", stops=True)
def wrong_extension(entry: Entry) -> Iterator[Finding]:
    """A YAML file is named otherwise than ``.yaml``, so it would not be read.

    Only ``opportunities/**/*.yaml`` is read. A ``.yml`` file, or ``.YAML``, would be left out
    without a word; rename it.
    """
    path = PurePosixPath(entry.path)
    named = path.suffix != ".yaml" and path.suffix.lower() in {".yaml", ".yml"}
    if named and entry.kind is EntryKind.FILE:
        yield Finding(_TOP, "only files named .yaml are read", f"rename it to {path.stem}.yaml")


@rule("bad-id", stops=True)
def bad_id(entry: Entry) -> Iterator[Finding]:
    """The file's name is no id.

    The id of an opportunity is its file's name without ``.yaml``: lower-case letters a-z, digits
    and hyphens, first a letter or digit, at most 80 in all. It goes into links and commands.
    """
    stem = PurePosixPath(entry.path).stem
    if entry.kind is EntryKind.FILE and not ID.fullmatch(stem):
        yield Finding(
            _TOP,
            f"'{stem}' is no id: a-z, 0-9 and '-' only, at most 80",
            f"rename the file to {suggest_id(stem)}.yaml",
        )


def suggest_id(text: str) -> str:
    """An id made of a text; ``opportunity`` where nothing of it can be used."""
    words = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:80].strip("-")
    return words or "opportunity"


def is_ordinary(entry: Entry) -> bool:
    """Whether the rules above find nothing in an entry, and its file can be asked for."""
    stem = entry.name.removesuffix(SUFFIX)
    is_named = len(stem) < len(entry.name) and ID.fullmatch(stem)
    return entry.kind is EntryKind.FILE and bool(is_named) and not entry.trouble


ENTRY_RULES = (not_a_regular_file, wrong_extension, bad_id)


def unique_ids(paths: Sequence[str]) -> dict[str, list[str]]:
    """The paths of every id that more than one file has."""
    found: dict[str, list[str]] = {}
    for path in paths:
        found.setdefault(stem_of(path), []).append(path)
    return {name: same for name, same in found.items() if len(same) > 1}
