"""``--at``: what the ledger said at a commit, on all commands that read; with ``--as-of``, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.histories import search
from tests.git.repositories import git, write

MERGED = "e795805959068ab712c2265fcbb31f13eb88ea6a"
LIST = """\
2 opportunities                            as of 2024-01-13, known at e795805959
Id            Started     Reached  Interest  State  Days
────────────────────────────────────────────────────────
borrel        2024-01-12  call               open      1
kestrel       2024-01-08  call     medium    open      5
"""
EARLIER = """\
1 opportunity                              as of 2024-01-08, known at e795805959
Id            Started     Reached  Interest  State  Days
────────────────────────────────────────────────────────
kestrel       2024-01-08  lead               open      0
1 more begins later: borrel
"""
READING = (("list",), ("show", "kestrel"), ("stats",))
NAMES = {
    "hash": MERGED,
    "short hash": MERGED[:7],
    "tag": "v1",
    "whole tag": "refs/tags/v1",
    "counted from HEAD": "HEAD~3",
    "counted from a branch": "main~3",
    "second parent's child": "HEAD^^^",
    "day": "2024-01-13",
    "day without a commit": "2024-01-20",
}


def tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("at") / "search"
    search(root)
    return root


def asked(ledger: Path, *arguments: str | Path) -> Finished:
    return call(*arguments, "--ledger", ledger, env={"COLUMNS": "80"})


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_commit_can_be_named_in_many_ways(name: str, ledger: Path) -> None:
    printed = asked(ledger, "list", "--at", name)
    assert (printed.code, printed.stderr, tidy(printed.stdout)) == (0, "", LIST)


def test_a_branch_is_its_last_commit(ledger: Path) -> None:
    document = json.loads(asked(ledger, "list", "--at", "side", "--format", "json").stdout)
    assert document["known_at"] == "05459d17b648cd74fbf52afab07b885092fef09b"
    assert [each["id"] for each in document["opportunities"]] == ["kestrel"]


def test_both_times_can_be_asked_for_together(ledger: Path) -> None:
    printed = asked(ledger, "list", "--at", "v1", "--as-of", "2024-01-08")
    assert (printed.code, tidy(printed.stdout)) == (0, EARLIER)


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_json_says_both_times(command: tuple[str, ...], ledger: Path) -> None:
    form = ("--format", "json")
    known = json.loads(asked(ledger, *command, "--at", "v1", *form).stdout)
    assert (known["known_at"], known["as_of"]) == (MERGED, "2024-01-13")
    both = json.loads(asked(ledger, *command, "--at", "v1", "--as-of", "2024-01-10", *form).stdout)
    assert (both["known_at"], both["as_of"]) == (MERGED, "2024-01-10")
    now = json.loads(asked(ledger, *command, *form).stdout)
    assert (now["known_at"], now["as_of"]) == (None, "2024-03-01")


def test_what_was_known_later_of_an_earlier_day_differs(ledger: Path) -> None:
    """On the 11th the interest was medium; since the 20th of February it is said to be low."""
    show = ("show", "kestrel", "--as-of", "2024-01-11", "--format", "json")
    then = json.loads(asked(ledger, *show, "--at", "v1").stdout)
    now = json.loads(asked(ledger, *show, "--at", "HEAD").stdout)
    assert (then["interest"], now["interest"]) == ("medium", "low")


def test_figures_are_of_what_was_known(ledger: Path) -> None:
    form = ("stats", "--format", "json", "--at")
    then, now = (json.loads(asked(ledger, *form, at).stdout)["totals"] for at in ("v1", "HEAD"))
    assert (then["opportunities"], then["open"]) == (2, 2)
    assert (now["opportunities"], now["open"]) == (1, 0)


def test_a_commit_is_checked(ledger: Path) -> None:
    for sound in ("HEAD", "v1", "HEAD~1"):
        printed = asked(ledger, "check", "--at", sound)
        assert (printed.code, printed.stdout, printed.stderr) == (0, "", "")
    printed = asked(ledger, "check", "--at", "HEAD~2")
    assert (printed.code, printed.stderr) == (1, "")
    assert printed.stdout == (
        "44724ea6bd:opportunities/borrel.yaml:2:1: error[syntax]: no valid YAML: the file ends"
        " within a list or mapping; look for a '[' or '{' without its ']' or '}'\n"
    )


def test_a_site_is_built_of_what_was_known(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    printed = asked(ledger, "site", "build", "--output", out, "--at", "v1", "--as-of", "2024-01-12")
    assert (printed.code, printed.stderr) == (0, "")
    pages = {page.name: page.read_text() for page in out.rglob("*.html")}
    assert {"borrel.html", "kestrel.html"} <= set(pages)
    assert "e795805959" in pages["index.html"]
    assert "2024-01-12" in pages["index.html"]
    assert "rejected" not in pages["kestrel.html"]


def test_the_files_at_hand_take_no_part(tmp_path: Path) -> None:
    search(tmp_path)
    (tmp_path / "opportunities" / "kestrel.yaml").write_text("no: [")
    assert asked(tmp_path, "list").code == 1
    assert tidy(asked(tmp_path, "list", "--at", "v1").stdout) == LIST
    write(tmp_path, {"ledger.yaml": b"nothing: of it"})
    assert tidy(asked(tmp_path, "list", "--at", "v1").stdout) == LIST


def test_a_ledger_in_a_folder_is_read_from_there(tmp_path: Path) -> None:
    lead = b"company: %s\nevents: [{date: 2024-01-08, stage: call}]\n"
    files = {"ledger.yaml": b"", "opportunities/top.yaml": lead % b"Top"}
    files |= {"a b/ledger.yaml": b"", "a b/opportunities/inner.yaml": lead % b"Inner"}
    write(tmp_path, files)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "Start")
    form = ("list", "--at", "HEAD", "--format", "json")
    for root, name in ((tmp_path, "top"), (tmp_path / "a b", "inner")):
        document = json.loads(asked(root, *form).stdout)
        assert [each["id"] for each in document["opportunities"]] == [name]


COMMANDS = (*READING, ("due",), ("check",), ("site", "build"))
HINT = "name one by its hash, a branch, a tag or a day"
UNKNOWN = {
    "a name": ("nix", f"no commit 'nix': {HINT}"),
    "nothing": ("", f"no commit '': {HINT}"),
    "an option": ("--output=x", f"no commit '--output=x': {HINT}"),
    "a file": ("HEAD:ledger.yaml", f"no commit 'HEAD:ledger.yaml': {HINT}"),
    "a range": ("v1..HEAD", f"no commit 'v1..HEAD': {HINT}"),
    "before the beginning": ("HEAD~99", f"no commit 'HEAD~99': {HINT}"),
    "a day too early": (
        "2023-12-31",
        "no commit was made by 2023-12-31: 'opledger log' lists them all",
    ),
    "no day": ("2024-13-01", "'2024-13-01' is no date: write it as 2024-01-31"),
}


@pytest.mark.parametrize(("name", "text"), UNKNOWN.values(), ids=UNKNOWN)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_commit_that_there_is_none_of_is_one_line(
    command: tuple[str, ...], name: str, text: str, ledger: Path
) -> None:
    printed = asked(ledger, *command, f"--at={name}")
    assert (printed.code, printed.stdout, printed.stderr) == (2, "", f"opledger: {text}\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_commit_without_a_ledger_says_so(command: tuple[str, ...], ledger: Path) -> None:
    printed = asked(ledger, *command, "--at", "v1~3")
    text = "commit 2742940cda has no ledger.yaml: there was no ledger yet"
    assert (printed.code, printed.stdout, printed.stderr) == (1, "", f"opledger: {text}\n")


@pytest.mark.parametrize("command", [*READING, ("site", "build")], ids=lambda command: command[0])
def test_a_ledger_with_errors_then_is_refused(command: tuple[str, ...], ledger: Path) -> None:
    printed = asked(ledger, *command, "--at", "HEAD~2")
    assert (printed.code, printed.stdout) == (1, "")
    assert printed.stderr == (
        "opledger: the ledger had errors at commit 44724ea6bd, see 'opledger check --at"
        " 44724ea6bd': 44724ea6bd:opportunities/borrel.yaml:2:1: error[syntax]: no valid YAML:"
        " the file ends within a list or mapping; look for a '[' or '{' without its ']' or '}'\n"
    )
