"""A history of which something is kept, and what may happen to that."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.git.branches import ACTS, Branches
from tests.git.repositories import Past

from opledger.files.cache import Cache
from opledger.git import annals
from opledger.git.repository import Repository, find_repository

NOTHING = Cache(None)
A = "opportunities/a.yaml"


def text(number: int) -> str:
    return f"company: A\nevents: [{{date: 2024-01-08, stage: lead, note: Word {number}}}]\n"


def line(many: int) -> Past:
    """So many commits one behind the other, each with another content of one of three files."""
    past, files = Past(), {"ledger.yaml": ""}
    for number in range(many):
        files |= {f"opportunities/{'abc'[number % 3]}.yaml": text(number)}
        past.commit(f"2024-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}", files)
    return past


Begun = tuple[Repository, dict[int, str], Cache]


def begun(past: Past, folder: Path) -> Begun:
    """A history written to a folder, its commits by number, and a cache in which nothing is yet."""
    hashes = past.write(folder / "a")
    return find_repository(folder / "a"), hashes, Cache(folder / "kept")


@contextmanager
def branching(most: int, below: str) -> Iterator[tuple[Branches, Repository, Cache]]:
    """A repository to which anything may happen, with volumes of so many commits in a cache."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(annals, "_MOST", most)
        branches = Branches(Path(folder) / "a", below)
        yield branches, find_repository(branches.root / below), Cache(Path(folder) / "kept")


whatever_happens = given(
    acts=ACTS, most=st.sampled_from([1, 2, 5, 1000]), below=st.sampled_from(["", "my search/"])
)


# Each is given the folder in which something is kept.


def _damaged(kept: Path) -> None:
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-3] + b"abc")


def _cut_short(kept: Path) -> None:
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:40])


def _half_of_it_gone(kept: Path) -> None:
    for path in sorted(kept.iterdir())[::2]:
        path.unlink()


def _folders_in_their_places(kept: Path) -> None:
    for path in kept.iterdir():
        path.unlink()
        path.mkdir()


Harm = Callable[[Path], None]
harmed = pytest.mark.parametrize(
    "harm", [_damaged, _cut_short, _half_of_it_gone, _folders_in_their_places, shutil.rmtree]
)
# No form that anything was ever kept in.
OTHER_FORMS = (b"", b"\xc1", b"\x01", b"\x92\xc4\x00\x90", b"\x92\x01\x02", b"\x93\x90\x90\x90")
