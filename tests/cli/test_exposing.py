"""A public site is refused where a text that it would show names what is private."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import call
from tests.git.repositories import git
from tests.ledgers import write

LEDGER = "publish: {fields: [stages, outcome, notes]}\n"
STORY = """\
company: Kestrel Labs
people: [{name: Ann Mora, email: ann@example.com}]
events:
  - date: 2024-01-08
    stage: lead
    note: |
      Ann Mora of Kestrel Labs wrote.
"""
LAST = (
    "opledger: 3 texts that would be shown hold a name, address or link: change them, or say"
    " --accept-names"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "ledger", {"ledger.yaml": LEDGER, "opportunities/k.yaml": STORY})


def test_it_names_each_with_its_line_and_builds_nothing(root: Path, tmp_path: Path) -> None:
    ended = call("--ledger", root, "site", "build", "--public", "--output", tmp_path / "out")
    at = root / "opportunities" / "k.yaml"
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [
        f"{at}:6: 'Kestrel Labs' is a company, and the public site would show it",
        f"{at}:6: 'Ann Mora' is a person, and the public site would show it",
        f"{at}:6: 'Mora' is a person, and the public site would show it",
        LAST,
    ]
    assert not (tmp_path / "out").exists()


def test_whoever_accepts_it_still_sees_it(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = call("--ledger", root, "site", "build", "--public", "--accept-names", "--output", out)
    assert (ended.code, len(ended.stderr.splitlines())) == (0, 3)
    assert b"Ann Mora of Kestrel Labs wrote." in (out / "opportunities" / "1.html").read_bytes()


def test_a_commit_is_looked_at_as_it_was(root: Path, tmp_path: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Start")
    (root / "opportunities" / "k.yaml").write_text(
        STORY.replace("Ann Mora of Kestrel Labs", "They")
    )
    build = ("--ledger", root, "site", "build", "--public", "--output", tmp_path / "out")
    assert call(*build).code == 0
    ended = call(*build, "--at", "HEAD")
    hash_ = git(root, "rev-parse", "HEAD")[:10]
    assert ended.stderr.startswith(f"{hash_}:opportunities/k.yaml:6: 'Kestrel Labs' is a company")


def test_a_private_site_names_whom_it_likes(root: Path, tmp_path: Path) -> None:
    ended = call("--ledger", root, "site", "build", "--output", tmp_path / "out")
    assert (ended.code, ended.stderr) == (0, "")
