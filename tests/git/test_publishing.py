"""Publishing: one commit of the public files goes to one branch, and nothing else goes anywhere."""

from __future__ import annotations

import base64
import os
import zlib
from pathlib import Path

import pytest
from tests.git.repositories import LEDGER, committed, git, write

from opledger.core.failure import Failure
from opledger.core.publicsite import PublicSite
from opledger.git import publishing
from opledger.git.exchange import Remote, exchange, find_remote
from opledger.git.hooks import install
from opledger.git.publishing import Published, keep
from opledger.git.repository import find_repository

CANARY = "Zyzzyva-Holdings"
PRIVATE = LEDGER | {
    "opportunities/kestrel.yaml": LEDGER["opportunities/kestrel.yaml"].replace(
        b"Kestrel", CANARY.encode()
    ),
    "notes.txt": CANARY.encode(),
}
SITE = PublicSite({"index.html": b"<p>Public.</p>", "a/b.html": b"b", 'a/quo"te\u00e9.txt': b""})
OTHER = PublicSite({"index.html": b"<p>Changed.</p>"})
HEAD = (
    b"author opledger <opledger@localhost> 946684800 +0000\n"
    b"committer opledger <opledger@localhost> 946684800 +0000\n\nThe site\n"
)


@pytest.fixture(autouse=True)
def nobody_s_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings of whoever runs the tests; a place for the test's own."""
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    (tmp_path / "global").write_text('[protocol "file"]\n\tallow = always\n')


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository with nothing in it."""
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def ledger(tmp_path: Path, remote: Path) -> Path:
    """A private ledger of one commit, with a branch, a tag and that remote."""
    root = tmp_path / "ledger"
    committed(root, PRIVATE, "--initial-branch=main")
    git(root, "remote", "add", "origin", str(remote))
    git(root, "branch", "drafts")
    git(root, "tag", "-a", "-m", CANARY, "told")
    return root


def publish(
    root: Path, site: PublicSite = SITE, branch: str = "gh-pages", to: str = "origin"
) -> Published:
    repository = find_repository(root)
    return publishing.publish(repository, site, find_remote(repository, to), branch)


def refs(repository: Path) -> dict[str, str]:
    lines = git(repository, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    return dict(line.split() for line in lines)


def held(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with its mode."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode)
        for path in folder.rglob("*")
        if path.is_file()
    }


def objects(repository: Path) -> dict[str, bytes]:
    """All objects of a repository, reachable or not, as they are unpacked."""
    listed = git(repository, "cat-file", "--batch-all-objects", "--batch-check").splitlines()
    found = {}
    for line in listed:
        name, kind, _ = line.split()
        found[f"{kind} {name}"] = git_bytes(repository, "cat-file", kind, name)
    return found


def git_bytes(repository: Path, *arguments: str) -> bytes:
    import subprocess

    return subprocess.run(
        ["git", *arguments], cwd=repository, check=True, capture_output=True
    ).stdout


def test_the_branch_is_one_commit_without_a_past_that_holds_the_public_files_alone(
    ledger: Path, remote: Path
) -> None:
    done = publish(ledger)
    assert done.new
    assert refs(remote) == {"refs/heads/gh-pages": done.commit}
    commit = git_bytes(remote, "cat-file", "commit", done.commit)
    assert commit.partition(b"\n")[2] == HEAD
    names = git_bytes(remote, "ls-tree", "-r", "-z", "--name-only", done.commit).split(b"\0")
    assert {name.decode() for name in names if name} == {*SITE.files, ".nojekyll"}
    for path, content in SITE.files.items():
        assert git_bytes(remote, "cat-file", "blob", f"{done.commit}:{path}") == content


def test_no_object_of_the_remote_holds_anything_private(ledger: Path, remote: Path) -> None:
    publish(ledger)
    publish(ledger, OTHER)
    every = objects(remote)
    assert sum(name.startswith("commit") for name in every) == 2
    assert not [name for name in every if name.startswith("tag")]
    head = git(ledger, "rev-parse", "HEAD")
    forms = [CANARY, CANARY.lower(), "a@example.com", "A. Person", "Start", head, head[:10]]
    forms += [base64.b64encode(CANARY.encode()).decode()[:-2], CANARY.encode().hex()]
    forms += [str(ledger), os.uname().nodename if hasattr(os, "uname") else CANARY]
    for name, content in every.items():
        assert not [form for form in forms if form.encode() in content], name
    public = {*SITE.files.values(), *OTHER.files.values(), b""}
    assert {content for name, content in every.items() if name.startswith("blob")} == public
    whole = b"".join(path.read_bytes() for path in remote.rglob("*") if path.is_file())
    assert CANARY.encode() not in whole
    private = zlib.compress(b"blob %d\0%b" % (len(PRIVATE["notes.txt"]), PRIVATE["notes.txt"]), 1)
    assert private not in whole


def test_publishing_twice_is_the_same_commit_and_sends_nothing(ledger: Path, remote: Path) -> None:
    first = publish(ledger)
    before = held(remote)
    assert publish(ledger) == Published(first.commit, new=False)
    assert held(remote) == before


def test_another_clone_and_another_person_publish_the_same_commit(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish(ledger)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", CANARY)
        monkeypatch.setenv(f"GIT_{name}_DATE", "2001-01-01T00:00:00Z")
    committed(tmp_path / "b", None, "--initial-branch=trunk")
    git(tmp_path, "init", "--quiet", "--bare", "other.git")
    git(tmp_path / "b", "remote", "add", "origin", "../other.git")
    assert publish(tmp_path / "b") == first


def test_a_new_site_replaces_the_old_one_without_a_past(ledger: Path, remote: Path) -> None:
    publish(ledger)
    done = publish(ledger, OTHER)
    assert refs(remote) == {"refs/heads/gh-pages": done.commit}
    assert git(remote, "log", "--format=%H", "gh-pages") == done.commit


def test_nothing_of_the_user_s_repository_changes(ledger: Path) -> None:
    (ledger / "ledger.yaml").write_text("title: changed, not committed\n")
    (ledger / "new.txt").write_text("staged")
    git(ledger, "add", "new.txt")
    before = held(ledger)
    publish(ledger)
    assert held(ledger) == before


def planted(folder: Path, name: str) -> str:
    """A program that tells that it ran, and fails."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {name} >> {folder}/ran\nexit 1\n")
    path.chmod(0o755)
    return str(path)


