"""``opledger edit``: a file in a real editor, checked when it is closed."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import HANG, Command, Finished
from tests.git.repositories import git
from tests.ledgers import write

PATH = "opportunities/kestrel.yaml"
TEXT = """\
# mine
company: 'Kestrel'   # quoted
events:
  - {date: 2024-01-08, stage: lead}
"""
TAGS = "tags: [x]\n"
STAYS = f"opledger: {PATH} stays as you left it, not committed\n"
BAD = f"{PATH}:5:1: error[unknown-key]: unknown key 'bad' in opportunity; keys here: "


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with an identity, and nothing of the caller's git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text("[user]\n name = A. Person\n email = a@example.com\n")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with one opportunity, committed; the current folder."""
    folder = write(tmp_path / "ledger", {PATH: TEXT})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Start")
    monkeypatch.chdir(folder)
    return folder


def recommitted(ledger: Path, text: str | bytes) -> None:
    """Another text for the file, committed."""
    write(ledger, {PATH: text})
    git(ledger, "commit", "--quiet", "--all", "--amend", "--no-edit")


def committed(ledger: Path, words: str) -> Finished:
    """How a command ends that has committed."""
    head = git(ledger, "rev-parse", "--short=10", "HEAD")
    assert git(ledger, "log", "-1", "--format=%B") == words
    return Finished(0, f"{words} (commit {head})\n", "")


def edited(tmp_path: Path, script: str, *arguments: str) -> Finished:
    """How `edit` ends with an editor that runs a script on the file ``$1``."""
    program = tmp_path / "the editor"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return call("edit", *(arguments or ("kestrel",)), env={"EDITOR": f"'{program}'", "VISUAL": ""})


def test_what_was_edited_is_committed(ledger: Path, tmp_path: Path) -> None:
    ended = edited(tmp_path, 'echo "tags: [x]" >> "$1"')
    assert ended == committed(ledger, "kestrel: 1 tag added")
    assert (ledger / PATH).read_text() == TEXT + TAGS
    assert git(ledger, "diff-tree", "-r", "--name-only", "HEAD~", "HEAD") == PATH
    assert git(ledger, "status", "--porcelain") == ""


def test_what_says_the_same_is_committed_too(ledger: Path, tmp_path: Path) -> None:
    ended = edited(tmp_path, 'echo "# more" >> "$1"')
    assert ended == committed(ledger, "kestrel: the same in other words")


def test_a_file_that_an_editor_puts_anew_is_committed(ledger: Path, tmp_path: Path) -> None:
    ended = edited(tmp_path, '(cat "$1"; echo "tags: [x]") > "$1~"; mv "$1~" "$1"')
    assert ended == committed(ledger, "kestrel: 1 tag added")


def test_what_was_not_changed_is_not_committed(ledger: Path, tmp_path: Path) -> None:
    head = git(ledger, "rev-parse", "HEAD")
    assert edited(tmp_path, "touch $1") == Finished(0, "Nothing was changed.\n", "")
    assert git(ledger, "rev-parse", "HEAD") == head


def test_the_settings_are_edited_where_no_id_is_given(ledger: Path, tmp_path: Path) -> None:
    ended = edited(tmp_path, 'echo "quiet_after: 20" >> "$1"', "--commit")
    assert ended == committed(ledger, "ledger.yaml: settings changed")
    assert (ledger / "ledger.yaml").read_text() == "quiet_after: 20\n"


def test_broken_settings_can_be_mended(ledger: Path, tmp_path: Path) -> None:
    (ledger / "ledger.yaml").write_text("quiet_after: [\n")
    ended = edited(tmp_path, 'echo "quiet_after: 20" > "$1"', "--commit")
    assert ended == committed(ledger, "ledger.yaml: settings changed")


def test_a_broken_file_can_be_mended(ledger: Path, tmp_path: Path) -> None:
    recommitted(ledger, TEXT + "bad: 1\n")
    ended = edited(tmp_path, 'sed "/bad/d" "$1" > "$1~"; mv "$1~" "$1"')
    assert ended.code == 0
    assert (ledger / PATH).read_text() == TEXT


