"""Hooks and the merge driver, run by the real git."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.campaigns import machines
from tests.git.repositories import committed, git

from opledger.core.failure import Failure
from opledger.git.hooks import install, remove
from opledger.git.repository import find_repository

EVENTS = "company: Kestrel\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
FILES = {"ledger.yaml": b"title: Winter\n", "opportunities/kestrel.yaml": EVENTS.encode()}
PATH = "opportunities/kestrel.yaml"
ADDED = "  - {{date: 2024-02-{:02}, note: {}}}\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of one commit, at a path that asks for quotes."""
    root = tmp_path / "it's a ledger"
    committed(root, FILES)
    return root


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below git's folder that is not an object, with its bytes and permissions."""
    return {
        path.relative_to(folder).as_posix(): (
            str(path.readlink()).encode() if path.is_symlink() else path.read_bytes(),
            stat.S_IMODE(path.lstat().st_mode),
        )
        for path in folder.rglob("*")
        if (path.is_file() or path.is_symlink()) and "objects" not in path.parts
    }


def tried(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A git command that may fail, with a person's name."""
    who = {f"GIT_{w}_{k}": v for w in ("AUTHOR", "COMMITTER") for k, v in _WHO.items()}
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **who,
    }
    return subprocess.run(
        ["git", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


_WHO = {"NAME": "A. Person", "EMAIL": "a@example.com"}


def hook(ledger: Path, name: str) -> Path:
    return ledger / ".git" / "hooks" / name


def write_hook(ledger: Path, name: str, text: str, mode: int = 0o755) -> None:
    hook(ledger, name).parent.mkdir(exist_ok=True)
    hook(ledger, name).write_text(text)
    hook(ledger, name).chmod(mode)


def test_a_commit_is_checked_as_it_is_staged_and_not_as_the_files_are(ledger: Path) -> None:
    list(install(find_repository(ledger)))
    (ledger / PATH).write_text(EVENTS.replace("lead", "led"))
    git(ledger, "add", ".")
    (ledger / PATH).write_text(EVENTS)
    refused = tried(ledger, "commit", "-m", "x")
    assert refused.returncode == 1
    assert f"{PATH}:3:31: error[unknown-stage]: unknown stage 'led'" in refused.stderr
    assert refused.stderr.endswith("mend what is named above and 'git add' it\n")
    git(ledger, "add", ".")
    (ledger / PATH).write_text("nonsense")
    (ledger / "README.md").write_text("x")
    git(ledger, "add", "README.md")
    assert tried(ledger, "commit", "-m", "x").returncode == 0


@pytest.mark.parametrize("how", [["-a"], ["--only", PATH], ["--include", PATH]])
def test_a_commit_of_files_that_are_not_staged_is_checked_too(ledger: Path, how: list[str]) -> None:
    list(install(find_repository(ledger)))
    (ledger / PATH).write_text(EVENTS.replace("lead", "led"))
    refused = tried(ledger, "commit", "-m", "x", *how)
    assert (refused.returncode, "unknown stage 'led'" in refused.stderr) == (1, True)
    (ledger / PATH).write_text(EVENTS + ADDED.format(1, "x"))
    assert tried(ledger, "commit", "-m", "x", *how).returncode == 0


def test_a_ledger_in_a_folder_of_a_repository_has_its_hooks_there(tmp_path: Path) -> None:
    committed(tmp_path, {f"my search/{path}": content for path, content in FILES.items()})
    root = tmp_path / "my search"
    list(install(find_repository(root)))
    (root / PATH).write_text(EVENTS.replace("lead", "led"))
    assert tried(tmp_path, "commit", "-a", "-m", "x").returncode == 1
    wanted = {
        "my search/opportunities/a.yaml": "opledger",
        "my search/opportunities/x/b.yaml": "opledger",
        "my search/ledger.yaml": "opledger",
        "opportunities/a.yaml": "unspecified",
        "my search/README.yaml": "unspecified",
    }
    for path, driver in wanted.items():
        assert git(tmp_path, "check-attr", "merge", "--", path) == f"{path}: merge: {driver}"


def test_a_private_ledger_goes_only_where_it_may(ledger: Path, tmp_path: Path) -> None:
    list(install(find_repository(ledger)))
    for name in ("mine", "public"):
        git(tmp_path, "init", "--quiet", "--bare", tmp_path / f"{name}.git")
        git(ledger, "remote", "add", name, tmp_path / f"{name}.git")
    refused = tried(ledger, "push", "public", "HEAD:main")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[0] == (
        "opledger: not pushed: the ledger is private, and 'public'"
        f" ({tmp_path}/public.git) is not among its allowed_remotes; to allow it, add it in"
        f" ledger.yaml: allowed_remotes: ['{tmp_path}/public.git']"
    )
    (ledger / "ledger.yaml").write_text(f"allowed_remotes: ['file://{tmp_path}/mine']\n")
    allowed = tried(ledger, "push", "--quiet", "mine", "HEAD:main")
    assert (allowed.returncode, allowed.stderr) == (0, "")
    assert tried(ledger, "push", "public", "HEAD:main").returncode == 1
    (ledger / "ledger.yaml").write_text("private: false\n")
    assert tried(ledger, "push", "--quiet", "public", "HEAD:main").returncode == 0
    (ledger / "ledger.yaml").write_text("privat: false\n")
    assert "ledger.yaml has errors" in tried(ledger, "push", "public", "HEAD:other").stderr


def test_what_is_installed_twice_is_the_same_and_what_is_removed_leaves_nothing(
    ledger: Path,
) -> None:
    before = tree(ledger / ".git")
    repository = find_repository(ledger)
    list(install(repository))
    once = tree(ledger / ".git")
    assert once != before
    list(install(repository))
    assert tree(ledger / ".git") == once
    assert [line.partition(":")[0] for line in remove(repository)] == [
        "pre-commit",
        "pre-push",
        "merge driver",
    ]
    assert tree(ledger / ".git") == before
    assert list(remove(repository)) == []


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/sh\necho theirs >> ran\n",
        "#!/usr/bin/env bash\nset -eu\necho theirs >> ran",
        f"#!{sys.executable}\nopen('ran', 'a').write('theirs\\n')\n",
    ],
)
def test_a_hook_that_is_there_goes_on_and_comes_back_as_it_was(ledger: Path, text: str) -> None:
    write_hook(ledger, "pre-commit", text, 0o750)
    (ledger / ".git" / "info").mkdir(exist_ok=True)
    (ledger / ".git" / "info" / "attributes").write_bytes(b"* -text\n")
    before = tree(ledger / ".git")
    repository = find_repository(ledger)
    list(install(repository))
    list(install(repository))
    (ledger / PATH).write_text(EVENTS + ADDED.format(1, "x"))
    assert tried(ledger, "commit", "-a", "-m", "x").returncode == 0
    assert (ledger / "ran").read_text() == "theirs\n"
    (ledger / PATH).write_text("nonsense")
    assert tried(ledger, "commit", "-a", "-m", "x").returncode == 1
    list(remove(repository))
    after = tree(ledger / ".git")
    assert after["hooks/pre-commit"] == before["hooks/pre-commit"]
    assert after["info/attributes"] == before["info/attributes"]
    assert after.keys() - before.keys() <= {"COMMIT_EDITMSG", "logs/HEAD", "ORIG_HEAD"}