def test_whatever_is_configured_only_the_one_branch_is_sent(
    ledger: Path, remote: Path, tmp_path: Path
) -> None:
    program = planted(tmp_path, "planted")
    for name in ("pre-push", "reference-transaction", "post-checkout", "pre-auto-gc"):
        hook = ledger / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{program}\n")
        hook.chmod(0o755)
    settings = {
        "push.followTags": "true",
        "push.gpgSign": "true",
        "push.recurseSubmodules": "on-demand",
        "push.pushOption": "mail=me",
        "push.default": "matching",
        "push.negotiate": "true",
        "push.useForceIfIncludes": "true",
        "remote.origin.mirror": "true",
        "remote.origin.push": "+refs/*:refs/*",
        "remote.origin.receivepack": program,
        "remote.pushDefault": "elsewhere",
        "branch.main.pushRemote": "elsewhere",
        "gpg.program": program,
        "core.fsmonitor": program,
        "core.editor": program,
        "core.pager": program,
        "core.autocrlf": "true",
        "core.alternateRefsCommand": program,
        "commit.gpgSign": "true",
        "gc.auto": "1",
        "submodule.recurse": "true",
        "filter.all.clean": program,
        "user.name": CANARY,
        "i18n.commitEncoding": "UTF-16",
    }
    for key, value in settings.items():
        git(ledger, "config", key, value)
        git(ledger, "config", "--file", str(tmp_path / "global"), key, value)
    (tmp_path / "hooks").mkdir()
    planted(tmp_path / "hooks", "pre-push")
    git(ledger, "config", "--file", str(tmp_path / "global"), "core.hooksPath", tmp_path / "hooks")
    (ledger / ".gitattributes").write_text("* filter=all text eol=crlf\n")
    (ledger / ".git" / "info").mkdir(exist_ok=True)
    (ledger / ".git" / "info" / "attributes").write_text("* filter=all export-subst\n")
    done = publish(ledger)
    assert refs(remote) == {"refs/heads/gh-pages": done.commit}
    assert git_bytes(remote, "cat-file", "commit", done.commit).endswith(HEAD)
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "hooks" / "ran").exists()


def test_the_guard_of_a_private_ledger_is_not_in_the_way(ledger: Path, remote: Path) -> None:
    list(install(find_repository(ledger)))
    assert publish(ledger).new
    assert list(refs(remote)) == ["refs/heads/gh-pages"]


