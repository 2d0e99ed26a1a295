"""``opledger merge-file``: what git calls to merge a file of the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import call

BASE = "company: K\nevents:\n  - {date: 2024-01-08, stage: lead}\n"


def merged(folder: Path, *texts: str | bytes) -> tuple[int, str, bytes]:
    """The exit code, the complaint and what is in OURS afterwards."""
    paths = [folder / name for name in ("base", "ours", "theirs")]
    for path, each in zip(paths, texts, strict=True):
        path.write_bytes(each.encode() if isinstance(each, str) else each)
    ended = call("merge-file", *paths, "--path", "opportunities/k.yaml", "--marker-size", "9")
    return ended.code, ended.stderr, paths[1].read_bytes()


def test_both_sides_are_written_to_ours(tmp_path: Path) -> None:
    ours, theirs = BASE + "  - {date: 2024-02-02, note: o}\n", BASE.replace("K", "L")
    assert merged(tmp_path, BASE, ours, theirs) == (0, "", ours.replace("K", "L").encode())


def test_what_is_left_to_a_person_is_said(tmp_path: Path) -> None:
    code, said, text = merged(tmp_path, BASE, BASE.replace("K", "L"), BASE.replace("K", "M"))
    assert code == 1
    assert said == (
        "opledger: opportunities/k.yaml: both sides changed the same lines;"
        " 'opledger check' shows where\n"
    )
    assert text.startswith(b"<<<<<<<<< ours: changed on both sides\ncompany: L\n")


@pytest.mark.parametrize("theirs", ["a: [", b"\xff", "x" * 300_000])
def test_what_can_t_be_merged_by_its_meaning_is_left_to_git(
    theirs: str | bytes, tmp_path: Path
) -> None:
    code, said, text = merged(tmp_path, BASE, BASE + "x: 1\n", theirs)
    assert (code, said.count("\n"), text) == (2, 1, (BASE + "x: 1\n").encode())