@pytest.mark.parametrize("option", [("--no-commit",), ()])
def test_a_commit_can_be_turned_off(option: tuple[str, ...], ledger: Path, tmp_path: Path) -> None:
    (ledger / "ledger.yaml").write_text("" if option else "commit: false\n")
    ended = edited(tmp_path, 'echo "tags: [x]" >> "$1"', "kestrel", *option)
    assert ended == Finished(0, "kestrel: 1 tag added (not committed)\n", "")
    assert f"M {PATH}" in git(ledger, "status", "--porcelain")


@pytest.mark.parametrize(
    ("script", "line"),
    [
        (
            ': > "$1"',
            "error[empty-file]: the file is empty; write at least a company and one event",
        ),
        ('echo "- a" > "$1"', "error[wrong-type]"),
        ('echo "a: [" > "$1"', "error[syntax]"),
        ('echo "<<<<<<< ours" >> "$1"', "error[conflict-marker]"),
        ('head -c 300000 /dev/zero | tr "\\0" "#" > "$1"', "error[file-too-big]"),
    ],
)
def test_what_fails_the_check_stays_and_is_not_committed(
    script: str, line: str, ledger: Path, tmp_path: Path
) -> None:
    head = git(ledger, "rev-parse", "HEAD")
    ended = edited(tmp_path, script)
    assert (ended.code, ended.stdout) == (1, "")
    assert line in ended.stderr
    assert ended.stderr.endswith(STAYS)
    assert (ledger / PATH).read_text() != TEXT
    assert git(ledger, "rev-parse", "HEAD") == head
    assert call("check").code == 1


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ('rm "$1"', f"can't read {PATH}: no such file or directory"),
        ('rm "$1"; mkfifo "$1"', f"can't read {PATH}: not a regular file"),
        (
            'rm "$1"; ln -s /etc/passwd "$1"',
            f"can't read {PATH}: too many levels of symbolic links",
        ),
        ('printf "\\377" > "$1"', f"{PATH} is no UTF-8 text: 'opledger check' says where"),
    ],
)
def test_what_is_no_file_any_more_is_said(
    script: str, line: str, ledger: Path, tmp_path: Path
) -> None:
    head = git(ledger, "rev-parse", "HEAD")
    assert edited(tmp_path, script) == Finished(1, "", f"opledger: {line}\n")
    assert git(ledger, "rev-parse", "HEAD") == head


def test_an_editor_that_fails_is_said_and_what_it_wrote_stays(ledger: Path, tmp_path: Path) -> None:
    ended = edited(tmp_path, 'echo "tags: [x]" >> "$1"; exit 3')
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("opledger: the editor failed: ")
    assert ended.stderr.endswith("; name one with EDITOR\n")
    assert (ledger / PATH).read_text() == TEXT + TAGS
    assert git(ledger, "status", "--porcelain") == f"M {PATH}"


def test_an_editor_that_is_not_there_is_said(ledger: Path) -> None:
    ended = call("edit", "kestrel", env={"EDITOR": "/nowhere/editor", "VISUAL": ""})
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith("opledger: the editor failed: /nowhere/editor")
    assert (ledger / PATH).read_text() == TEXT


def test_the_visual_editor_goes_first(ledger: Path) -> None:
    ended = call("edit", "kestrel", env={"EDITOR": "/nowhere/editor", "VISUAL": "true"})
    assert ended == Finished(0, "Nothing was changed.\n", "")


@pytest.mark.parametrize("given", ["nobody", "../ledger", "-1"])
def test_what_is_no_opportunity_opens_no_editor(given: str, ledger: Path, tmp_path: Path) -> None:
    ended = edited(tmp_path, f"touch '{tmp_path}/opened'", given)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert not (tmp_path / "opened").exists()


