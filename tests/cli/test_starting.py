"""``opledger init`` and ``opledger demo``: a ledger where there was none, and nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.commands import SOMEBODY, call
from tests.conftest import Command, Finished
from tests.git.repositories import git
from tests.replayed import SAMPLE_TIP

from opledger.files.filling import LIST_NAME
from opledger.files.resources import sample_folder


def names(folder: Path) -> list[str]:
    """Everything below a folder but git's own."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith(".git/"))


def test_a_new_ledger_is_sound_and_a_repository(tmp_path: Path, typed: Command) -> None:
    options = ("--timezone", "Europe/Berlin", "--currency", "EUR")
    ended = typed("init", "search", *options, cwd=tmp_path, env=SOMEBODY)
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout == (
        "Started a ledger: search/ledger.yaml\n"
        "Next: in search, 'opledger add COMPANY', or write opportunities/<company>.yaml.\n"
    )
    ledger = tmp_path / "search"
    assert names(ledger) == [
        ".gitignore",
        ".opledger/ledger.schema.json",
        ".opledger/opportunity.schema.json",
        "ledger.yaml",
        "opportunities/.gitkeep",
    ]
    assert git(ledger, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert typed("check", cwd=ledger).stdout == ""
    assert typed("site", "build", cwd=ledger).code == 0
    assert git(ledger, "status", "--porcelain") == ""
    assert git(ledger, "log", "--format=%an %s") == "A. Person Start the ledger"


def test_a_new_ledger_of_somebody_git_does_not_know_waits_for_its_first_commit(
    tmp_path: Path, typed: Command
) -> None:
    ended = typed("init", "search", cwd=tmp_path)
    assert ended.code == 0
    assert ended.stderr == (
        "opledger: not committed yet: git doesn't know who you are:"
        " 'git config --global user.name NAME' and 'git config --global user.email ADDRESS'\n"
    )
    assert git(tmp_path / "search", "status", "--porcelain", "-uall").splitlines() == [
        "?? .gitignore",
        "?? .opledger/ledger.schema.json",
        "?? .opledger/opportunity.schema.json",
        "?? ledger.yaml",
        "?? opportunities/.gitkeep",
    ]


def test_a_new_ledger_in_a_repository_of_something_else_is_not_committed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert call("init", tmp_path / "search", env=SOMEBODY).stderr == ""
    assert git(tmp_path, "status", "--porcelain") == "?? search/"


def test_here_is_the_usual_place(tmp_path: Path, typed: Command) -> None:
    assert typed("init", cwd=tmp_path).stdout.startswith("Started a ledger: ledger.yaml\n")
    settings = (tmp_path / "ledger.yaml").read_text()
    assert "timezone: UTC\n" in settings
    assert "currency: USD\n" in settings


def test_the_user_s_own_gitignore_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    assert call("init", tmp_path).code == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


@pytest.mark.parametrize("below", ["", "opportunities", "deep/below"])
def test_a_ledger_is_not_started_twice(below: str, tmp_path: Path) -> None:
    call("init", tmp_path)
    before = names(tmp_path)
    ended = call("init", tmp_path / below)
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr == f"opledger: {tmp_path} is a ledger already: nothing was changed\n"
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--timezone", "Berlin", "'Berlin' is no time zone; did you mean 'Europe/Berlin'?"),
        ("--timezone", "UTC\nfew: 0", "is no time zone"),
        ("--timezone", "", "the text is empty"),
        ("--currency", "euro", "'euro' is no currency"),
        ("--currency", "EUR}", "'EUR}' is no currency"),
        ("--currency", "[a", "'[a' is no currency"),
    ],
)
def test_a_wrong_setting_starts_nothing(option: str, value: str, said: str, tmp_path: Path) -> None:
    ended = call("init", tmp_path / "new", option, value)
    assert ended.code == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "new").exists()


def test_without_git_a_ledger_is_started_and_that_is_said(tmp_path: Path, typed: Command) -> None:
    ended = typed("init", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert ended.code == 0
    assert ended.stderr == (
        "No git repository was started: there is no git program;"
        " install git, then run 'git init' there\n"
    )


def test_a_folder_that_can_t_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = call("init", tmp_path / "file" / "ledger")
    assert ended.code == 1
    assert ended.stderr.count("\n") == 1


def test_the_demo_in_an_empty_folder_is_the_sample_with_its_site(
    tmp_path: Path, typed: Command
) -> None:
    (tmp_path / "demo").mkdir()
    ended = typed("demo", "demo", cwd=tmp_path)
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout == (
        "Wrote the sample ledger to demo: 39 opportunities.\n"
        f"Replayed its history: 223 commits, up to {SAMPLE_TIP[:10]}.\n"
        "Built 50 pages. Open demo/site/index.html in a browser.\n"
        "Try: opledger --ledger demo stats\n"
    )
    sample = {
        path.relative_to(sample_folder()).as_posix(): path.read_bytes()
        for path in sample_folder().rglob("*")
        if path.is_file() and not path.relative_to(sample_folder()).as_posix().startswith(".")
    }
    made = ("site/", ".git/", ".gitignore", ".opledger/")
    written = [name for name in names(tmp_path / "demo") if not name.startswith(made)]
    assert written == sorted(sample)
    assert typed("check", cwd=tmp_path / "demo") == Finished(0, "", "")
    assert git(tmp_path / "demo", "status", "--porcelain") == "?? .opledger/"
    assert {name: (tmp_path / "demo" / name).read_bytes() for name in written} == sample
    assert (tmp_path / "demo" / "site" / LIST_NAME).is_file()


@pytest.mark.parametrize("name", ["mine.txt", ".hidden"])
def test_the_demo_never_mixes_with_what_is_there(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")
    for folder in (tmp_path, tmp_path / name):
        ended = call("demo", folder)
        assert (ended.code, ended.stdout) == (2, "")
        assert ended.stderr == f"opledger: {folder} is not empty: name a new folder\n"
    assert names(tmp_path) == [name]


def test_init_writes_nothing_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    (ledger / "opportunities").symlink_to(outside)
    ended = call("init", str(ledger))
    assert ended.code == 1
    assert "no folder, or a link to one: nothing was written" in ended.stderr
    assert (list(outside.iterdir()), sorted(path.name for path in ledger.iterdir())) == (
        [],
        ["opportunities"],
    )


def test_a_ledger_within_another_repository_is_said_to_be_a_part_of_it(
    tmp_path: Path, typed: Command
) -> None:
    git(tmp_path, "init", "--quiet")
    ended = typed("init", "mine/search", cwd=tmp_path, env=SOMEBODY)
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout == (
        "Started a ledger: mine/search/ledger.yaml\n"
        f"It lies in the repository {tmp_path}: what is committed here is a part of that.\n"
        "Next: in mine/search, 'opledger add COMPANY', or write opportunities/<company>.yaml.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such locale")
def test_a_folder_that_the_locale_can_not_spell_is_a_ledger_as_any(
    tmp_path: Path, typed: Command
) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **SOMEBODY}
    assert typed("demo", "Búsqueda", cwd=tmp_path, env=plain).code == 0
    note = ("record", "aldermeer", "note", "--note", "x", "--date", "2024-03-01")
    for command in (("log", "-n", "1"), ("audit",), ("diff", "HEAD~2"), note):
        ended = typed("--ledger", "Búsqueda", *command, cwd=tmp_path, env=plain)
        assert (ended.code, ended.stderr) == (0, ""), command
