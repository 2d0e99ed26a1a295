"""A ledger's own templates: files in its ``templates/`` that stand in for the package's.

They are read as the ledger's files are: regular files only, no link followed, nothing large.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from opledger.core.failure import Failure
from opledger.files.disk import (
    MAX_BYTES,
    Entry,
    EntryKind,
    entries,
    read,
    refuse_other_than_folder,
    write_new,
)
from opledger.files.resources import packaged_template, template_names
from opledger.files.rules.context import did_you_mean

TEMPLATES = "templates"
SUFFIX = ".j2"
_MOST = 500


def own_templates(root: Path) -> dict[str, bytes]:
    """The ledger's own templates and assets, by their names (paths in ``templates/``, with ``/``).

    A file that is neither a template (``.j2``) nor named as one of the package's is not looked at.

    Raises:
        Failure: one is a link, no file, too large or can't be read.
    """
    packaged = set(template_names())
    found: dict[str, bytes] = {}
    for entry in own_entries(root):
        name = entry.path.removeprefix(f"{TEMPLATES}/")
        if entry.kind is EntryKind.LINK or entry.trouble or _counts(name, packaged):
            found[name] = _read(root, entry)
        if len(found) > _MOST:
            message = f"{root / TEMPLATES} holds more than {_MOST} templates: move some away"
            raise Failure(message, code=1)
    return found


def own_entries(root: Path) -> Iterator[Entry]:
    """Everything below ``templates/`` that is no folder, or one that can't be listed."""
    top = root / TEMPLATES
    if not os.path.lexists(top):
        return
    waiting = [Entry(TEMPLATES, EntryKind.LINK if top.is_symlink() else EntryKind.FOLDER)]
    while waiting:
        entry = waiting.pop()
        if entry.kind is EntryKind.FOLDER and not entry.trouble:
            waiting.extend(reversed(list(entries(root, entry.path))))
        else:
            yield entry


def eject(root: Path, name: str) -> Path:
    """Copy a template of the package into the ledger's ``templates/``; where it is now.

    Raises:
        Failure: there is none of this name, or the ledger has one already.
    """
    names = template_names()
    if name not in names:
        hint = did_you_mean(name, names, "templates")
        listed = "'opledger site eject' lists them"
        raise Failure(f"no template '{name}': {hint if hint.startswith('did') else listed}")
    target = root / TEMPLATES / name
    for folder in reversed([each for each in target.parents if root in each.parents]):
        refuse_other_than_folder(folder)
    write_new(target, packaged_template(name))
    return target


def _counts(name: str, packaged: set[str]) -> bool:
    return name.endswith(SUFFIX) or name in packaged


def _read(root: Path, entry: Entry) -> bytes:
    content, trouble = read(root, entry)
    if entry.kind is EntryKind.LINK:
        trouble = "it is a link; put the file itself there"
    elif len(content) > MAX_BYTES:
        trouble = f"it is larger than {MAX_BYTES // 1024} KiB"
    trouble = entry.trouble or trouble
    if trouble:
        raise Failure(f"can't read {root / entry.path}: {trouble}", code=1)
    return content
