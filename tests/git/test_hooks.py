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
from opledger.git.hookfiles import NAMES
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


def test_what_git_says_to_a_hook_reaches_the_lines_behind_ours(ledger: Path) -> None:
    write_hook(ledger, "pre-push", '#!/bin/sh\necho "$@" > told\ncat >> told\n')
    list(install(find_repository(ledger)))
    remote = ledger.parent / "r.git"
    git(ledger.parent, "init", "--quiet", "--bare", remote)
    (ledger / "ledger.yaml").write_text(f"allowed_remotes: ['{remote}']\n")
    pushed = tried(ledger, "push", "--quiet", str(remote), "HEAD:main")
    assert (pushed.returncode, pushed.stderr) == (0, "")
    head, nothing = git(ledger, "rev-parse", "HEAD"), "0" * 40
    said = f"{remote} {remote}\nHEAD {head} refs/heads/main {nothing}\n"
    assert (ledger / "told").read_text() == said


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


FAILING = {
    "is gone": "",
    "kills itself": "#!/bin/sh\nkill -9 $$\n",
    "has a bug": "#!/bin/sh\nexit 3\n",
    "lacks a library": "#!/bin/sh\necho 'Traceback: No module named click' >&2\nexit 1\n",
    "says nothing": "#!/bin/sh\nexit 1\n",
}
BOTH = (
    f"{EVENTS}<<<<<<< ours\n{ADDED.format(9, 'ours')}=======\n"
    f"{ADDED.format(5, 'theirs')}>>>>>>> theirs\n"
)


def program(path: Path, text: str) -> Path:
    """A program of this text; none where there is no text."""
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    return path


