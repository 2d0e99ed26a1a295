"""A made folder is filled again with only what changed, and to the byte as if it were made anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.files.test_folder import held

from opledger.files import filling
from opledger.files.filling import LIST_NAME, NOTES_NAME, Filling
from opledger.files.folder import Replaced, fill_folder, replace_folder

FILES = {"index.html": b"one", "a/b.html": b"two", "c/d/e.html": b"three"}
ONE, TWO = "1" * 32, "2" * 32


def inodes(folder: Path) -> dict[str, int]:
    """Which files these are, by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_ino
        for path in folder.rglob("*")
        if path.is_file()
    }


def same_files(folder: Path, before: Mapping[str, int]) -> set[str]:
    """The paths at which the very same file stands as before."""
    return {path for path, inode in inodes(folder).items() if before.get(path) == inode}


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert replace_folder(site, FILES) == Replaced(tuple(sorted(FILES)), None)
    before = inodes(site)
    newer = {**FILES, "a/b.html": b"new", "more.html": b""}
    assert replace_folder(site, newer).changed == ("a/b.html", "more.html")
    assert held(site) == newer
    assert same_files(site, before) == {"index.html", "c/d/e.html"}
    assert {path.stat().st_nlink for path in site.rglob("*") if path.is_file()} == {1}
    assert replace_folder(site, newer).changed == ()