def test_a_hook_that_says_no_has_the_word_before_us(ledger: Path) -> None:
    hook(ledger, "pre-push").parent.mkdir(exist_ok=True)
    theirs = ledger / "their-hook"
    theirs.write_text("#!/bin/sh\ncat > lines\necho no >&2\nexit 7\n")
    theirs.chmod(0o755)
    hook(ledger, "pre-push").symlink_to(theirs)
    list(install(find_repository(ledger)))
    git(ledger.parent, "init", "--quiet", "--bare", "r.git")
    refused = tried(ledger, "push", str(ledger.parent / "r.git"), "HEAD:main")
    assert (refused.returncode, refused.stderr.splitlines()[0]) == (1, "no")
    assert (ledger / "lines").read_text().startswith("HEAD ")
    list(remove(find_repository(ledger)))
    assert hook(ledger, "pre-push").readlink() == theirs


def test_a_hook_that_git_passes_over_does_not_come_alive(ledger: Path) -> None:
    write_hook(ledger, "pre-commit", "#!/bin/sh\nexit 9\n", 0o644)
    list(install(find_repository(ledger)))
    (ledger / PATH).write_text(EVENTS + ADDED.format(1, "x"))
    assert tried(ledger, "commit", "-a", "-m", "x").returncode == 0
    list(remove(find_repository(ledger)))
    assert hook(ledger, "pre-commit").read_text() == "#!/bin/sh\nexit 9\n"
    assert stat.S_IMODE(hook(ledger, "pre-commit").stat().st_mode) == 0o644