@pytest.mark.parametrize("why", FAILING)
def test_where_the_driver_is_gone_or_dies_both_sides_are_left_in_the_file(
    ledger: Path, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = program(tmp_path / "it's" / 'a $PATH" python', FAILING[why])
    monkeypatch.setattr(sys, "executable", str(python))
    list(install(find_repository(ledger)))
    diverged(ledger, ours=OURS, theirs=THEIRS)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert tried(ledger, "merge", "--no-edit", "theirs").returncode == 1
    assert (ledger / PATH).read_text() == BOTH


@pytest.mark.parametrize("why", FAILING)
def test_where_this_python_fails_the_command_in_path_unites(
    ledger: Path, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = program(tmp_path / "python", FAILING[why])
    program(tmp_path / "bin" / "opledger", f'#!/bin/sh\nexec {sys.executable} -m opledger "$@"\n')
    monkeypatch.setattr(sys, "executable", str(python))
    list(install(find_repository(ledger)))
    diverged(ledger, ours=OURS, theirs=THEIRS)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    assert tried(ledger, "merge", "--quiet", "--no-edit", "theirs").returncode == 0
    assert (ledger / PATH).read_text() == THEIRS + ADDED.format(9, "ours")


def test_where_the_program_was_deleted_git_merges_as_ever(ledger: Path) -> None:
    list(install(find_repository(ledger)))
    (ledger / ".git" / "opledger" / "merge").unlink()
    diverged(ledger, ours=OURS, theirs=THEIRS)
    assert tried(ledger, "merge", "--no-edit", "theirs").returncode == 1
    assert (ledger / PATH).read_text() == BOTH


@pytest.mark.parametrize("name", ["moved", "100%A %", 'a "quoted" $HOME', "it's\\n", "-x", "ü"])
def test_a_repository_that_was_moved_unites_as_before(
    ledger: Path, tmp_path: Path, name: str
) -> None:
    list(install(find_repository(ledger)))
    diverged(ledger, ours=OURS, theirs=THEIRS)
    moved = ledger.rename(tmp_path / name)
    assert tried(moved, "merge", "--quiet", "--no-edit", "theirs").returncode == 0
    assert (moved / PATH).read_text() == THEIRS + ADDED.format(9, "ours")


def test_a_conflict_at_the_first_line_behind_a_byte_order_mark_is_one(ledger: Path) -> None:
    list(install(find_repository(ledger)))
    mark = "\ufeff"
    diverged(ledger, ours=f"{mark}company: A\n", theirs=f"{mark}company: B\n")
    assert tried(ledger, "merge", "--no-edit", "theirs").returncode == 1
    assert (ledger / PATH).read_text() == (
        f"{mark}<<<<<<< ours: changed on both sides\ncompany: A\n||||||| base\ncompany: Kestrel\n"
        "=======\ncompany: B\n>>>>>>> theirs\n"
    )


@pytest.mark.parametrize("first", ["", "#!/bin/sh -eu\n", "#!/usr/bin/env -S bash -e\n"])
def test_without_opledger_a_commit_goes_on_and_a_push_does_not(
    ledger: Path, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if first:
        for name in NAMES:
            write_hook(ledger, name, first)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    list(install(find_repository(ledger)))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (ledger / PATH).write_text(EVENTS + ADDED.format(1, "x"))
    done = tried(ledger, "commit", "--quiet", "-a", "-m", "x")
    said = "opledger: not checked, as there is no opledger here\n"
    assert (done.returncode, done.stderr) == (0, said)
    remote = str(ledger.parent / "r.git")
    git(ledger.parent, "init", "--quiet", "--bare", remote)
    pushed = tried(ledger, "push", "--quiet", remote, "HEAD:main")
    assert pushed.returncode == 1
    assert pushed.stderr.splitlines()[0] == (
        "opledger: not pushed: there is no opledger here to tell where the ledger may go;"
        " 'git push --no-verify' pushes all the same"
    )
    (ledger / "ledger.yaml").write_text("title: x\r\nprivate: false # a sample\r\n", newline="")
    pushed = tried(ledger, "push", "--quiet", remote, "HEAD:main")
    assert (pushed.returncode, pushed.stderr) == (0, "")


@pytest.mark.parametrize("first", ["", "#!/bin/sh -eu\n"])
def test_a_check_that_can_t_be_made_says_how_to_go_on(
    ledger: Path, tmp_path: Path, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if first:
        write_hook(ledger, "pre-commit", first)
    answering = '#!/bin/sh\ncase "$*" in *--version) exit 0;; esac\nexit 3\n'
    monkeypatch.setattr(sys, "executable", str(program(tmp_path / "python", answering)))
    list(install(find_repository(ledger)))
    done = tried(ledger, "commit", "--quiet", "--allow-empty", "-m", "x")
    assert done.returncode == 1
    assert done.stderr == (
        "opledger: not committed, as it can't be checked;"
        " 'git commit --no-verify' commits all the same\n"
    )


def test_a_branch_without_the_ledger_is_committed_to_and_not_pushed(
    ledger: Path, tmp_path: Path
) -> None:
    list(install(find_repository(ledger)))
    git(ledger, "checkout", "--quiet", "--orphan", "pages")
    git(ledger, "rm", "-r", "--quiet", "--force", ".")
    done = tried(ledger, "commit", "--quiet", "--allow-empty", "-m", "x")
    assert (done.returncode, done.stderr) == (0, "")
    git(tmp_path, "init", "--quiet", "--bare", "r.git")
    pushed = tried(ledger, "push", "--quiet", str(tmp_path / "r.git"), "pages")
    assert pushed.returncode == 1
    assert pushed.stderr.splitlines()[0] == (
        "opledger: not pushed: no ledger.yaml is checked out to tell where the ledger may go;"
        " 'git push --no-verify' pushes all the same"
    )


def test_two_ledgers_of_one_repository_have_lines_of_their_own(tmp_path: Path) -> None:
    committed(tmp_path, {f"{top}/{p}": text for top in ("a", "b") for p, text in FILES.items()})
    before = tree(tmp_path / ".git")
    ledgers = [find_repository(tmp_path / top) for top in ("a", "b")]
    for repository in (*ledgers, *ledgers):
        list(install(repository))
    for top in ("a", "b"):
        file = tmp_path / top / PATH
        file.write_text(EVENTS.replace("lead", "led"))
        assert f"{top}/{PATH}:3:31: error" in tried(tmp_path, "commit", "-a", "-m", "x").stderr
        file.write_text(EVENTS)
    list(remove(ledgers[0]))
    assert git(tmp_path, "check-attr", "merge", f"a/{PATH}").endswith(": unspecified")
    assert git(tmp_path, "check-attr", "merge", f"b/{PATH}").endswith(": opledger")
    assert (tmp_path / ".git" / "opledger" / "merge").is_file()
    (tmp_path / "b" / PATH).write_text("nonsense")
    assert tried(tmp_path, "commit", "-a", "-m", "x").returncode == 1
    list(remove(ledgers[1]))
    after = tree(tmp_path / ".git")
    assert {name: after[name] for name in before if name != "index"} == {
        name: file for name, file in before.items() if name != "index"
    }


@pytest.mark.parametrize("name", ["a[b]", "a*?", "back\\slash", "ta\tb", "-dash", "ü 'x\"", "#x"])
def test_a_ledger_s_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    committed(tmp_path, {f"{name}/{path}": content for path, content in FILES.items()})
    list(install(find_repository(tmp_path / name)))
    for path in ("ledger.yaml", "opportunities/a.yaml", "opportunities/x/b.yaml"):
        asked = ("check-attr", "-z", "merge", "--", f"{name}/{path}")
        assert git(tmp_path, *asked).split("\0")[2] == "opledger"
    (tmp_path / name / PATH).write_text("nonsense")
    assert "error[wrong-type]" in tried(tmp_path, "commit", "-a", "-m", "x").stderr
    pushed = tried(tmp_path, "push", str(tmp_path / "nowhere.git"), "HEAD")
    assert pushed.returncode != 0


def test_a_work_tree_and_a_submodule_have_their_hooks_where_git_looks(
    ledger: Path, tmp_path: Path
) -> None:
    git(ledger, "worktree", "add", "--quiet", tmp_path / "tree", "-b", "other")
    above = tmp_path / "above"
    committed(above, {"README.md": b""})
    git(above, "submodule", "--quiet", "add", ledger, "below")
    for root in (tmp_path / "tree", above / "below"):
        list(install(find_repository(root)))
        (root / PATH).write_text(EVENTS.replace("lead", "led"))
        for how in (["-a"], [PATH]):
            refused = tried(root, "commit", "-m", "x", *how)
            assert f"{PATH}:3:31: error[unknown-stage]" in refused.stderr
        (root / PATH).write_text(EVENTS)
        (root / PATH).chmod(0o755)
        assert tried(root, "commit", "--quiet", "-m", "x", PATH).stderr == ""
    assert hook(ledger, "pre-commit").is_file()
    assert (above / ".git" / "modules" / "below" / "hooks" / "pre-commit").is_file()


def test_hooks_that_git_has_come_to_pass_over_can_be_removed(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(ledger / ".git")
    list(install(find_repository(ledger)))
    (tmp_path / "config").write_text(f"[core]\nhooksPath = {tmp_path}/hooks\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    list(remove(find_repository(ledger)))
    assert tree(ledger / ".git") == before


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        (b"#!/bin/sh\n", 0o755),
        (b"#!/bin/sh", 0o755),
        (b"#! /bin/bash -e\r\n", 0o755),
        (b"#!/usr/bin/env -S LC_ALL=C zsh -f\n\xff\0", 0o700),
        (b"#!/opt/my sh/sh/python\nprint()\n", 0o755),
        (b"#!/usr/bin/env python3 # sh\n", 0o755),
        (b"\x7fELF\0", 0o555),
        (b"", 0o644),
    ],
)
def test_every_kind_of_hook_comes_back_to_the_byte(ledger: Path, text: bytes, mode: int) -> None:
    for name in NAMES:
        write_hook(ledger, name, "", mode)
        hook(ledger, name).chmod(0o755)
        hook(ledger, name).write_bytes(text)
        hook(ledger, name).chmod(mode)
    (ledger / ".git" / "info").mkdir(exist_ok=True)
    (ledger / ".git" / "info" / "attributes").write_bytes(b"* -text\r\n*.x binary")
    (ledger / ".git" / "info" / "attributes").chmod(0o600)
    before = tree(ledger / ".git")
    repository = find_repository(ledger)
    list(install(repository))
    once = tree(ledger / ".git")
    assert git(ledger, "check-attr", "merge", PATH).endswith(": opledger")
    assert [line for line in install(repository) if not line.endswith(": there already")] == []
    assert tree(ledger / ".git") == once
    list(remove(repository))
    assert tree(ledger / ".git") == before


def test_a_link_that_leads_nowhere_comes_back(ledger: Path) -> None:
    hook(ledger, "pre-commit").parent.mkdir(exist_ok=True)
    hook(ledger, "pre-commit").symlink_to("nowhere")
    list(install(find_repository(ledger)))
    done = tried(ledger, "commit", "--quiet", "--allow-empty", "-m", "x")
    assert (done.returncode, done.stderr) == (0, "")
    list(remove(find_repository(ledger)))
    assert hook(ledger, "pre-commit").readlink() == Path("nowhere")


@pytest.mark.parametrize("earlier", [True, False])
def test_a_hook_of_ours_that_was_changed_since_is_left(ledger: Path, earlier: bool) -> None:
    if earlier:
        write_hook(ledger, "pre-commit", "#!/usr/bin/env python3\n")
    list(install(find_repository(ledger)))
    path = hook(ledger, "pre-commit")
    path.write_text(path.read_text() + "echo mine\n")
    changed = path.read_bytes()
    assert next(iter(remove(find_repository(ledger)))) == (
        f"pre-commit: left as it is, as it was changed since: take the lines out of {path} yourself"
    )
    assert path.read_bytes() == changed
    assert path.with_name("pre-commit.before-opledger").exists() == earlier


def test_the_user_s_own_lines_around_ours_stay(ledger: Path) -> None:
    write_hook(ledger, "pre-commit", "#!/bin/sh\necho one\n")
    list(install(find_repository(ledger)))
    path = hook(ledger, "pre-commit")
    path.write_text(path.read_text() + "echo two\n")
    list(remove(find_repository(ledger)))
    assert path.read_text() == "#!/bin/sh\necho one\necho two\n"


@pytest.mark.parametrize("lost", ["# >>> opledger >>>\n", "# <<< opledger <<<\n"])
def test_a_mark_without_the_other_is_told(ledger: Path, lost: str) -> None:
    list(install(find_repository(ledger)))
    path = hook(ledger, "pre-commit")
    path.write_text(path.read_text().replace(lost, ""))
    torn = path.read_bytes()
    for act in (install, remove):
        with pytest.raises(Failure, match="has the beginning of opledger's lines without"):
            list(act(find_repository(ledger)))
    assert path.read_bytes() == torn


def test_what_else_the_user_set_for_the_driver_stays(ledger: Path) -> None:
    list(install(find_repository(ledger)))
    git(ledger, "config", "merge.opledger.recursive", "text")
    git(ledger, "config", "merge.opledger.name", "mine")
    list(remove(find_repository(ledger)))
    assert git(ledger, "config", "--get-regexp", "^merge").splitlines() == [
        "merge.opledger.name mine",
        "merge.opledger.recursive text",
    ]


def test_two_machines_exchange_without_losing_anything(tmp_path: Path) -> None:
    done = machines.campaign(tmp_path, 4)
    assert (done.found, done.conflicts, done.identical, done.sound) == (
        done.recorded,
        0,
        True,
        True,
    )
