"""Whatever state a repository is in: one line that says so, and no harm done."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import HANG, Command, Finished
from tests.git.repositories import LEDGER, committed, git, write

KESTREL = "opportunities/kestrel.yaml"
WRITTEN = b"events: [{date: 2024-01-08, stage: lead}, {date: 2024-01-11, stage: call}]\n"
TOLD = "kestrel: lead -> call"
CUT_OFF = "a shallow clone: its history is cut off; 'git fetch --unshallow' brings the rest"
WITHOUT = "; or write without a commit: --no-commit"
IDENTITY = "[user]\n name = A. Person\n email = a@example.com\n"

Make = Callable[[Path], Path]


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with an identity, and nothing of the caller's git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("EMAIL", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(IDENTITY)
    monkeypatch.setenv("HOME", str(home))


def record(ledger: Path, *more: str) -> Finished:
    """Record a call on the eleventh of January."""
    return call("record", "kestrel", "call", "--date", "2024-01-11", *more, "--ledger", ledger)


def complaint(ledger: Path, text: str) -> str:
    """The line on standard error: the ledger's folder is ``{root}``, the one above it ``{up}``."""
    if not text:
        return ""
    return f"opledger: {text.format(root=ledger, up=ledger.parent)}\n"


def anyones(ledger: Path, *arguments: str) -> str:
    """What git prints, whoever owns the repository."""
    return git(ledger, "-c", "safe.directory=*", *arguments)


def failing_git(ledger: Path, *arguments: str) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        git(ledger, *arguments)


# Where nothing can be committed, and nothing is in the way: written, and said.


def _no_repository(ledger: Path) -> Path:
    return write(ledger)


def _bare(ledger: Path) -> Path:
    committed(ledger.with_name("other"))
    git(ledger.parent, "clone", "--quiet", "--bare", "other", ledger)
    return write(ledger)


def _below_a_bare_one(ledger: Path) -> Path:
    return write(_bare(ledger) / "search")


# Where a commit would not be what it seems: refused.


def _conflict(ledger: Path) -> Path:
    committed(ledger)
    git(ledger, "checkout", "--quiet", "-b", "other")
    write(ledger, {"ledger.yaml": b"title: Spring\n"})
    git(ledger, "commit", "--quiet", "-a", "-m", "Spring")
    git(ledger, "checkout", "--quiet", "main")
    write(ledger, {"ledger.yaml": b"title: Summer\n"})
    git(ledger, "commit", "--quiet", "-a", "-m", "Summer")
    return ledger


def _under_way(*command: str) -> Make:
    """A conflict that the command stopped at, with the ledger's files mended but not staged."""

    def make(ledger: Path) -> Path:
        failing_git(_conflict(ledger), *command)
        return write(ledger)

    make.__name__ = "_".join(["", *command])
    return make


def _merge_settled(ledger: Path) -> Path:
    failing_git(_conflict(ledger), "merge", "other")
    git(write(ledger), "add", ".")
    return ledger


def _am(ledger: Path) -> Path:
    patch = git(_conflict(ledger), "format-patch", "-1", "--stdout", "other")
    (ledger / ".git" / "patch").write_text(f"{patch}\n")
    failing_git(ledger, "am", ".git/patch")
    return ledger


def _detached(ledger: Path) -> Path:
    committed(ledger)
    git(ledger, "checkout", "--quiet", "--detach")
    return ledger


def _locked_index(ledger: Path) -> Path:
    committed(ledger)
    (ledger / ".git" / "index.lock").touch()
    return ledger


def _short_index(ledger: Path) -> Path:
    committed(ledger)
    (ledger / ".git" / "index").write_bytes(b"DIRC\0\0")
    return ledger


def _torn_index(ledger: Path) -> Path:
    """Cut where git itself does not notice it, and reads on behind the end."""
    committed(ledger)
    index = ledger / ".git" / "index"
    index.write_bytes(index.read_bytes()[:80])
    return ledger


