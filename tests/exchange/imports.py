"""What the tests of ``import`` share: the command in this process, in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from opledger.cli.main import run


@dataclass(frozen=True)
class Shown:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """Runs ``opledger`` in a folder, which is the current one."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Shown:
        self.capture.readouterr()
        code = run([str(argument) for argument in arguments])
        told = self.capture.readouterr()
        return Shown(code, told.out, told.err)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def files(self, folder: str) -> dict[str, str]:
        """The texts of a folder's files by their paths, but for hidden ones, as git's."""
        root = self.folder / folder
        found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*"))}
        return {
            name: path.read_text(encoding="utf-8")
            for name, path in found.items()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/"))
        }


def shell_in(folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Shell:
    """A shell in a folder, on a fixed day."""
    patch.chdir(folder)
    patch.setenv("SOURCE_DATE_EPOCH", "1798761600")  # 2027-01-01
    return Shell(folder, capture)
