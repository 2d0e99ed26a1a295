"""``opledger hooks``: what it prints, and what git does afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import SOMEBODY, call
from tests.git.repositories import committed, git, write

ADVICE = "is not among its allowed_remotes; to allow it, add it in ledger.yaml: allowed_remotes:"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of one commit."""
    committed(tmp_path / "ledger")
    return tmp_path / "ledger"


def test_it_says_what_it_did_and_undid(ledger: Path) -> None:
    hooks = ledger / ".git" / "hooks"
    done = call("hooks", "install", "--ledger", ledger)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == (
        f"pre-commit: made {hooks}/pre-commit\n"
        f"pre-push: made {hooks}/pre-push\n"
        "merge driver: set up for ledger.yaml and opportunities/\n"
    )
    assert call("--ledger", ledger, "hooks", "install").stdout == (
        "pre-commit: there already\npre-push: there already\nmerge driver: there already\n"
    )
    assert call("hooks", "--ledger", ledger, "remove").stdout == (
        f"pre-commit: deleted {hooks}/pre-commit\n"
        f"pre-push: deleted {hooks}/pre-push\n"
        "merge driver: removed\n"
    )
    undone = call("hooks", "remove", "--ledger", ledger)
    assert (undone.code, undone.stdout) == (0, "There was nothing to remove.\n")


def test_it_says_what_became_of_hooks_that_were_there(ledger: Path) -> None:
    hooks = ledger / ".git" / "hooks"
    write(hooks, {"pre-commit": b"#!/bin/sh\n", "pre-push": b"#!/usr/bin/python3\n"})
    for name in ("pre-commit", "pre-push"):
        (hooks / name).chmod(0o755)
    assert call("hooks", "install", "--ledger", ledger).stdout == (
        f"pre-commit: added to {hooks}/pre-commit\n"
        f"pre-push: made {hooks}/pre-push, which calls the one that was there"
        " (pre-push.before-opledger) first\n"
        "merge driver: set up for ledger.yaml and opportunities/\n"
    )
    assert call("hooks", "remove", "--ledger", ledger).stdout == (
        f"pre-commit: taken out of {hooks}/pre-commit\n"
        f"pre-push: {hooks}/pre-push is the one again that was there before\n"
        "merge driver: removed\n"
    )


def test_a_hook_of_ours_that_may_not_run_is_told(ledger: Path) -> None:
    call("hooks", "install", "--ledger", ledger)
    path = ledger / ".git" / "hooks" / "pre-push"
    path.chmod(0o644)
    assert call("hooks", "install", "--ledger", ledger).stdout.splitlines()[1] == (
        f"pre-push: left as it is, as git passes over it: 'chmod +x {path}' makes it run"
    )


def test_hooks_for_all_repositories_are_the_user_s_to_change(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[core]\nhooksPath = ~/hooks\n")
    env = {"GIT_CONFIG_GLOBAL": str(tmp_path / "config")}
    refused = call("hooks", "install", "--ledger", ledger, env=env)
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == (
        "opledger: your hooks are in a folder for all repositories (~/hooks), so nothing was"
        " installed: call 'opledger check --staged' from its pre-commit and 'opledger hooks"
        ' pre-push "$1" "$2"\' from its pre-push\n'
    )


@pytest.mark.parametrize("command", ["install", "remove"])
def test_without_a_repository_there_are_no_hooks(tmp_path: Path, command: str) -> None:
    write(tmp_path)
    refused = call("hooks", command, "--ledger", tmp_path)
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"opledger: {tmp_path} is in no git repository: 'git init' there starts its history\n"
    )


@pytest.mark.parametrize(
    ("name", "url", "told"),
    [
        ("origin", "git@example.org:me/x", "'origin' (git@example.org:me/x)"),
        ("https://me:pw@a.org/x", "https://me:pw@a.org/x", "https://a.org/x"),
        ("https://me:pw@a.org/x", "https://me:pw@b.org/x", "'https://a.org/x' (https://b.org/x)"),
        ("a\x1b[1m", "ssh://git:pw@b.org/x", "'a\\x1b[1m' (ssh://git@b.org/x)"),
    ],
)
def test_a_push_that_is_refused_says_what_would_allow_it(
    ledger: Path, name: str, url: str, told: str
) -> None:
    refused = call("hooks", "pre-push", name, url, "--ledger", ledger)
    assert (refused.code, refused.stdout) == (1, "")
    entry = told.rpartition("(")[2].rstrip(")")
    assert refused.stderr == (
        f"opledger: not pushed: the ledger is private, and {told} {ADVICE} ['{entry}']\n"
    )
    (ledger / "ledger.yaml").write_text(f"allowed_remotes: ['{entry}']\n")
    allowed = call("hooks", "pre-push", name, url, "--ledger", ledger)
    assert (allowed.code, allowed.stdout, allowed.stderr) == (0, "", "")


def test_the_advice_is_yaml_whatever_the_path(ledger: Path, tmp_path: Path) -> None:
    url = str(tmp_path / "it's.git")
    refused = call("hooks", "pre-push", url, url, "--ledger", ledger)
    (ledger / "ledger.yaml").write_text(refused.stderr.rpartition("ledger.yaml: ")[2])
    assert call("hooks", "pre-push", url, url, "--ledger", ledger).code == 0


def test_settings_with_errors_allow_no_push(ledger: Path) -> None:
    (ledger / "ledger.yaml").write_text("privat: false\n")
    refused = call("hooks", "pre-push", "origin", "/x", "--ledger", ledger)
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == (
        "opledger: not pushed: ledger.yaml has errors, so nobody knows where the ledger may go;"
        " 'opledger check' names them\n"
    )


def test_what_opledger_itself_commits_is_checked_as_well(ledger: Path) -> None:
    call("hooks", "install", "--ledger", ledger)
    arguments = ("record", "kestrel", "call", "--date", "2024-01-11", "--ledger", ledger)
    recorded = call(*arguments, env=SOMEBODY)
    assert (recorded.code, recorded.stderr) == (0, "")
    assert git(ledger, "status", "--porcelain") == ""
