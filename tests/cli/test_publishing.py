"""``opledger site publish``: what is told before anything is built or sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command
from tests.git.repositories import committed, git, write


def publish(ledger: Path, *more: str | Path) -> tuple[int, str]:
    ended = call("site", "publish", *more, "--ledger", ledger)
    assert ended.stdout == ""
    return ended.code, ended.stderr.removeprefix("opledger: ").removesuffix("\n")


def test_without_a_repository_there_is_nothing_to_push_to(tmp_path: Path) -> None:
    assert publish(write(tmp_path)) == (
        1,
        f"{tmp_path} is in no git repository: 'git init' there starts its history",
    )


def test_without_git_it_says_so(tmp_path: Path, run: Command) -> None:
    committed(tmp_path)
    ended = run("site", "publish", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == (
        "opledger: there is no git program: install git to keep and read the history\n"
    )


def test_in_a_bare_repository_it_says_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "x.git")
    code, said = publish(write(tmp_path / "x.git"))
    assert code == 1
    assert "bare repository, which has no work tree: clone it elsewhere" in said


def test_a_remote_that_is_not_there_is_told(tmp_path: Path) -> None:
    committed(tmp_path, None, "--initial-branch=main")
    told = "'git remote add origin URL' adds it"
    assert publish(tmp_path) == (2, f"no remote 'origin': {told}")
    git(tmp_path, "remote", "add", "web", "/x.git")
    assert publish(tmp_path, "--remote", "wbe") == (2, "no remote 'wbe': there are: web")


@pytest.mark.parametrize("push", ["--push", "--no-push"])
def test_the_ledger_s_own_branch_is_never_published_over(push: str, tmp_path: Path) -> None:
    committed(tmp_path, None, "--initial-branch=main")
    git(tmp_path, "branch", "drafts")
    assert publish(tmp_path, push, "--branch", "drafts") == (
        1,
        "branch 'drafts' holds a ledger: name another one with --branch",
    )
    assert publish(tmp_path, push, "--branch", "main") == (
        2,
        "'main' is the branch that you are on: name another one with --branch",
    )