def test_while_a_merge_is_under_way_no_editor_opens(ledger: Path, tmp_path: Path) -> None:
    (ledger / ".git" / "MERGE_HEAD").write_text(git(ledger, "rev-parse", "HEAD"))
    ended = edited(tmp_path, f"touch '{tmp_path}/opened'")
    assert (ended.code, "a merge is under way" in ended.stderr) == (1, True)
    assert not (tmp_path / "opened").exists()


def test_a_commit_that_was_made_meanwhile_is_the_one_before(ledger: Path, tmp_path: Path) -> None:
    """The editor may be open for long: another write goes on, and is not undone."""
    script = (
        f"cd '{ledger}'; echo 'notes: mine' >> {PATH}; git commit --quiet -am Mine;"
        ' echo "tags: [x]" >> "$1"'
    )
    assert edited(tmp_path, script) == committed(ledger, "kestrel: 1 tag added")
    assert git(ledger, "log", "--format=%s", "-2").splitlines()[1] == "Mine"


def answered(ledger: Path, run: Command, editor: str, answers: str) -> tuple[int, str]:
    """The code of `edit` on a terminal where these answers are typed, and all that it shows."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "opledger", "edit", "kestrel"],
        cwd=ledger,
        env=run.environment(HOME=os.environ["HOME"], EDITOR=editor, TERM="dumb"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    return process.wait(HANG), shown.decode().replace("\r\n", "\n")


# Breaks the file the first time, and mends it the next.
TWICE = """\
#!/bin/sh
if grep -q bad "$1"; then sed "s/bad: 1/tags: [x]/" "$1" > "$1~"; mv "$1~" "$1"
else echo "bad: 1" >> "$1"; fi
"""


@pytest.mark.parametrize(("answer", "again"), [("y\n", True), ("\n", True), ("n\n", False)])
def test_on_a_terminal_it_offers_to_open_the_file_again(
    answer: str, again: bool, ledger: Path, tmp_path: Path, run: Command
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(TWICE)
    editor.chmod(0o755)
    code, shown = answered(ledger, run, str(editor), answer)
    assert BAD in shown
    assert "Open it again? [Y/n]: " in shown
    if again:
        head = git(ledger, "rev-parse", "--short=10", "HEAD")
        assert code == 0
        assert shown.endswith(f"kestrel: 1 tag added (commit {head})\n")
        assert (ledger / PATH).read_text() == TEXT + TAGS
    else:
        assert (code, shown.endswith(STAYS)) == (1, True)
        assert (ledger / PATH).read_text() == TEXT + "bad: 1\n"


def test_the_question_can_be_stopped(ledger: Path, tmp_path: Path, run: Command) -> None:
    editor = tmp_path / "editor"
    editor.write_text(TWICE)
    editor.chmod(0o755)
    code, shown = answered(ledger, run, str(editor), "\x04")
    assert (code, shown.endswith("opledger: stopped\n")) == (130, True)
    assert (ledger / PATH).read_text() == TEXT + "bad: 1\n"


@pytest.mark.skipif(shutil.which("ed") is None, reason="tests of ed, as there is none")
def test_ed_is_the_standard_editor(ledger: Path, run: Command) -> None:
    code, shown = answered(ledger, run, "ed -s", "$a\ntags: [x]\n.\nwq\n")
    head = git(ledger, "rev-parse", "--short=10", "HEAD")
    assert (code, shown.splitlines()[-1]) == (0, f"kestrel: 1 tag added (commit {head})")
    assert (ledger / PATH).read_text() == TEXT + TAGS


@pytest.mark.skipif(shutil.which("vim") is None, reason="tests of vim, as there is none")
def test_vim_keeps_the_file_s_line_ends(ledger: Path, tmp_path: Path, run: Command) -> None:
    recommitted(ledger, TEXT.replace("\n", "\r\n"))
    (tmp_path / "script.vim").write_text("$put ='tags: [x]'\nx\n")
    code, _ = answered(ledger, run, f"vim -N -u NONE -es -S {tmp_path}/script.vim", "")
    assert code == 0
    assert (ledger / PATH).read_bytes().decode() == (TEXT + TAGS).replace("\n", "\r\n")