def test_no_other_branch_or_tag_of_the_remote_is_touched(ledger: Path, remote: Path) -> None:
    git(ledger, "push", "--quiet", "origin", "main", "told", "main:refs/notes/x")
    before = refs(remote)
    done = publish(ledger)
    assert refs(remote) == before | {"refs/heads/gh-pages": done.commit}


# What is refused, in one line that says what to do.


def refused(root: Path, branch: str = "gh-pages", to: str = "origin") -> str:
    with pytest.raises(Failure) as caught:
        publish(root, branch=branch, to=to)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_branch_that_one_is_on_is_refused(ledger: Path, tmp_path: Path) -> None:
    told = "'main' is the branch that you are on: name another one with --branch"
    assert refused(ledger, "main") == told
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "unborn")
    write(tmp_path / "unborn")
    git(tmp_path / "unborn", "remote", "add", "origin", "../remote.git")
    assert refused(tmp_path / "unborn", "main") == told


def test_a_branch_here_that_holds_a_ledger_is_refused(ledger: Path, remote: Path) -> None:
    told = "branch 'drafts' holds a ledger: name another one with --branch"
    assert refused(ledger, "drafts") == told
    assert refs(remote) == {}


@pytest.mark.parametrize("inside", ["", "deep/in/"])
def test_a_branch_there_that_holds_a_ledger_is_refused(
    inside: str, ledger: Path, remote: Path, tmp_path: Path
) -> None:
    files = {f"{inside}{name}": content for name, content in LEDGER.items()}
    committed(tmp_path / "other", files, "--initial-branch=main")
    git(tmp_path / "other", "push", "--quiet", str(remote), "main:theirs")
    before = refs(remote)
    assert refused(ledger, "theirs") == (
        f"branch 'theirs' of 'origin' ({remote}) holds a ledger: name another one with --branch"
    )
    assert refs(remote) == before


def test_a_branch_there_that_was_not_published_so_is_refused(
    ledger: Path, remote: Path, tmp_path: Path
) -> None:
    committed(tmp_path / "other", {"index.html": b"somebody's"}, "--initial-branch=main")
    git(tmp_path / "other", "push", "--quiet", str(remote), "main:gh-pages")
    assert refused(ledger) == (
        f"branch 'gh-pages' of 'origin' ({remote}) holds something that 'site publish' did not put"
        " there: name another one with --branch, or delete it there first"
    )
    assert list(refs(remote)) == ["refs/heads/gh-pages"]


def test_a_commit_on_top_of_the_published_one_is_somebody_s_work(
    ledger: Path, remote: Path, tmp_path: Path
) -> None:
    publish(ledger)
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(remote), "theirs")
    git(tmp_path / "theirs", "commit", "--quiet", "--allow-empty", "-m", "The site")
    git(tmp_path / "theirs", "push", "--quiet")
    assert "holds something that 'site publish' did not put there" in refused(ledger)


@pytest.mark.parametrize("branch", ["", "-x", "--mirror", "a..b", "a b", "x:y", "*", "a\nb"])
def test_what_can_be_no_branch_is_refused(branch: str, ledger: Path, remote: Path) -> None:
    assert "can't be the name of a branch" in " ".join(refused_lines(ledger, branch))
    assert refs(remote) == {}


def refused_lines(root: Path, branch: str) -> list[str]:
    with pytest.raises(Failure) as caught:
        publish(root, branch=branch)
    return str(caught.value).splitlines()


def test_a_remote_that_is_not_there_is_told_with_those_that_are(ledger: Path) -> None:
    assert refused(ledger, to="orgin") == "no remote 'orgin': there are: origin"
    for name in ("--mirror", "https://example.org/x.git", "..", ""):
        assert refused(ledger, to=name).startswith(f"no remote '{name}': ")
    git(ledger, "remote", "remove", "origin")
    assert refused(ledger) == "no remote 'origin': 'git remote add origin URL' adds it"


def test_a_remote_with_two_addresses_is_refused(ledger: Path) -> None:
    git(ledger, "remote", "set-url", "--add", "origin", "/elsewhere")
    assert refused(ledger) == (
        "remote 'origin' is pushed to 2 addresses: name one that has a single address with --remote"
    )