def _foreign(ledger: Path) -> Path:
    committed(ledger)
    if os.geteuid():
        pytest.skip("tests of another user's files, as only root can give files away")
    for path in (ledger, *ledger.rglob("*")):
        os.chown(path, 65534, 65534)
    return ledger


def _emptied_head(ledger: Path) -> Path:
    committed(ledger)
    (ledger / ".git" / "HEAD").write_bytes(b"")
    return ledger


def _leading_nowhere(ledger: Path) -> Path:
    """A worktree whose repository was moved away."""
    committed(ledger.with_name("other"))
    git(ledger.with_name("other"), "worktree", "add", "--quiet", "-b", "tree", ledger)
    ledger.with_name("other").rename(ledger.with_name("moved"))
    return ledger


def _broken_settings(ledger: Path) -> Path:
    committed(ledger)
    (ledger / ".git" / "config").write_bytes(b"[core\n\xff = \0")
    return ledger


def _of_a_later_git(ledger: Path) -> Path:
    committed(ledger)
    git(ledger, "config", "core.repositoryFormatVersion", "99")
    return ledger


# Where all is well, though it looks unusual: committed.


def _usual(ledger: Path) -> Path:
    committed(ledger)
    return ledger


def _worktree(ledger: Path) -> Path:
    committed(ledger.with_name("other"))
    git(ledger.with_name("other"), "worktree", "add", "--quiet", "-b", "tree", ledger)
    return ledger


def _submodule(ledger: Path) -> Path:
    committed(ledger.with_name("other"))
    committed(ledger, {"README.md": b"The whole\n"})
    git(ledger, "submodule", "--quiet", "add", "../other", "search")
    git(ledger, "commit", "--quiet", "-m", "With the search")
    return ledger / "search"


def _subfolder(ledger: Path) -> Path:
    committed(ledger, {f"search/2024/{path}": content for path, content in LEDGER.items()})
    return ledger / "search" / "2024"


def _shallow(ledger: Path) -> Path:
    other = ledger.with_name("other")
    committed(other)
    write(other, {"ledger.yaml": b"title: Spring\n"})
    git(other, "commit", "--quiet", "-a", "-m", "Spring")
    git(ledger.parent, "clone", "--quiet", "--depth", "1", f"file://{other}", ledger)
    return ledger


def _bisecting(ledger: Path) -> Path:
    git(_conflict(ledger), "bisect", "start")
    return ledger


def _other_hash(ledger: Path) -> Path:
    committed(ledger, None, "--object-format=sha256")
    return ledger


def _ignored_and_known(ledger: Path) -> Path:
    committed(ledger)
    (ledger / ".gitignore").write_text("opportunities/\n")
    return ledger


def _sparse(ledger: Path) -> Path:
    committed(ledger)
    git(ledger, "sparse-checkout", "set", "elsewhere")
    return write(ledger)


def _by_a_link(ledger: Path) -> Path:
    committed(ledger.with_name("other"))
    ledger.symlink_to("other")
    return ledger


def _odd_branch(ledger: Path) -> Path:
    committed(ledger)
    git(ledger, "checkout", "--quiet", "-b", "x-'$(touch;ran)'/--é%s\"")
    return ledger


@dataclass(frozen=True)
class State:
    """How it is made; what `record` says, and what `log`; nothing where all is well."""

    make: Make
    record: str = ""
    log: str = ""

    @property
    def name(self) -> str:
        return self.make.__name__.strip("_")


NONE = "{root} is in no git repository: 'git init' there starts its history"
BARE = "{root} lies in a bare repository, which has no work tree: clone it elsewhere"
WITHOUT_A_COMMIT = [
    State(_no_repository, NONE, NONE),
    State(_bare, BARE, BARE),
    State(_below_a_bare_one, BARE, BARE),
]