def test_hooks_for_all_repositories_are_left_alone(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text(f"[core]\nhooksPath = {tmp_path}/hooks\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    with pytest.raises(Failure, match="your hooks are in a folder for all repositories"):
        list(install(find_repository(ledger)))
    assert not (tmp_path / "hooks").exists()
    git(ledger, "config", "core.hooksPath", tmp_path / "own")
    list(install(find_repository(ledger)))
    assert (tmp_path / "own" / "pre-commit").is_file()


def diverged(ledger: Path, *, ours: str, theirs: str) -> None:
    """Two branches with these files, ours checked out."""
    git(ledger, "checkout", "--quiet", "-b", "theirs")
    (ledger / PATH).write_text(theirs)
    git(ledger, "commit", "--quiet", "--no-verify", "-a", "-m", "theirs")
    git(ledger, "checkout", "--quiet", "-")
    git(ledger, "checkout", "--quiet", "main")
    (ledger / PATH).write_text(ours)
    git(ledger, "commit", "--quiet", "--no-verify", "-a", "-m", "ours")


OURS, THEIRS = EVENTS + ADDED.format(9, "ours"), EVENTS + ADDED.format(5, "theirs")


def test_a_merge_unites_the_events_of_both_sides(ledger: Path) -> None:
    list(install(find_repository(ledger)))
    diverged(ledger, ours=OURS, theirs=THEIRS)
    assert tried(ledger, "merge", "--quiet", "--no-edit", "theirs").returncode == 0
    assert (ledger / PATH).read_text() == THEIRS + ADDED.format(9, "ours")


def test_what_both_changed_is_left_and_explained(ledger: Path) -> None:
    list(install(find_repository(ledger)))
    diverged(ledger, ours=OURS.replace("lead", "call"), theirs=THEIRS.replace("lead", "screen"))
    merged = tried(ledger, "merge", "--no-edit", "theirs")
    assert merged.returncode == 1
    assert f"opledger: {PATH}: both sides changed the same lines" in merged.stderr
    text = (ledger / PATH).read_text()
    assert "<<<<<<< ours: changed on both sides\n" in text
    assert text.endswith(ADDED.format(5, "theirs") + ADDED.format(9, "ours"))


@pytest.mark.parametrize(
    "python",
    ["/nowhere/python", "kills itself", "has a bug", "says nothing"],
)
def test_where_the_driver_is_gone_or_dies_both_sides_are_left_in_the_file(
    ledger: Path, tmp_path: Path, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if python[0] != "/":
        program = tmp_path / "a python"
        body = {"kills itself": "kill -9 $$", "has a bug": "exit 3", "says nothing": "exit 1"}[
            python
        ]
        check = 'case "$*" in *import*) exit 0;; esac\n'
        keeps = "exit 3" if python == "says nothing" else body
        program.write_text(f"#!/bin/sh\n{check}{keeps}\n")
        program.chmod(0o755)
        python = str(program)
    monkeypatch.setattr(sys, "executable", python)
    list(install(find_repository(ledger)))
    diverged(ledger, ours=OURS, theirs=THEIRS)
    folder = str(Path(sys.base_exec_prefix) / "nothing-here")
    monkeypatch.setenv("PATH", os.pathsep.join(["/usr/bin", "/bin", folder]))
    assert tried(ledger, "merge", "--no-edit", "theirs").returncode == 1
    assert (ledger / PATH).read_text() == (
        f"{EVENTS}<<<<<<< ours\n{ADDED.format(9, 'ours')}=======\n"
        f"{ADDED.format(5, 'theirs')}>>>>>>> theirs\n"
    )


def test_without_opledger_a_commit_goes_on_and_a_push_does_not(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    list(install(find_repository(ledger)))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (ledger / PATH).write_text(EVENTS + ADDED.format(1, "x"))
    done = tried(ledger, "commit", "--quiet", "-a", "-m", "x")
    assert (done.returncode, done.stderr) == (
        0,
        "opledger is not installed here: the ledger was not checked\n",
    )
    git(ledger.parent, "init", "--quiet", "--bare", "r.git")
    pushed = tried(ledger, "push", str(ledger.parent / "r.git"), "HEAD:main")
    assert pushed.returncode == 1
    assert "'git push --no-verify' pushes all the same" in pushed.stderr


def test_two_machines_exchange_without_losing_anything(tmp_path: Path) -> None:
    done = machines.campaign(tmp_path, 4)
    assert (done.found, done.conflicts, done.identical, done.sound) == (
        done.recorded,
        0,
        True,
        True,
    )