def test_a_made_file_that_i_changed_is_written_again_also_if_it_looks_the_same(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    replace_folder(site, FILES)
    path = site / "a" / "b.html"
    about = path.stat()
    path.write_bytes(b"owt")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert replace_folder(site, FILES).changed == ("a/b.html",)
    assert held(site) == FILES


@pytest.mark.parametrize("mode", [0o600, 0o755])
def test_a_made_file_that_others_may_no_longer_read_is_as_new_again(
    mode: int, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    replace_folder(site, FILES)
    usual = (site / "index.html").stat().st_mode
    (site / "index.html").chmod(mode)
    assert replace_folder(site, FILES).changed == ()
    assert (site / "index.html").stat().st_mode == usual


def test_a_copy_by_links_keeps_what_it_had(tmp_path: Path) -> None:
    site, copy = tmp_path / "site", tmp_path / "copy"
    replace_folder(site, FILES)
    copy.mkdir()
    os.link(site / "index.html", copy / "index.html")
    replace_folder(site, {**FILES, "index.html": b"new"})
    assert (copy / "index.html").read_bytes() == b"one"


def test_without_hard_links_everything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    site = tmp_path / "site"
    fill_folder(site, noted(FILES, ONE))
    before = inodes(site)
    monkeypatch.setattr(os, "link", refuse)
    assert replace_folder(site, FILES).changed == ()
    assert not same_files(site, before) & set(FILES)
    assert held(site) == FILES
    fill_folder(site, noted(FILES, ONE))
    fill_folder(site, kept(FILES, ONE))
    assert fill_folder(site, kept(FILES, ONE)).changed == ()
    assert {name: content for name, content in held(site).items() if name in FILES} == FILES


# Notes of what files were made from.


def noted(files: Mapping[str, bytes], key: str) -> Callable[[Filling], None]:
    """Put these files, each made from what has this key."""

    def fill(place: Filling) -> None:
        for name, content in files.items():
            place.put(name, content, key)

    return fill


def kept(files: Mapping[str, bytes], key: str) -> Callable[[Filling], None]:
    """Keep these files where they were made from what has this key, and put the others."""

    def fill(place: Filling) -> None:
        for name, content in files.items():
            if not place.keep(name, key):
                made.append(name)
                place.put(name, content, key)

    return fill


made: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_made() -> None:
    made.clear()


def test_what_was_made_from_the_same_is_not_made_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    fill_folder(site, kept(FILES, ONE))
    assert made == list(FILES)
    before = inodes(site)
    again = fill_folder(site, kept(FILES, ONE))
    assert (made, again.changed) == (list(FILES), ())
    assert same_files(site, before) == {*FILES, NOTES_NAME, LIST_NAME}
    fill_folder(site, kept(FILES, TWO))
    assert made == [*FILES, *FILES]


def _edited(site: Path) -> None:
    (site / "index.html").write_bytes(b"mine")


def _gone(site: Path) -> None:
    (site / "index.html").unlink()


@pytest.mark.parametrize("spoil", [_edited, _gone])
def test_a_file_that_is_not_as_it_was_made_is_made_again(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    fill_folder(site, kept(FILES, ONE))
    made.clear()
    spoil(site)
    assert fill_folder(site, kept(FILES, ONE)).changed == ("index.html",)
    assert made == ["index.html"]
    assert {name: content for name, content in held(site).items() if name in FILES} == FILES


@pytest.mark.parametrize(
    "notes",
    [
        b"",
        b"\xff",
        b"opledger-site-keys 2\n" + f"{ONE} {ONE} index.html\n".encode(),
        b"opledger-site-keys 1\nindex.html\n",
        b"opledger-site-keys 1\n" + f"{ONE} {ONE} index.html\n{ONE} {ONE} ../x\n".encode(),
        None,
    ],
)
def test_damaged_notes_are_as_none(notes: bytes | None, tmp_path: Path) -> None:
    site = tmp_path / "site"
    fill_folder(site, kept(FILES, ONE))
    sound = (site / NOTES_NAME).read_bytes()
    if notes is None:
        (site / NOTES_NAME).unlink()
    else:
        (site / NOTES_NAME).write_bytes(notes)
    made.clear()
    fill_folder(site, kept(FILES, ONE))
    assert made == list(FILES)
    assert (site / NOTES_NAME).read_bytes() == sound


def test_a_page_that_came_with_somebody_s_notes_is_made_again(tmp_path: Path) -> None:
    """A ledger from elsewhere brings a site with a right key for a wrong page."""
    site = tmp_path / "site"
    fill_folder(site, kept(FILES, ONE))
    (site / "index.html").write_bytes(b"not what it says")
    right, wrong = (blake2b(text, digest_size=16) for text in (b"one", b"not what it says"))
    notes = (site / NOTES_NAME).read_text()
    (site / NOTES_NAME).write_text(notes.replace(right.hexdigest(), wrong.hexdigest()))
    assert (site / NOTES_NAME).read_text() != notes
    assert fill_folder(site, kept(FILES, ONE)).changed == ("index.html",)
    assert {name: content for name, content in held(site).items() if name in FILES} == FILES


def test_without_a_cache_nobody_knows_whose_notes_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    monkeypatch.setenv("OPLEDGER_CACHE", "off")
    for _ in range(2):
        made.clear()
        fill_folder(site, kept(FILES, ONE))
        assert made == list(FILES)


def test_without_the_list_the_folder_is_mine_whatever_the_notes_say(tmp_path: Path) -> None:
    site = tmp_path / "site"
    fill_folder(site, kept(FILES, ONE))
    (site / LIST_NAME).unlink()
    with pytest.raises(Exception, match="which opledger did not make"):
        fill_folder(site, kept(FILES, ONE))


def test_an_earlier_version_takes_the_notes_for_a_file_that_it_made(tmp_path: Path) -> None:
    site = tmp_path / "site"
    fill_folder(site, kept(FILES, ONE))
    assert NOTES_NAME in (site / LIST_NAME).read_text().splitlines()
    replace_folder(site, FILES)
    assert NOTES_NAME not in {path.name for path in site.iterdir()}
    assert held(site) == FILES


def test_what_a_process_left_that_was_killed_is_no_file_of_the_old_folder(tmp_path: Path) -> None:
    """It may be a link into the old folder, so it is replaced and not written into."""
    site = tmp_path / "site"
    replace_folder(site, FILES)

    def fill(place: Filling) -> None:
        place.put("index.html", b"one")
        place.put("index.html", b"newer")
        assert (site / "index.html").read_bytes() == b"one"

    fill_folder(site, fill)
    assert held(site) == {"index.html": b"newer"}


names = st.sampled_from(["index.html", "a.html", "b/c.html", "b/d.html"])
contents = st.sampled_from([b"", b"x", b"y", b"xy"])
folders = st.dictionaries(names, contents)


@given(st.lists(folders, min_size=1, max_size=4), st.data())
def test_whatever_was_there_the_folder_is_as_if_made_anew(
    tmp_path_factory: pytest.TempPathFactory, each: list[dict[str, bytes]], data: st.DataObject
) -> None:
    """Keys are of the contents; now and then something is changed or deleted by hand."""
    site = tmp_path_factory.mktemp("x") / "site"
    for files in each:

        def fill(place: Filling, files: Mapping[str, bytes] = files) -> None:
            for name, content in files.items():
                key = filling._digest(name.encode() + content)
                if not place.keep(name, key):
                    place.put(name, content, key)

        fill_folder(site, fill)
        fresh = site.parent / "fresh"
        fill_folder(fresh, fill)
        assert whole(site) == whole(fresh)
        there = sorted(whole(site).keys() - {LIST_NAME})
        for name in data.draw(st.sets(st.sampled_from(there), max_size=2)) if there else ():
            if data.draw(st.booleans()):
                (site / name).write_bytes(data.draw(contents))
            else:
                (site / name).unlink(missing_ok=True)
        fill_folder(fresh, lambda place: place.put("x", b""))


def whole(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, its list and its notes among them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