def _settle(what: str, command: str) -> str:
    return (
        f"{what} is under way in {{root}}: finish it with 'git {command} --continue' or give it up"
        f" with 'git {command} --abort'"
    )


FOREIGN = (
    "the repository of {root} belongs to another user, so git does not trust it: if you do,"
    " run 'git config --global --add safe.directory {root}'"
)
DAMAGED = "git can't read {root}/.git, or finds it damaged: look at its permissions"
NOWHERE = (
    "git can't open the repository of {root}: not a git repository:"
    " {up}/other/.git/worktrees/ledger"
)
BROKEN = "git can't open the repository of {root}: bad config line 1 in file .git/config"
LATER = "git can't open the repository of {root}: Expected git repo version <= 1, found 99"
REFUSED = [
    State(_under_way("merge", "other"), _settle("a merge", "merge")),
    State(_merge_settled, _settle("a merge", "merge")),
    State(_under_way("rebase", "other"), _settle("a rebase", "rebase")),
    State(_under_way("rebase", "--apply", "other"), _settle("a rebase", "rebase")),
    State(_am, _settle("an 'am'", "am")),
    State(_under_way("cherry-pick", "other"), _settle("a cherry-pick", "cherry-pick")),
    State(_under_way("revert", "other"), _settle("a revert", "revert")),
    State(
        _under_way("merge", "--squash", "other"),
        "ledger.yaml has a merge conflict: settle it and 'git add' it",
    ),
    State(
        _detached,
        "HEAD is detached in {root}, so a commit would belong to no branch:"
        " 'git switch BRANCH' goes to one",
    ),
    State(
        _locked_index,
        "another git is at work in {root}; if there is none, delete {root}/.git/index.lock",
    ),
    State(
        _short_index,
        "the index of {root} can't be read (.git/index: index file smaller than expected):"
        " delete {root}/.git/index and run 'git reset'",
    ),
    State(
        _torn_index,
        "the index of {root} can't be read (its checksum is wrong):"
        " delete {root}/.git/index and run 'git reset'",
    ),
    State(_foreign, FOREIGN, FOREIGN),
    State(_emptied_head, DAMAGED, DAMAGED),
    State(_leading_nowhere, NOWHERE, NOWHERE),
    State(_broken_settings, BROKEN, BROKEN),
    State(_of_a_later_git, LATER, LATER),
]
FINE = [
    State(_usual),
    State(_worktree),
    State(_submodule),
    State(_subfolder),
    State(_shallow, log=CUT_OFF),
    State(_bisecting),
    State(_other_hash),
    State(_ignored_and_known),
    State(_sparse),
    State(_by_a_link),
    State(_odd_branch),
]


@pytest.mark.parametrize("state", WITHOUT_A_COMMIT, ids=lambda state: state.name)
def test_where_there_is_nothing_to_commit_to_it_is_written_and_said(
    state: State, tmp_path: Path
) -> None:
    ledger = state.make(tmp_path / "ledger")
    ended = record(ledger)
    assert ended.stderr == complaint(ledger, f"not committed: {state.record}")
    assert (ended.code, ended.stdout) == (0, f"{TOLD} (not committed)\n")
    assert (ledger / KESTREL).read_bytes() == b"company: Kestrel\n" + WRITTEN


@pytest.mark.parametrize("state", REFUSED, ids=lambda state: state.name)
def test_where_a_commit_would_not_be_what_it_seems_nothing_is_written(
    state: State, tmp_path: Path
) -> None:
    ledger = state.make(tmp_path / "ledger")
    before = _bytes(ledger)
    ended = record(ledger)
    assert ended == Finished(1, "", complaint(ledger, state.record + WITHOUT))
    assert _bytes(ledger) == before
    added = call("add", "Tallow", "--ledger", ledger)
    assert added == Finished(1, "", complaint(ledger, state.record + WITHOUT))
    assert _bytes(ledger) == before


