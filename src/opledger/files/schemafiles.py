"""The ledger's schemas for editors: two files in ``.opledger/``, made from its settings.

They are committed with the ledger, so that a clone works in an editor at once. Nothing in opledger
reads them but to tell whether they are still what the settings give.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from opledger.core.config import Config
from opledger.core.failure import Failure
from opledger.files.diagnostics import Diagnostic
from opledger.files.disk import (
    CONFIG_NAME,
    Entry,
    EntryKind,
    kind_of,
    read,
    refuse_other_than_folder,
    write_new,
)
from opledger.files.rules.ledgers import stale_schema

SCHEMA_FOLDER = ".opledger"
LEDGER_SCHEMA = f"{SCHEMA_FOLDER}/ledger.schema.json"
OPPORTUNITY_SCHEMA = f"{SCHEMA_FOLDER}/opportunity.schema.json"
COMMIT_MESSAGE = f"{SCHEMA_FOLDER}: schemas as {CONFIG_NAME} gives them"
_PATHS = (LEDGER_SCHEMA, OPPORTUNITY_SCHEMA)
# The words and labels of a ledger.yaml of 256 KiB stand in it at most twice, each on a line.
MAX_SCHEMA = 4 * 1024 * 1024
_USUAL_MODE = 0o644


def schemas(config: Config) -> Mapping[str, bytes]:
    """The two files by their paths in the ledger, the same bytes for the same settings."""
    from opledger.files import jsonschema  # noqa: PLC0415 - only where there are schemas

    return {
        LEDGER_SCHEMA: jsonschema.ledger_schema(config).encode(),
        OPPORTUNITY_SCHEMA: jsonschema.opportunity_schema(config).encode(),
    }


def schema_line(path: str) -> str:
    """The line by which a file of the ledger names its schema to an editor's YAML server.

    ``path`` is the file's in the ledger; the schema is named from the file's folder.
    """
    if path == CONFIG_NAME:
        return f"# yaml-language-server: $schema=./{LEDGER_SCHEMA}\n"
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{OPPORTUNITY_SCHEMA}\n"


def first_line(root: Path, path: str) -> str:
    """The line for a new file; empty where the ledger has no schema for it to lead to."""
    named = LEDGER_SCHEMA if path == CONFIG_NAME else OPPORTUNITY_SCHEMA
    return schema_line(path) if named in _there(root) else ""


def stale_schemas(root: Path, config: Config) -> Iterator[Diagnostic]:
    """What is wrong with the schemas that are there; nothing where there are none."""
    there = _there(root)
    wanted = schemas(config) if there else {}
    for path in there:
        content, trouble = _read(root, path)
        for finding in stale_schema(content, trouble, wanted[path]):
            yield stale_schema.diagnose(path, finding)


def write_schemas(root: Path, config: Config) -> tuple[str, ...]:
    """Write what is not there yet or is another; the paths of what was written.

    To be called under the ledger's lock.

    Raises:
        Failure: one is no regular file of its own, or can't be written.
    """
    from opledger.files.placing import mode_of, place  # noqa: PLC0415 - a check places nothing

    refuse_other_than_folder(root / SCHEMA_FOLDER)
    written = []
    for path, content in schemas(config).items():
        target = root / path
        if not os.path.lexists(target):
            write_new(target, content)
        elif kind_of(target) is not EntryKind.FILE:
            message = f"{target} is a link, or no file: delete it to have it written anew"
            raise Failure(message, code=1)
        elif _read(root, path) != (content, ""):
            place(target, content, mode_of(target, _USUAL_MODE))
        else:
            continue
        written.append(path)
    return tuple(written)


def has_schemas(root: Path) -> bool:
    """Whether the ledger keeps schemas, one at least."""
    return bool(_there(root))


def missing_schemas(root: Path) -> tuple[str, ...]:
    """The paths of the schemas that the ledger has not."""
    return tuple(each for each in _PATHS if each not in _there(root))


def _there(root: Path) -> tuple[str, ...]:
    """The schemas that a folder of the ledger's own holds, links among them."""
    if kind_of(root / SCHEMA_FOLDER) is not EntryKind.FOLDER:
        return ()
    return tuple(path for path in _PATHS if os.path.lexists(root / path))


def _read(root: Path, path: str) -> tuple[bytes, str]:
    if kind_of(root / path) is EntryKind.LINK:
        return b"", "it is a symbolic link, which is never read"
    return read(root, Entry(path, EntryKind.FILE), MAX_SCHEMA)
