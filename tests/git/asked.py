"""What git is asked while something is read, and which versions of files are parsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from opledger.core.config import Config
from opledger.core.model import Opportunity
from opledger.files.diagnostics import Diagnostic
from opledger.files.disk import Entry
from opledger.files.reading import read_record
from opledger.files.readings import Files
from opledger.git import chronicle, command


@dataclass
class Asked:
    """The commands that git was started with, in order, and the versions that were parsed."""

    commands: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    parsed: list[str] = field(default_factory=list)


@contextmanager
def counted() -> Iterator[Asked]:
    """Count while everything runs as ever."""
    asked = Asked()
    run, read = command._run, read_record

    def running(
        folder: Path,
        arguments: list[str],
        environment: Mapping[str, str],
        given: bytes,
        bounds: command.Bounds,
    ) -> command.Answer:
        left = [each for each in arguments if each not in command._READING_OPTIONS]
        asked.commands.append(next(each for each in left if "=" not in each))
        if left[:2] == ["cat-file", "--batch"]:
            asked.objects += given.decode().split()
        return run(folder, arguments, environment, given, bounds)

    def reading(
        ledger: Files, entry: Entry, config: Config, today: date
    ) -> tuple[Opportunity | None, tuple[Diagnostic, ...]]:
        asked.parsed.append(entry.path)
        return read(ledger, entry, config, today)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "_run", running)
        patch.setattr(chronicle, "read_record", reading)
        yield asked
