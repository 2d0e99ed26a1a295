"""`fmt` looks only at files in which there may be something: what comes of it is the same.

Held against is the long way: every file changed as any other edit changes one.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest
from tests.commands import SOMEBODY, call
from tests.conftest import Finished
from tests.corpus import TODAY
from tests.examples import FOLDER as RULES
from tests.examples import place
from tests.git.repositories import git
from tests.ledgers import SOUND, write

from opledger.api.loading import shown
from opledger.cli.writing import Desk, change, source_of
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.diagnostics import Severity
from opledger.files.disk import EntryKind
from opledger.files.editing import in_date_order
from opledger.files.reading import read_config, read_opportunity
from opledger.files.splice import Unsafe

UNSORTED = """\
company: Aldgrove Tallow
events:
  - {date: 2024-01-11, stage: call}
  - {date: 2024-01-08, stage: lead}
"""
WARNED = "company: NO\nevents: [{date: 2024-01-08, stage: lead}]\n"
LEDGER: dict[str, str | bytes] = {
    "opportunities/kestrel.yaml": SOUND,
    "opportunities/old/wren.yaml": SOUND.replace("Kestrel Labs", "Wren"),
    "opportunities/tallow.yaml": UNSORTED,
    "opportunities/no.yaml": WARNED,
    "opportunities/Odd Name.yaml": SOUND.replace("Kestrel Labs", "Odd"),
    "opportunities/other.yml": SOUND.replace("Kestrel Labs", "Other"),
    "opportunities/broken.yaml": "company: [\n",
    "opportunities/bytes.yaml": b"company: \xff\n",
    "opportunities/tangled.yaml": (
        "company: O\nevents: [{date: 2024-01-11, stage: call}, # x\n {date: 2024-01-08, note: y}]\n"
    ),
}


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with nothing in it, somebody who commits at one moment, and nothing of the caller."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in SOMEBODY.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2024-03-01T00:00:00Z")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


def long_way(root: Path, *, commit: bool | None, only_check: bool) -> Finished:
    """What came of every file of a ledger by the way of all other edits, one after the other."""
    config, _ = read_config(disk.Folder(root))
    at = Desk(root, config, TODAY)
    out, complaints = io.StringIO(), io.StringIO()
    ended = False
    with redirect_stdout(out), redirect_stderr(complaints):
        for entry in disk.scan(root):
            if entry.kind is not EntryKind.FILE:
                continue
            where = shown(root, entry.path)
            try:
                if only_check:
                    _, found = read_opportunity(source_of(root, entry.path), config, TODAY)
                    if any(each.code == "out-of-order" for each in found):
                        click.echo(f"{where}: events out of date order")
                        ended = True
                else:
                    change(at, Path(entry.path).stem, in_date_order, commit, ("out-of-order",))
            except Unsafe as why:
                click.echo(f"opledger: {where} was left as it is: {why}", err=True)
                ended = True
            except Failure as why:
                click.echo(f"opledger: {why}", err=True)
                ended = True
    return Finished(int(ended), out.getvalue(), complaints.getvalue())


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a ledger, and its commits."""
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts and os.access(path, os.R_OK)
    }
    if (root / ".git").exists():
        found["log"] = git(root, "log", "--format=%H %B").encode()
    return found


def committed_in(root: Path) -> None:
    """All of it in a repository of its own."""
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Start")


def no_repository(_root: Path) -> None:
    """Nothing but the files."""


def without_a_commit(root: Path) -> None:
    """Settings that say that nothing is committed, though there is a repository."""
    (root / "ledger.yaml").write_text("commit: false\n", encoding="utf-8")
    committed_in(root)


def detached(root: Path) -> None:
    """No branch to commit to."""
    committed_in(root)
    git(root, "checkout", "--quiet", "--detach")


def under_way(root: Path) -> None:
    """A merge that is not finished."""
    committed_in(root)
    (root / ".git" / "MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"), encoding="utf-8")


def refused(root: Path) -> None:
    """A hook that lets no commit by."""
    committed_in(root)
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)


def of_one_id(root: Path) -> None:
    """Two files of one id, both in order."""
    write(root, {"opportunities/old/kestrel.yaml": SOUND, "opportunities/wren.yml": SOUND})
    committed_in(root)


def lock_left_behind(root: Path) -> None:
    """The lock of one that was killed: anybody can take it."""
    committed_in(root)
    (root / ".opledger-lock").touch()


STATES = (
    no_repository,
    committed_in,
    without_a_commit,
    detached,
    under_way,
    refused,
    of_one_id,
    lock_left_behind,
)


def either_way(made: Callable[[Path], object], options: str, folder: Path) -> list[object]:
    """What comes of the command in a ledger, and of the long way in one like it."""
    told: list[object] = []
    for name in ("one", "other"):
        root = folder / name / "ledger"
        made(root)
        with chdir(root):
            if name == "one":
                ended = call("fmt", *options.split())
            else:
                commit = {"--no-commit": False, "--commit": True}.get(options)
                ended = long_way(root, commit=commit, only_check=options == "--check")
        output = ended.stdout.replace(str(root), "."), ended.stderr.replace(str(root), ".")
        told.append((ended.code, *output, contents(root)))
    return told


@pytest.mark.parametrize("state", STATES, ids=lambda each: each.__name__)
@pytest.mark.parametrize("options", ["", "--check", "--no-commit", "--commit"])
def test_a_ledger_is_put_in_order_as_file_by_file(
    state: Callable[[Path], None], options: str, tmp_path: Path
) -> None:
    one, other = either_way(lambda root: state(write(root, LEDGER)), options, tmp_path)
    assert one == other


@pytest.mark.parametrize("options", ["", "--check"])
@pytest.mark.parametrize("which", ["breaks", "keeps"])
@pytest.mark.parametrize("code", sorted(path.name for path in RULES.iterdir() if path.is_dir()))
def test_the_examples_of_every_rule(code: str, which: str, options: str, tmp_path: Path) -> None:
    _, found = read_config(disk.Folder(place(code, which, tmp_path / "ledger")))
    if not any(each.severity is Severity.ERROR for each in found):
        one, other = either_way(lambda root: place(code, which, root), options, tmp_path)
        assert one == other
