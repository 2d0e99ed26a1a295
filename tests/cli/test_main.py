"""The command as a whole: exit codes, errors of one line, and what reaches a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import HANG, Command
from tests.ledgers import SOUND, write

from opledger import __version__
from opledger.cli.main import COMMANDS

FILES = {"opportunities/kestrel.yaml": SOUND}
BROKEN = "company: Borrel\nevents:\n  - {date: 2024-01-40, stage: party}\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def test_the_version_and_the_help_are_no_failure() -> None:
    assert call("--version").stdout == f"opledger {__version__}\n"
    helped = call("--help")
    assert (helped.code, helped.stderr) == (0, "")
    assert [name for name in COMMANDS if f"\n  {name} " not in helped.stdout] == ["merge-file"]
    assert call("-h") == helped


def test_without_a_command_the_help_goes_to_stderr() -> None:
    called = call()
    assert (called.code, called.stdout) == (2, "")
    assert called.stderr.startswith("Usage: opledger [OPTIONS] COMMAND [ARGS]...\n")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["stast"], "No such command 'stast': did you mean 'stats'? (see 'opledger --help')"),
        (["export", "icl"], "'icl': did you mean 'ics'? (see 'opledger export --help')"),
        (["wholly"], "No such command 'wholly' (see 'opledger --help')"),
        (["stats", "--explian"], "No such option '--explian': did you mean '--explain'? (see"),
        (["due", "--days", "ten"], "'--days': 'ten' is no whole number (see 'opledger due"),
        (["--zzz"], "No such option '--zzz' (see 'opledger --help')"),
        (["stats", "--zzz"], "No such option '--zzz' (see 'opledger stats --help')"),
        (["stats", "more"], "'more' is not one of 'funnel', 'groups', 'ends', 'response',"),
        (["show"], "Missing argument 'ID' (see 'opledger show --help')"),
        (["stats", "--ledger"], "Option '--ledger' requires an argument"),
        (["stats", "--as-of", "soon"], "'soon' is no date: write it as 2024-01-31"),
        (["stats", "--as-of", "2024-02-30"], "'2024-02-30' is no date: write it as 2024-01-31"),
        (["stats", "--as-of", "20240101"], "'20240101' is no date: write it as 2024-01-31"),
        (["stats", "--by", "colour"], "'colour' is not one of 'source', 'segment', 'size',"),
        (["stats", "--format", "xml"], "'xml' is not one of 'table', 'json'"),
        (["list", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv'"),
        (["show", "x", "--format", "csv"], "'csv' is not one of 'table', 'json'"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(arguments: list[str], error: str) -> None:
    called = call(*arguments)
    assert (called.code, called.stdout) == (2, "")
    assert called.stderr.startswith("opledger: ")
    assert called.stderr.count("\n") == 1
    assert error in called.stderr


def test_the_ledger_is_named_before_or_after_the_command(ledger: Path) -> None:
    after = call("list", "--ledger", ledger)
    assert after.code == 0
    assert call("--ledger", ledger, "list") == after
    assert call("--ledger", "/nowhere", "list", "--ledger", ledger) == after


def test_the_home_may_stand_behind_an_equals_sign(ledger: Path) -> None:
    home = {"HOME": str(ledger.parent)}
    assert call(f"--ledger=~/{ledger.name}", "list", env=home) == call("--ledger", ledger, "list")


def test_the_ledger_is_found_from_a_folder_within_it(typed: Command, ledger: Path) -> None:
    within = typed("stats", cwd=ledger / "opportunities")
    assert (within.code, within.stderr) == (0, "")
    assert within.stdout.startswith("Job search")


def test_without_a_ledger_it_says_what_to_do(typed: Command, tmp_path: Path) -> None:
    called = typed("stats", cwd=tmp_path)
    assert (called.code, called.stdout) == (2, "")
    assert called.stderr == (
        "opledger: no ledger here: no ledger.yaml in this folder or above; go to one, name one"
        " with --ledger DIR, or start one with 'opledger init'\n"
    )
    for folder, what in ((tmp_path, "has no ledger.yaml"), (tmp_path / "x", "is no folder")):
        assert call("list", "--ledger", folder).stderr == (
            f"opledger: {folder} {what}: start a ledger there with 'opledger init {folder}'\n"
        )


@pytest.mark.parametrize("command", [["stats"], ["list"], ["show", "kestrel"]])
def test_a_broken_ledger_is_refused_with_its_first_failure(
    tmp_path: Path, command: list[str]
) -> None:
    write(tmp_path, {**FILES, "opportunities/borrel.yaml": BROKEN})
    called = call("--ledger", tmp_path, *command)
    assert (called.code, called.stdout) == (1, "")
    first, more = called.stderr.split(": error[bad-date]: ")
    place = tmp_path / "opportunities/borrel.yaml"
    assert first == f"opledger: the ledger has errors, see 'opledger check': {place}:3:12"
    assert more.startswith("'2024-01-40' is not a day of the calendar")
    assert more.endswith("(and 1 more)\n")


def test_a_warning_stops_nothing(tmp_path: Path) -> None:
    text = "company: Borrel\nevents:\n  - {date: 2024-01-08, stage: offer}\n"
    write(tmp_path, {"opportunities/borrel.yaml": text})
    assert "warning[offer-not-recorded]" in call("check", "--ledger", tmp_path).stdout
    assert call("stats", "--ledger", tmp_path).code == 0


def test_a_bug_is_one_line_and_exit_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "fail", ("tests.commands", "failing_command", ""))
    called = call("fail")
    assert (called.code, called.stdout) == (3, "")
    assert called.stderr == (
        "opledger: this is a bug in opledger (RuntimeError: first line); OPLEDGER_DEBUG=1 prints"
        " where\n"
    )
    told = call("fail", env={"OPLEDGER_DEBUG": "1"})
    assert told.stderr.startswith("Traceback (most recent call last):\n")
    assert told.code == 3


def test_being_stopped_is_exit_130(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "stop", ("tests.commands", "stopped_command", ""))
    called = call("stop")
    assert (called.code, called.stdout, called.stderr.strip()) == (130, "", "opledger: stopped")


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_that_goes_away_hears_no_complaint(run: Command, ledger: Path, form: str) -> None:
    many = {f"opportunities/company-{n}.yaml": SOUND for n in range(40)}
    write(ledger, many)
    read_end, write_end = os.pipe()
    os.close(read_end)
    ended = subprocess.run(
        [sys.executable, "-m", "opledger", "list", "--format", form],
        cwd=ledger,
        env=run.environment(),
        stdout=write_end,
        stderr=subprocess.PIPE,
        timeout=HANG,
        check=False,
    )
    assert ended.stderr == b""
    # Without a stderr, too, the exit code is the command's and not Python's own.
    program = [sys.executable, "-m", "opledger", "list", "--format", form]
    ended = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *program],
        cwd=ledger,
        env=run.environment(),
        stdout=write_end,
        timeout=HANG,
        check=False,
    )
    os.close(write_end)
    assert ended.returncode == 0


def escapes(text: str) -> int:
    return text.count("\x1b")


def test_no_colour_where_there_is_no_terminal(ledger: Path) -> None:
    for command in (["stats"], ["list"], ["show", "kestrel"]):
        assert escapes(call("--ledger", ledger, *command).stdout) == 0
        forced = call("--ledger", ledger, *command, env={"FORCE_COLOR": "1"})
        assert escapes(forced.stdout) > 0
        assert escapes(call("--ledger", ledger, *command, "--format", "json").stdout) == 0


def on_a_terminal(run: Command, folder: Path, **env: str) -> str:
    """What ``stats`` writes to a terminal."""
    inner, outer = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "opledger", "stats"],
        cwd=folder,
        env=run.environment(TERM="xterm-256color", COLUMNS="80", **env),
        stdout=outer,
        stderr=outer,
        stdin=subprocess.DEVNULL,
    ) as process:
        os.close(outer)
        written = b""
        try:
            while part := os.read(inner, 65536):
                written += part
        except OSError:  # Linux says so at the end of a terminal's output
            pass
        assert process.wait(HANG) == 0
    os.close(inner)
    return written.decode()


def test_on_a_terminal_headings_are_bold_and_no_color_has_no_colour(
    run: Command, ledger: Path
) -> None:
    shown = on_a_terminal(run, ledger)
    assert "\x1b[1mWhere did they end, and who ended them?\x1b[0m" in shown
    plain = on_a_terminal(run, ledger, NO_COLOR="1")
    assert "\x1b[3" not in plain
    assert "\x1b[9" not in plain


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_a_terminal_without_unicode_gets_numbers_and_no_traceback(
    run: Command, tmp_path: Path, env: dict[str, str]
) -> None:
    write(tmp_path, {"opportunities/kestrel.yaml": SOUND.replace("Kestrel", "Kestrél 東")})
    ended = run.raw("show", "kestrel", cwd=tmp_path, env=env)
    assert (ended.returncode, ended.stderr) == (0, b"")
    company = b"Kestr\\xe9l" if env.get("PYTHONIOENCODING") != "latin-1" else b"Kestr\xe9l"
    assert ended.stdout.startswith((company + b" \\u6771 Labs", "Kestrél 東 Labs".encode()))
    assert run.raw("stats", cwd=tmp_path, env=env).returncode == 0


def test_characters_that_move_the_cursor_never_reach_the_terminal(tmp_path: Path) -> None:
    events = "\nevents: [{date: 2024-01-08, stage: lead}]\n"
    hidden = {
        "opportunities/escape.yaml": f'company: "A\\e[2JB"{events}',
        "opportunities/turned.yaml": f"company: A\u202eB{events}",
        "opportunities/raw.yaml": f"company: A\x1b[2JB{events}",
        "ledger.yaml": 'title: "T\\u0007"\n',
    }
    write(tmp_path, hidden)
    for command in (["stats"], ["list"], ["show", "raw"], ["check"]):
        called = call("--ledger", tmp_path, *command)
        assert called.code == 1
        printed = called.stdout + called.stderr
        assert printed.replace("\n", "").isprintable()


def test_what_is_typed_is_told_back_without_its_escapes(ledger: Path) -> None:
    for arguments in (["show", "\x1b[2J"], ["\x1b[2J"], ["--ledger", "/\x1b[2J", "list"]):
        called = call("--ledger", ledger, *arguments)
        assert called.code == 2
        assert "\\x1b[2J" in called.stderr
        assert escapes(called.stderr) == 0


STOPPED_EARLY = """
import os, signal, sys
class Stops:
    def find_spec(self, name, *_):
        if name == "opledger.cli.main":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Stops())
from opledger.cli.process import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process sends itself such a signal there")
def test_stopping_it_while_it_still_loads_is_no_traceback(run: Command) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_EARLY, "list"],
        env=run.environment(),
        capture_output=True,
        check=False,
        text=True,
        timeout=HANG,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "opledger: stopped\n")