@pytest.mark.parametrize("state", REFUSED, ids=lambda state: state.name)
def test_what_is_refused_can_be_written_without_a_commit(state: State, tmp_path: Path) -> None:
    ledger = state.make(tmp_path / "ledger")
    before = _bytes(ledger)
    assert record(ledger, "--no-commit") == Finished(0, f"{TOLD} (not committed)\n", "")
    written = (ledger / KESTREL).read_bytes()
    assert written == b"company: Kestrel\n" + WRITTEN
    assert _bytes(ledger) == before | {KESTREL: written}


def _bytes(ledger: Path) -> dict[str, bytes]:
    """Everything below a ledger, git's own folder with it."""
    return {
        path.relative_to(ledger).as_posix(): path.read_bytes()
        for path in ledger.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


@pytest.mark.parametrize("state", FINE, ids=lambda state: state.name)
def test_where_all_is_well_exactly_this_file_is_committed(state: State, tmp_path: Path) -> None:
    ledger = state.make(tmp_path / "ledger")
    before = git(ledger, "rev-parse", "HEAD")
    status = git(ledger, "status", "--porcelain")
    ended = record(ledger)
    head = git(ledger, "rev-parse", "HEAD")
    assert ended == Finished(0, f"{TOLD} (commit {head[:10]})\n", "")
    assert git(ledger, "rev-parse", "HEAD^") == before
    prefix = git(ledger, "rev-parse", "--show-prefix")
    assert git(ledger, "diff-tree", "-r", "--name-only", "HEAD^", "HEAD") == prefix + KESTREL
    assert git(ledger, "show", f"HEAD:{prefix}{KESTREL}").encode().endswith(WRITTEN.strip())
    assert git(ledger, "log", "-1", "--format=%an %ae%n%B") == f"A. Person a@example.com\n{TOLD}"
    assert git(ledger, "status", "--porcelain") == status


def test_a_worktree_s_commit_is_on_its_own_branch(tmp_path: Path) -> None:
    ledger = _worktree(tmp_path / "ledger")
    main = git(tmp_path / "other", "rev-parse", "main")
    assert record(ledger).code == 0
    assert git(tmp_path / "other", "rev-parse", "main") == main
    assert git(tmp_path / "other", "rev-parse", "tree^") == main
    assert git(tmp_path / "other", "status", "--porcelain") == ""


def test_a_worktree_may_be_written_in_while_the_other_one_merges(tmp_path: Path) -> None:
    other = _conflict(tmp_path / "other")
    git(other, "worktree", "add", "--quiet", "-b", "tree", tmp_path / "ledger")
    failing_git(other, "merge", "other")
    assert record(tmp_path / "ledger").code == 0


def test_a_submodule_s_commit_is_its_own(tmp_path: Path) -> None:
    ledger = _submodule(tmp_path / "ledger")
    head = git(tmp_path / "ledger", "rev-parse", "HEAD")
    assert record(ledger).code == 0
    assert git(tmp_path / "ledger", "rev-parse", "HEAD") == head
    assert git(tmp_path / "ledger", "status", "--porcelain") == "M search"  # another commit there


def test_the_first_commit_of_a_repository_is_of_this_file_alone(tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    git(ledger, "init", "--quiet")
    ended = record(ledger)
    assert (ended.code, ended.stderr) == (0, "")
    assert git(ledger, "log", "--format=%P%s") == "kestrel: added; lead; lead -> call"
    assert git(ledger, "ls-files") == KESTREL
    assert git(ledger, "status", "--porcelain") == "?? ledger.yaml"


def test_a_file_that_git_ignores_is_written_and_how_to_commit_it_is_said(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger, LEDGER | {".gitignore": b"opportunities/\n"})
    assert git(ledger, "ls-files") == ".gitignore\nledger.yaml"
    assert record(ledger).stderr == complaint(
        ledger,
        f"{{root}}/{KESTREL} is written, but not committed: git ignores it;"
        f" 'git add --force {KESTREL}' there makes it take it",
    )
    git(ledger, "add", "--force", KESTREL)
    assert call("record", "kestrel", "screen", "--date", "2024-01-12", "--ledger", ledger).code == 0
    assert git(ledger, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock"])
def test_where_git_gives_up_it_is_said_that_the_file_is_written(name: str, tmp_path: Path) -> None:
    ledger = _usual(tmp_path / "ledger")
    (ledger / ".git" / name).touch()
    assert record(ledger) == Finished(
        1,
        "",
        complaint(
            ledger,
            f"{{root}}/{KESTREL} is written, but not committed: cannot lock ref 'HEAD': Unable to"
            f" create '{{root}}/.git/{name}': File exists.",
        ),
    )
    assert git(ledger, "status", "--porcelain") == f"M {KESTREL}"
    (ledger / ".git" / name).unlink()
    ended = call("record", "kestrel", "screen", "--date", "2024-01-12", "--ledger", ledger)
    assert ended.stdout.startswith("kestrel: lead -> call; call -> screen (commit ")  # both


EVERY = [*WITHOUT_A_COMMIT, *REFUSED, *FINE]


@pytest.mark.parametrize("state", EVERY, ids=lambda state: state.name)
def test_the_history_is_told_or_one_line_says_why_not(state: State, tmp_path: Path) -> None:
    ledger = state.make(tmp_path / "ledger")
    ended = call("log", "--format", "json", "--ledger", ledger)
    assert ended.stderr == complaint(ledger, state.log)
    told = state.log in {"", CUT_OFF}
    assert (ended.code, bool(ended.stdout)) == ((0, True) if told else (1, False))


@pytest.mark.parametrize("state", EVERY, ids=lambda state: state.name)
def test_statistics_check_and_site_go_on_working(state: State, tmp_path: Path) -> None:
    ledger = state.make(tmp_path / "ledger")
    for command in (("stats",), ("check",), ("list",), ("site", "build")):
        ended = call(*command, "--ledger", ledger)
        assert (command, ended.code, ended.stderr) == (command, 0, "")


def test_before_the_first_commit_there_is_no_history_and_all_else_works(tmp_path: Path) -> None:
    ledger = write(tmp_path / "ledger")
    git(ledger, "init", "--quiet")
    ended = call("log", "--ledger", ledger)
    assert ended.stderr == complaint(
        ledger, "{root} has no commit yet: 'git add .' and 'git commit' make the first one"
    )
    assert (ended.code != 0, ended.stdout) == (True, "")
    for command in ("stats", "check"):
        assert call(command, "--ledger", ledger).code == 0


@pytest.mark.parametrize("settings", ["", "[user]\n name = A. Person\n"])
def test_without_an_identity_nothing_is_written(settings: str, tmp_path: Path) -> None:
    ledger = _usual(tmp_path / "ledger")
    (tmp_path / "home" / ".gitconfig").write_text(settings)
    before = _bytes(ledger)
    assert record(ledger) == Finished(
        1,
        "",
        "opledger: git doesn't know who you are: 'git config --global user.name NAME' and"
        f" 'git config --global user.email ADDRESS'{WITHOUT}\n",
    )
    assert _bytes(ledger) == before
    assert call("log", "--ledger", ledger).code == 0
    assert call("stats", "--ledger", ledger).code == 0


def test_an_identity_may_come_from_the_environment(tmp_path: Path) -> None:
    ledger = _usual(tmp_path / "ledger")
    (tmp_path / "home" / ".gitconfig").unlink()
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "B. Person"), ("EMAIL", "b@example.com"))
    }
    command = ("record", "kestrel", "call", "--date", "2024-01-11", "--ledger", ledger)
    assert call(*command, env=who).code == 0
    assert git(ledger, "log", "-1", "--format=%an %ce") == "B. Person b@example.com"


