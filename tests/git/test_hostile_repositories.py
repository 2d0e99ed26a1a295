"""Reading a ledger runs nothing that its repository names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.git.repositories import LEDGER, committed, git, write

SETTINGS = (
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "diff.external",
    "diff.planted.command",
    "diff.planted.textconv",
    "filter.planted.clean",
    "filter.planted.smudge",
    "filter.planted.process",
    "merge.planted.driver",
    "credential.helper",
    "gpg.program",
    "sequence.editor",
    "uploadpack.packObjectsHook",
    "remote.origin.uploadpack",
)
# The commands of git that a reader might call, each as an alias of something else.
ALIASES = ("log", "show", "status", "diff", "ls-tree", "rev-parse", "cat-file")


def _plant(ledger: Path, program: Path) -> None:
    for name in SETTINGS:
        git(ledger, "config", name, program)
    for name in ALIASES:
        git(ledger, "config", f"alias.{name}", f"!{program}")


def _settings(ledger: Path, program: Path) -> None:
    (ledger / ".gitattributes").write_text("* filter=planted diff=planted merge=planted\n")
    _plant(ledger, program)


def _hooks(ledger: Path, program: Path) -> None:
    hooks = ledger / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-index-change", "post-checkout", "fsmonitor-watchman", "pre-commit"):
        (hooks / name).symlink_to(program)
    git(ledger, "config", "core.hooksPath", hooks)


def _included(ledger: Path, program: Path) -> None:
    git(ledger, "config", "include.path", "../planted.cfg")
    (ledger / "planted.cfg").write_text(
        f"[core]\n fsmonitor = {program}\n pager = {program}\n[diff]\n external = {program}\n"
    )


def _promised(ledger: Path, program: Path) -> None:
    """A repository that lacks objects and says where, and by what program, to get them."""
    git(ledger, "config", "remote.origin.url", f"ext::{program}")
    git(ledger, "config", "remote.origin.promisor", "true")
    git(ledger, "config", "remote.origin.partialclonefilter", "blob:none")
    git(ledger, "config", "extensions.partialClone", "origin")
    git(ledger, "config", "core.repositoryFormatVersion", "1")
    git(ledger, "config", "protocol.ext.allow", "always")
    tree = git(ledger, "rev-parse", "HEAD^{tree}")
    (ledger / ".git" / "objects" / tree[:2] / tree[2:]).unlink()


def _bare_inside(ledger: Path, program: Path) -> None:
    """A bare repository among the files, where git itself would find it from below."""
    inner = ledger / "opportunities"
    git(ledger, "init", "--quiet", "--bare", inner)
    _plant(inner, program)
    git(inner, "config", "core.bare", "false")
    git(inner, "config", "core.worktree", ledger)


def _elsewhere(ledger: Path, program: Path) -> None:
    """The folder's .git is a file that leads to a repository with settings of its own."""
    (ledger / ".git").rename(ledger.with_name("moved"))
    (ledger / ".git").write_text("gitdir: ../moved\n")
    git(ledger, "config", "core.worktree", ledger)
    _plant(ledger, program)


PLANTS = [_settings, _hooks, _included, _promised, _bare_inside, _elsewhere]


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A program that leaves a mark when it runs."""
    program = tmp_path / "planted"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("plant", PLANTS)
def test_building_the_site_runs_nothing_of_the_repository(
    plant: Callable[[Path, Path], None], planted: Path, tmp_path: Path, run: Command
) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger)
    plant(ledger, planted)
    write(ledger, LEDGER | {"ledger.yaml": b"title: Spring\n"})
    for folder in (ledger, ledger / "opportunities"):
        ended = run("site", "build", cwd=folder)
        assert (ended.code, ended.stderr) == (0, "")
    assert run("check", cwd=ledger).code == 0
    assert not (tmp_path / "ran").exists()


def test_the_planted_program_would_have_left_its_mark(planted: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger)
    _settings(ledger, planted)
    git(ledger, "status")
    assert (tmp_path / "ran").exists()