def test_a_remote_that_can_t_be_reached_is_told(ledger: Path, tmp_path: Path) -> None:
    git(ledger, "remote", "set-url", "origin", tmp_path / "gone.git")
    assert refused(ledger) == (
        f"can't reach 'origin' ({tmp_path}/gone.git): '{tmp_path}/gone.git' does not appear to be a"
        " git repository; look at its address, the network and your rights there"
    )


def test_a_password_in_an_address_is_never_told(ledger: Path) -> None:
    git(ledger, "remote", "set-url", "origin", "http://me:hunter2@127.0.0.1:1/x.git")
    said = refused(ledger)
    assert said.startswith("can't reach 'origin' (http://127.0.0.1:1/x.git): unable to access")
    assert "hunter2" not in said


def test_a_program_as_an_address_is_not_started(ledger: Path, tmp_path: Path) -> None:
    git(ledger, "remote", "set-url", "origin", f"ext::sh -c 'touch% {tmp_path}/ran'")
    assert "transport 'ext' not allowed" in refused(ledger)
    assert not (tmp_path / "ran").exists()


def test_a_remote_that_refuses_says_why(ledger: Path, remote: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert refused(ledger) == (
        f"'origin' ({remote}) refuses branch 'gh-pages' (pre-receive hook declined): allow it there"
        " that the branch is replaced, or name another one with --branch"
    )


def test_a_remote_that_allows_no_new_beginning_refuses_the_second_site(
    ledger: Path, remote: Path
) -> None:
    git(remote, "config", "receive.denyNonFastForwards", "true")
    first = publish(ledger)
    with pytest.raises(Failure, match=r"refuses branch 'gh-pages' \(non-fast-forward\): allow it"):
        publish(ledger, OTHER)
    assert refs(remote) == {"refs/heads/gh-pages": first.commit}


def test_a_branch_that_is_checked_out_there_is_refused(ledger: Path, tmp_path: Path) -> None:
    committed(tmp_path / "work", {"a": b""}, "--initial-branch=gh-pages")
    git(tmp_path / "work", "checkout", "--quiet", "--orphan", "x")
    git(tmp_path / "work", "branch", "-D", "gh-pages")
    git(tmp_path / "work", "symbolic-ref", "HEAD", "refs/heads/gh-pages")
    git(ledger, "remote", "set-url", "origin", tmp_path / "work")
    assert "refuses branch 'gh-pages' (branch is currently checked out)" in refused(ledger)


def test_what_somebody_else_pushed_meanwhile_is_never_lost(ledger: Path, remote: Path) -> None:
    publish(ledger)
    repository = find_repository(ledger)
    to = find_remote(repository, "origin")
    with exchange(repository) as made:
        commit = publishing._commit(made, OTHER)
        for seen in ("", git(ledger, "rev-parse", "HEAD")):
            with pytest.raises(Failure) as caught:
                publishing._push(made, to, "gh-pages", commit, seen)
            assert str(caught.value) == (
                f"somebody else changed branch 'gh-pages' of 'origin' ({remote}) meanwhile:"
                " look at it, then publish again"
            )


# Ways to a remote.


def test_the_ledger_in_a_folder_of_its_repository_with_a_relative_address(
    tmp_path: Path, remote: Path
) -> None:
    files = {f"my search/{name}": content for name, content in LEDGER.items()}
    committed(tmp_path / "all", files, "--initial-branch=main")
    git(tmp_path / "all", "remote", "add", "origin", "../remote.git")
    assert publish(tmp_path / "all" / "my search").new
    assert list(refs(remote)) == ["refs/heads/gh-pages"]


def test_the_address_for_pushing_counts(ledger: Path, remote: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "public.git")
    git(ledger, "remote", "set-url", "--push", "origin", tmp_path / "public.git")
    assert publish(ledger).new
    assert (len(refs(tmp_path / "public.git")), refs(remote)) == (1, {})


@pytest.mark.parametrize("key", ["insteadOf", "pushInsteadOf"])
@pytest.mark.parametrize("scope", ["--local", "--global"])
def test_an_address_written_short_is_made_whole_once(
    key: str, scope: str, ledger: Path, remote: Path, tmp_path: Path
) -> None:
    where = ("--local",) if scope == "--local" else ("--file", str(tmp_path / "global"))
    git(ledger, "config", *where, f"url.{tmp_path}/.{key}", "short:")
    git(ledger, "remote", "set-url", "origin", "short:remote.git")
    assert publish(ledger).new
    assert len(refs(remote)) == 1


@pytest.mark.parametrize("how", ["local", "global", "environment", "included"])
def test_the_way_to_a_server_is_the_user_s(
    how: str, ledger: Path, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = tmp_path / "my ssh"
    ssh.write_text(
        f'#!/bin/sh\necho "$*" >> {tmp_path}/ran\nwhile [ $# -gt 1 ]; do shift; done\neval "$1"\n'
    )
    ssh.chmod(0o755)
    git(ledger, "remote", "set-url", "origin", f"ssh://example.org{remote}")
    command = f"'{ssh}'"
    match how:
        case "local":
            git(ledger, "config", "core.sshCommand", command)
        case "global":
            git(ledger, "config", "--file", tmp_path / "global", "core.sshCommand", command)
        case "environment":
            monkeypatch.setenv("GIT_SSH_COMMAND", command)
        case _:
            git(ledger, "config", "--file", tmp_path / "more", "core.sshCommand", command)
            condition = f"includeIf.gitdir:{ledger}/.path"
            git(ledger, "config", "--file", tmp_path / "global", condition, tmp_path / "more")
    assert publish(ledger).new
    assert len(refs(remote)) == 1
    assert "example.org" in (tmp_path / "ran").read_text()


def test_a_repository_with_long_hashes(tmp_path: Path) -> None:
    committed(tmp_path / "long", None, "--object-format=sha256", "--initial-branch=main")
    git(tmp_path, "init", "--quiet", "--bare", "--object-format=sha256", "long.git")
    git(tmp_path / "long", "remote", "add", "origin", "../long.git")
    done = publish(tmp_path / "long")
    assert refs(tmp_path / "long.git") == {"refs/heads/gh-pages": done.commit}
    assert len(done.commit) == 64


def test_a_detached_head_or_a_repository_without_a_commit_is_no_hindrance(
    ledger: Path, tmp_path: Path, remote: Path
) -> None:
    git(ledger, "checkout", "--quiet", "--detach")
    first = publish(ledger)
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "unborn")
    write(tmp_path / "unborn")
    git(tmp_path / "unborn", "remote", "add", "origin", str(remote))
    assert publish(tmp_path / "unborn") == Published(first.commit, new=False)


# A branch here, for the user to push.


def test_kept_here_it_is_a_branch_that_nothing_private_is_on(ledger: Path, remote: Path) -> None:
    before = refs(ledger)
    files = held(ledger / "opportunities")
    done = keep(find_repository(ledger), SITE, "gh-pages")
    assert refs(ledger) == before | {"refs/heads/gh-pages": done.commit}
    assert git(ledger, "status", "--porcelain") == ""
    assert held(ledger / "opportunities") == files
    assert git(ledger, "rev-list", "--count", "gh-pages") == "1"
    assert keep(find_repository(ledger), SITE, "gh-pages") == Published(done.commit, new=False)
    again = keep(find_repository(ledger), OTHER, "gh-pages")
    assert refs(ledger)["refs/heads/gh-pages"] == again.commit
    assert refs(remote) == {}
    assert publish(ledger).commit == done.commit


def test_a_branch_here_that_was_not_made_so_is_left_alone(ledger: Path) -> None:
    git(ledger, "checkout", "--quiet", "--orphan", "mine")
    git(ledger, "rm", "-rfq", ".")
    git(ledger, "commit", "--quiet", "--allow-empty", "-m", "Mine")
    git(ledger, "checkout", "--quiet", "main")
    with pytest.raises(Failure) as caught:
        keep(find_repository(ledger), SITE, "mine")
    assert str(caught.value) == (
        "branch 'mine' holds something that 'site publish' did not make:"
        " name another one with --branch"
    )


@pytest.mark.parametrize(
    "path", ["", "/x", "a//b", "../x", "a/../b", ".git/config", "a/.GIT/x", "a\nb", "a\\b", "a/"]
)
def test_a_path_that_leads_elsewhere_is_no_path_of_a_site(path: str) -> None:
    with pytest.raises(ValueError, match="no path of a site"):
        PublicSite({path: b""})


def test_a_remote_is_told_without_its_password() -> None:
    assert str(Remote("origin", "https://me:pw@example.org/x")) == (
        "'origin' (https://example.org/x)"
    )