def test_where_the_environment_names_another_repository_the_ledger_s_own_is_meant(
    tmp_path: Path,
) -> None:
    other, ledger = tmp_path / "other", _usual(tmp_path / "ledger")
    head = committed(other, {"README.md": b"Another\n"})
    named = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git" / "objects"),
        "GIT_NAMESPACE": "x",
        "GIT_PREFIX": "x/",
    }
    command = ("record", "kestrel", "call", "--date", "2024-01-11", "--ledger", ledger)
    assert call(*command, env=named).code == 0
    assert git(other, "rev-parse", "HEAD") == head
    assert git(ledger, "log", "-1", "--format=%s") == TOLD
    assert git(ledger, "fsck") == ""


@pytest.mark.parametrize("program", ["", "#!/nowhere/sh\n", "no program"])
def test_without_a_git_program_all_but_the_history_works(program: str, tmp_path: Path) -> None:
    ledger = _usual(tmp_path / "ledger")
    tools = tmp_path / "tools"
    tools.mkdir()
    if program:
        (tools / "git").write_text(program)
        (tools / "git").chmod(0o755)
    env = {"PATH": str(tools)}
    missing = {
        "": "there is no git program: install git to keep and read the history",
        "#!/nowhere/sh\n": f"git can't be started in {ledger}: no such file or directory",
        "no program": f"git can't be started in {ledger}: exec format error",
    }[program]
    told = call("log", "--ledger", ledger, env=env)
    assert told == Finished(1, "", f"opledger: {missing}\n")
    for command in (("stats",), ("check",), ("site", "build")):
        ended = call(*command, "--ledger", ledger, env=env)
        assert (ended.code, ended.stderr) == (0, "")
    command_line = ("record", "kestrel", "call", "--date", "2024-01-11", "--ledger", ledger)
    ended = call(*command_line, env=env)
    if program:
        assert ended == Finished(1, "", f"opledger: {missing}{WITHOUT}\n")
        assert (ledger / KESTREL).read_bytes() == LEDGER[KESTREL]
    else:
        line = f"opledger: not committed: {missing}\n"
        assert ended == Finished(0, f"{TOLD} (not committed)\n", line)


