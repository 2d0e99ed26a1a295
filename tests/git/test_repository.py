"""The commit a ledger is at, and the repository that a new one gets."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.git.repositories import LEDGER, committed, git, write

from opledger.git.repository import Checkout, checkout_of, start_repository

CHANGED = LEDGER | {"ledger.yaml": b"title: Spring\n"}
ADDED = LEDGER | {"opportunities/tallow.yaml": b"company: Tallow\n"}
REMOVED = {"ledger.yaml": LEDGER["ledger.yaml"]}


def test_a_ledger_at_its_commit_is_clean(tmp_path: Path) -> None:
    head = committed(tmp_path)
    assert checkout_of(tmp_path, LEDGER) == Checkout(head, clean=True)
    assert Checkout(head, clean=True).short == head[:10]


@pytest.mark.parametrize("files", [CHANGED, ADDED, REMOVED, {}])
def test_a_ledger_with_other_files_than_its_commit_is_not_clean(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    head = committed(tmp_path)
    assert checkout_of(tmp_path, files) == Checkout(head, clean=False)


def test_a_repository_of_another_hash_is_read_too(tmp_path: Path) -> None:
    head = committed(tmp_path, None, "--object-format=sha256")
    assert checkout_of(tmp_path, LEDGER) == Checkout(head, clean=True)


def test_a_ledger_in_a_folder_of_a_repository_is_at_that_ones_commit(tmp_path: Path) -> None:
    inner = {f"search/2024/{path}": content for path, content in LEDGER.items()}
    head = committed(tmp_path, inner | CHANGED)
    assert checkout_of(tmp_path / "search" / "2024", LEDGER) == Checkout(head, clean=True)
    assert checkout_of(tmp_path / "search" / "2024", CHANGED) == Checkout(head, clean=False)


def test_files_that_are_no_part_of_the_ledger_do_not_count(tmp_path: Path) -> None:
    others = {
        "README.md": b"x",
        "notes/a.yaml": b"x",
        "opportunities/.kestrel.yaml": b"x",
        "opportunities/.old/kestrel.yaml": b"x",
        "opportunities/kestrel.txt": b"x",
    }
    head = committed(tmp_path, LEDGER | others)
    assert checkout_of(tmp_path, LEDGER) == Checkout(head, clean=True)


def test_what_is_staged_and_not_committed_is_not_clean(tmp_path: Path) -> None:
    head = committed(tmp_path)
    write(tmp_path, CHANGED)
    git(tmp_path, "add", ".")
    assert checkout_of(tmp_path, CHANGED) == Checkout(head, clean=False)


def test_lines_that_end_otherwise_on_the_disk_are_the_same(tmp_path: Path) -> None:
    head = committed(tmp_path, LEDGER | {".gitattributes": b"* text=auto\n"})
    crlf = {path: content.replace(b"\n", b"\r\n") for path, content in LEDGER.items()}
    assert checkout_of(tmp_path, crlf) == Checkout(head, clean=True)


def test_a_file_that_git_holds_with_crlf_is_the_same(tmp_path: Path) -> None:
    crlf = {path: content.replace(b"\n", b"\r\n") for path, content in LEDGER.items()}
    head = committed(tmp_path, crlf)
    assert checkout_of(tmp_path, crlf) == Checkout(head, clean=True)


def _branch(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "feature/x")


def _detached(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")


def _packed_refs(root: Path) -> None:
    git(root, "pack-refs", "--all")


def _packed_objects(root: Path) -> None:
    git(root, "gc", "--quiet", "--prune=now")
    assert not list((root / ".git" / "objects").glob("??/*"))


def _alternates(root: Path) -> None:
    objects, moved = root / ".git" / "objects", root.with_name("objects")
    shutil.copytree(objects, moved)
    shutil.rmtree(objects)
    (objects / "info").mkdir(parents=True)
    (objects / "info" / "alternates").write_text(f"{moved}\n")


def _locked_index(root: Path) -> None:
    (root / ".git" / "index.lock").touch()


def _broken_index(root: Path) -> None:
    (root / ".git" / "index").write_bytes(b"DIRC\0\0")


def _broken_config(root: Path) -> None:
    (root / ".git" / "config").write_bytes(b"[core\n\xff = \0")


def _many_files(root: Path) -> None:
    git(root, "config", "core.fsmonitor", "true")
    git(root, "update-index", "--index-version", "4")


@pytest.mark.parametrize(
    "change",
    [
        _branch,
        _detached,
        _packed_refs,
        _packed_objects,
        _alternates,
        _locked_index,
        _broken_index,
        _many_files,
    ],
)
def test_however_git_keeps_it_the_commit_is_found(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    head = committed(ledger)
    change(ledger)
    assert checkout_of(ledger, LEDGER) == Checkout(head, clean=True)


def test_a_worktree_has_its_own_commit(tmp_path: Path) -> None:
    committed(tmp_path / "main")
    git(tmp_path / "main", "worktree", "add", "--quiet", "-b", "other", "../tree")
    write(tmp_path / "tree", CHANGED)
    git(tmp_path / "tree", "commit", "--quiet", "-a", "-m", "Spring")
    head = git(tmp_path / "tree", "rev-parse", "HEAD")
    assert checkout_of(tmp_path / "tree", CHANGED) == Checkout(head, clean=True)


def test_a_submodule_has_its_own_commit(tmp_path: Path) -> None:
    head = committed(tmp_path / "ledger")
    committed(tmp_path / "outer", {"README.md": b"x"})
    git(tmp_path / "outer", "submodule", "add", "--quiet", "../ledger", "ledger")
    assert checkout_of(tmp_path / "outer" / "ledger", LEDGER) == Checkout(head, clean=True)


def _none(root: Path) -> None:
    write(root)


def _unborn(root: Path) -> None:
    git(write(root), "init", "--quiet")


def _bare(root: Path) -> None:
    write(root)
    committed(root.with_name("source"))
    git(root.parent, "clone", "--quiet", "--bare", "source", root / ".git")


def _bare_itself(root: Path) -> None:
    committed(root.with_name("source"))
    git(root.parent, "clone", "--quiet", "--bare", "source", root)
    write(root)


def _no_objects(root: Path) -> None:
    committed(root)
    for path in (root / ".git" / "objects").glob("??/*"):
        path.chmod(stat.S_IWUSR)
        path.unlink()


def _broken_objects(root: Path) -> None:
    committed(root)
    for path in (root / ".git" / "objects").glob("??/*"):
        path.chmod(stat.S_IWUSR | stat.S_IRUSR)
        path.write_bytes(path.read_bytes()[:10])


def _head_of_nothing(root: Path) -> None:
    committed(root)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/../../../../outside\n")


def _head_of_noise(root: Path) -> None:
    committed(root)
    (root / ".git" / "HEAD").write_bytes(b"\xff\0\n")


def _head_of_itself(root: Path) -> None:
    committed(root)
    (root / ".git" / "HEAD").write_text("ref: HEAD\n")


def _file_of_noise(root: Path) -> None:
    write(root)
    (root / ".git").write_bytes(b"\xff\xfe\0")


def _file_of_nowhere(root: Path) -> None:
    write(root)
    (root / ".git").write_text("gitdir: /nowhere\n")


def _empty_folder(root: Path) -> None:
    (write(root) / ".git").mkdir()


NO_COMMIT = [
    _none,
    _unborn,
    _bare,
    _bare_itself,
    _no_objects,
    _broken_objects,
    _head_of_nothing,
    _head_of_noise,
    _head_of_itself,
    _file_of_noise,
    _file_of_nowhere,
    _empty_folder,
]


@pytest.mark.parametrize("make", NO_COMMIT)
def test_where_there_is_no_commit_to_name_none_is(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    ledger = tmp_path / "outer" / "ledger"
    ledger.mkdir(parents=True)
    make(ledger)
    assert checkout_of(ledger, LEDGER) is None


def test_the_environment_does_not_mislead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = committed(tmp_path / "ledger")
    committed(tmp_path / "other", CHANGED)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "other" / ".git" / "objects"))
    monkeypatch.setenv("GIT_COMMON_DIR", str(tmp_path / "other" / ".git"))
    assert checkout_of(tmp_path / "ledger", LEDGER) == Checkout(head, clean=True)


def test_a_new_folder_becomes_a_repository(tmp_path: Path) -> None:
    assert start_repository(tmp_path) == ""
    assert git(tmp_path, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(tmp_path, "status", "--porcelain") == ""


def test_a_folder_in_a_repository_stays_as_it_is(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "deep" / "ledger").mkdir(parents=True)
    assert start_repository(tmp_path / "deep" / "ledger") == ""
    assert not (tmp_path / "deep" / "ledger" / ".git").exists()


def test_the_user_s_template_is_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    (hooks / "post-commit").write_text("#!/bin/sh\nfalse\n")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".gitconfig").write_text(f"[init]\n templateDir = {hooks.parent}\n")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(hooks.parent))
    (tmp_path / "ledger").mkdir()
    assert start_repository(tmp_path / "ledger") == ""
    assert not (tmp_path / "ledger" / ".git" / "hooks").exists()


def test_another_repository_in_the_environment_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    (tmp_path / "ledger").mkdir()
    assert start_repository(tmp_path / "ledger") == ""
    assert sorted(os.listdir(tmp_path)) == ["ledger"]  # noqa: PTH208 - names are enough
    assert (tmp_path / "ledger" / ".git" / "HEAD").exists()


def test_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start_repository(tmp_path) == (
        "there is no git program; install git, then run 'git init' there"
    )


def test_what_git_says_when_it_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger").touch()
    assert "ledger" in start_repository(tmp_path / "ledger")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["HEAD", "config", "packed-refs"])
def test_a_pipe_where_git_keeps_a_file_is_not_waited_for(name: str, tmp_path: Path) -> None:
    committed(tmp_path)
    (tmp_path / ".git" / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / ".git" / name)
    assert checkout_of(tmp_path, LEDGER) is None
