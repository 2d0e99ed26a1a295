"""``opledger check``: every failure on a line of its own, a code to go by, and no trace."""

from __future__ import annotations

import json
from cProfile import Profile
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command, Finished
from tests.git.repositories import Past, git
from tests.ledgers import SETTINGS, SOUND, write

from opledger.api.loading import shown
from opledger.files.rules import BY_CODE

_BROKEN = "company: A\nevents:\n  - {date: 2024-01-08, stage: led}\n"
_ODD = f"location: NO\n{SOUND}"
_LED = "error[unknown-stage]: unknown stage 'led'; did you mean 'lead'?"
_NO = (
    "warning[ambiguous-text]: some programs read NO otherwise than as this text;"
    " put it in quotes: 'NO'"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with one failure, one warning and one sound file."""
    files = {
        "ledger.yaml": SETTINGS,
        "opportunities/2024/broken.yaml": _BROKEN,
        "opportunities/odd.yaml": _ODD.replace("Kestrel", "Elmgrove"),
        "opportunities/sound.yaml": SOUND,
        "README.md": "# Mine\n",
    }
    return write(tmp_path / "ledger", files)


def _both(before: str = "") -> str:
    return (
        f"{before}opportunities/2024/broken.yaml:3:31: {_LED}\n"
        f"{before}opportunities/odd.yaml:1:11: {_NO}\n"
    )


def test_a_sound_ledger_says_nothing(tmp_path: Path, typed: Command) -> None:
    ended = typed("check", cwd=write(tmp_path, {"opportunities/x.yaml": SOUND}))
    assert (ended.code, ended.stdout, ended.stderr) == (0, "", "")


def test_every_failure_is_printed_and_fails(ledger: Path, typed: Command) -> None:
    ended = typed("check", cwd=ledger)
    assert (ended.code, ended.stdout, ended.stderr) == (1, _both(), "")


def test_warnings_are_printed_and_do_not_fail(ledger: Path, typed: Command) -> None:
    ended = typed("check", "opportunities/odd.yaml", cwd=ledger)
    assert (ended.code, ended.stdout) == (0, f"opportunities/odd.yaml:1:11: {_NO}\n")


def test_the_ledger_is_found_from_a_folder_below(ledger: Path, typed: Command) -> None:
    ended = typed("check", cwd=ledger / "opportunities" / "2024")
    assert ended.code == 1
    assert ended.stdout == (
        f"broken.yaml:3:31: {_LED}\n{ledger}/opportunities/odd.yaml:1:11: {_NO}\n"
    )


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_ledger_can_be_named(place: str, ledger: Path, typed: Command) -> None:
    named = ["--ledger", "ledger"]
    arguments = [*named, "check"] if place == "before" else ["check", *named]
    ended = typed(*arguments, cwd=ledger.parent)
    assert (ended.code, ended.stdout) == (1, _both("ledger/"))


def test_only_the_named_folder_or_files_are_told(ledger: Path, typed: Command) -> None:
    broken = f"opportunities/2024/broken.yaml:3:31: {_LED}\n"
    assert typed("check", "opportunities/2024", cwd=ledger).stdout == broken
    assert typed("check", "opportunities/2024/broken.yaml", cwd=ledger).stdout == broken
    assert typed("check", "opportunities/2024/", "ledger.yaml", cwd=ledger).stdout == broken
    assert typed("check", "opportunities/sound.yaml", cwd=ledger).stdout == ""
    assert typed("check", "ledger.yaml", cwd=ledger).code == 0
    for all_of_it in (".", "opportunities", ledger):
        assert typed("check", all_of_it, cwd=ledger).stdout == _both()


def test_a_file_finds_its_own_ledger(ledger: Path, typed: Command) -> None:
    ended = typed("check", "ledger/opportunities/2024/broken.yaml", cwd=ledger.parent)
    assert ended.stdout == f"ledger/opportunities/2024/broken.yaml:3:31: {_LED}\n"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("../other.yaml", "../other.yaml is no file of the ledger in {root}: see opportunities/"),
        ("README.md", "README.md is no file of the ledger in {root}: see opportunities/"),
        ("opportunities/none.yaml", "opportunities/none.yaml does not exist"),
        ("opportunities/a.txt", "opportunities/a.txt is never read: only files named *.yaml are"),
        ("opportunities/.a.yaml", "opportunities/.a.yaml is never read: only files named *.yaml"),
    ],
)
def test_a_file_that_is_not_checked_is_refused(
    path: str, told: str, ledger: Path, typed: Command
) -> None:
    for name in ("../other.yaml", "opportunities/a.txt", "opportunities/.a.yaml"):
        (ledger / name).write_text(SOUND, encoding="utf-8")
    ended = typed("check", path, cwd=ledger)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert ended.stderr.startswith(f"opledger: {told.format(root=ledger)}")


def test_without_a_ledger_it_says_what_to_do(tmp_path: Path, typed: Command) -> None:
    ended = typed("check", cwd=tmp_path)
    assert (ended.code, ended.stdout) == (2, "")
    assert ended.stderr == (
        "opledger: no ledger here: no ledger.yaml in this folder or above; go to one, name one"
        " with --ledger DIR, or start one with 'opledger init'\n"
    )


def test_the_json_form_is_one_document(ledger: Path, typed: Command) -> None:
    ended = typed("check", "--format", "json", cwd=ledger)
    assert ended.code == 1
    assert json.loads(ended.stdout) == {
        "version": 1,
        "files": 4,
        "diagnostics": [
            {
                "path": "opportunities/2024/broken.yaml",
                "line": 3,
                "column": 31,
                "severity": "error",
                "code": "unknown-stage",
                "message": "unknown stage 'led'",
                "suggestion": "did you mean 'lead'?",
            },
            {
                "path": "opportunities/odd.yaml",
                "line": 1,
                "column": 11,
                "severity": "warning",
                "code": "ambiguous-text",
                "message": "some programs read NO otherwise than as this text",
                "suggestion": "put it in quotes: 'NO'",
            },
        ],
    }


def test_the_json_form_of_a_sound_ledger_says_so(tmp_path: Path, typed: Command) -> None:
    ended = typed("check", "--format", "json", cwd=write(tmp_path, {"opportunities/x.yaml": SOUND}))
    assert ended.code == 0
    assert json.loads(ended.stdout) == {"version": 1, "files": 2, "diagnostics": []}


def test_the_form_for_pull_requests(tmp_path: Path, typed: Command) -> None:
    root = write(tmp_path, {"opportunities/50%, a:b.yaml": SOUND})
    ended = typed("check", "--format", "github", cwd=root)
    assert ended.code == 1
    assert ended.stdout == (
        "::error file=opportunities/50%25%2C a%3Ab.yaml,line=1,col=1,title=bad-id"
        "::'50%25, a:b' is no id: a-z, 0-9 and '-' only, at most 80;"
        " rename the file to 50-a-b.yaml\n"
    )


def test_a_code_is_explained_outside_of_any_ledger(tmp_path: Path, typed: Command) -> None:
    ended = typed("check", "--explain", "out-of-order", cwd=tmp_path)
    assert (ended.code, ended.stdout) == (
        0,
        f"error[out-of-order]: {BY_CODE['out-of-order'].explanation}\n",
    )


def test_a_code_that_no_check_has_is_refused(tmp_path: Path, typed: Command) -> None:
    ended = typed("check", "--explain", "out-of-oder", cwd=tmp_path)
    assert (ended.code, ended.stdout, ended.stderr) == (
        2,
        "",
        "opledger: no check has the code 'out-of-oder': did you mean 'out-of-order'?\n",
    )


def test_checking_writes_nothing(ledger: Path, typed: Command) -> None:
    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in ledger.rglob("*")}

    before = state()
    typed("check", cwd=ledger)
    assert state() == before


AHEAD = {
    "ledger.yaml": "timezone: Pacific/Kiritimati\n",
    "opportunities/kite.yaml": (
        "company: Kite\nevents:\n"
        "  - {date: 2024-02-01, stage: lead}\n  - {date: 2024-03-02, outcome: rejected}\n"
    ),
}


def test_what_is_still_to_come_is_so_in_the_ledger_s_zone(tmp_path: Path) -> None:
    # On the first of March at noon in UTC, it is the second on the Line Islands.
    noon = Past()
    noon.commit("2024-03-01 12:00-05:00", AHEAD)
    noon.write(tmp_path)
    git(tmp_path, "reset", "--quiet", "--hard")
    for env in ({}, {"TZ": "America/New_York"}):
        for how in ((), ("--staged",), ("--at", "HEAD")):
            assert call("--ledger", tmp_path, "check", *how, env=env) == Finished(0, "", "")
    (tmp_path / "ledger.yaml").write_text("timezone: Pacific/Pago_Pago\n")
    git(tmp_path, "add", ".")
    for how in ((), ("--staged",)):
        told = call("--ledger", tmp_path, "check", *how).stdout
        assert "warning[future-outcome]: 'rejected' on 2024-03-02, which is still to come" in told


def test_where_a_file_lies_is_found_out_once_whatever_is_wrong_in_it(tmp_path: Path) -> None:
    keys = "".join(f"k{n}: x\n" for n in range(100))
    write(tmp_path, {"opportunities/kestrel.yaml": SOUND + keys})
    profile = Profile()
    ended = profile.runcall(call, "--ledger", tmp_path, "check")
    assert (ended.code, ended.stdout.count(" error[unknown-key]: ")) == (1, 100)
    counts = {each.code: each.callcount for each in profile.getstats()}
    assert counts[shown.__code__] == 1