# What may not be written, and a disk that is full.


def _bound(run: Command, *arguments: str | Path, cwd: Path) -> Finished:
    """The command, bound by permissions as any user is: also where the tests are root's."""
    prefix = []
    if not os.geteuid():
        program = shutil.which("setpriv")
        if program is None:
            pytest.skip("tests of permissions, as root without setpriv has all of them")
        prefix = [program, "--bounding-set=-dac_override,-dac_read_search"]
    ended = subprocess.run(
        [*prefix, sys.executable, "-m", "opledger", *map(str, arguments)],
        cwd=cwd,
        env=run.environment(HOME=os.environ["HOME"]),
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
    )
    return Finished(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize(
    ("path", "mode", "line"),
    [
        (".", 0o555, "can't write in {root}: permission denied"),
        (
            "opportunities",
            0o555,
            f"can't write {{root}}/{KESTREL}: permission denied; it is as it was",
        ),
        (KESTREL, 0o444, f"can't write {{root}}/{KESTREL}: it is read-only"),
        (KESTREL, 0o000, f"can't read {KESTREL}: permission denied"),
        (".git", 0o000, f"{DAMAGED}{WITHOUT}"),
    ],
)
def test_what_may_not_be_written_is_left_as_it_is(
    path: str, mode: int, line: str, tmp_path: Path, run: Command
) -> None:
    ledger = _usual(tmp_path / "ledger")
    before = _bytes(ledger)
    (ledger / path).chmod(mode)
    try:
        ended = _bound(run, "record", "kestrel", "call", cwd=ledger)
        told = _bound(run, "stats", cwd=ledger)
    finally:
        (ledger / path).chmod(0o755 if (ledger / path).is_dir() else 0o644)
    assert ended == Finished(1, "", complaint(ledger, line))
    assert told.code == int(mode == 0 and path == KESTREL)
    assert _bytes(ledger) == before


def test_a_folder_for_reading_only_is_read(tmp_path: Path, run: Command) -> None:
    ledger = _usual(tmp_path / "ledger")
    folders = [path for path in (ledger, *ledger.rglob("*")) if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    try:
        for command in ("check", "stats", "log"):
            ended = _bound(run, command, cwd=ledger)
            assert (ended.code, ended.stderr) == (0, "")
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_where_git_s_folder_may_not_be_written_it_is_said(tmp_path: Path, run: Command) -> None:
    ledger = _usual(tmp_path / "ledger")
    (ledger / ".git").chmod(0o555)
    try:
        ended = _bound(run, "record", "kestrel", "call", cwd=ledger)
    finally:
        (ledger / ".git").chmod(0o755)
    assert ended == Finished(
        1,
        "",
        complaint(
            ledger,
            f"{{root}}/{KESTREL} is written, but not committed:"
            " Unable to create '{root}/.git/index.lock': Permission denied",
        ),
    )


FULL = """\
import os, tempfile
_made = tempfile.mkstemp
def mkstemp(*arguments, **more):
    descriptor, name = _made(*arguments, **more)
    os.dup2(os.open("/dev/full", os.O_WRONLY), descriptor)
    return descriptor, name
tempfile.mkstemp = mkstemp
"""
FULL_LATE = """\
import errno, os
def fsync(descriptor):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
os.fsync = fsync
"""
KILLED = """\
import os, signal
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
"""


def _with(run: Command, code: str, tmp_path: Path) -> dict[str, str]:
    """An environment in which this code runs before the command does."""
    folder = tmp_path / "site"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(code)
    path = f"{folder}{os.pathsep}{run.environment()['PYTHONPATH']}"
    return {"PYTHONPATH": path, "HOME": os.environ["HOME"]}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="tests of a full disk, as on Linux only")
@pytest.mark.parametrize("code", [FULL, FULL_LATE], ids=["write", "fsync"])
def test_on_a_full_disk_the_file_stays_as_it_is(code: str, tmp_path: Path, run: Command) -> None:
    ledger = _usual(tmp_path / "ledger")
    before = _bytes(ledger)
    env = _with(run, code, tmp_path)
    line = f"can't write {{root}}/{KESTREL}: no space left on device; it is as it was"
    ended = run("record", "kestrel", "call", cwd=ledger, env=env)
    assert ended == Finished(1, "", complaint(ledger, line))
    line = "can't write {root}/opportunities/tallow.yaml: no space left on device"
    ended = run("add", "Tallow", cwd=ledger, env=env)
    assert ended == Finished(1, "", complaint(ledger, line))
    assert _bytes(ledger) == before


def test_a_write_that_was_cut_off_leaves_the_file_and_its_stray_is_swept(
    tmp_path: Path, run: Command
) -> None:
    ledger = _usual(tmp_path / "ledger")
    env = _with(run, KILLED, tmp_path)
    assert run("record", "kestrel", "call", cwd=ledger, env=env).code == -signal.SIGKILL
    assert (ledger / KESTREL).read_bytes() == LEDGER[KESTREL]
    assert len(list((ledger / "opportunities").iterdir())) == 2
    assert run("check", cwd=ledger) == Finished(0, "", "")
    assert record(ledger).code == 0
    assert [path.name for path in (ledger / "opportunities").iterdir()] == ["kestrel.yaml"]
    assert git(ledger, "status", "--porcelain") == ""


def test_a_git_that_is_killed_is_no_hook_that_refused(tmp_path: Path) -> None:
    """As it is where memory runs out."""
    ledger = _usual(tmp_path / "ledger")
    hook = ledger / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nkill -9 $PPID\n")
    hook.chmod(0o755)
    line = f"{{root}}/{KESTREL} is written, but not committed: git was killed (signal 9)"
    assert record(ledger) == Finished(1, "", complaint(ledger, line))
