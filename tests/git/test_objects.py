"""Commits and files as git holds them, beside what git itself prints of them."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from tests.git.repositories import LEDGER, Past, committed, git, write

from opledger.files.disk import MAX_BYTES
from opledger.git.objects import (
    Commit,
    Item,
    blobs,
    commit_called,
    commits,
    file_of,
    ledger_tree,
)


def put(root: Path, *lines: bytes, message: bytes = b"Start\n") -> str:
    """The hash of a commit of these header lines, whatever git would say of them."""
    raw = b"\n".join(lines) + b"\n\n" + message
    return hashed(root, raw, "commit")


def hashed(root: Path, raw: bytes, kind: str) -> str:
    asked = ["git", "hash-object", "-w", "-t", kind, "--literally", "--stdin"]
    ended = subprocess.run(asked, cwd=root, input=raw, check=True, capture_output=True)
    return ended.stdout.decode().strip()


def one(root: Path, name: str) -> Commit:
    return commits(root, {name: ()})[name]


def printed(root: Path, name: str) -> tuple[str, ...]:
    """What git says: author, address, date, message."""
    told = git(root, "log", "-1", "--format=%an%x00%ae%x00%aI%x00%B", name).split("\0")
    return tuple(told)


@pytest.fixture
def tree(tmp_path: Path) -> bytes:
    committed(tmp_path)
    return b"tree " + git(tmp_path, "rev-parse", "HEAD^{tree}").encode()


PLAIN = b"A. Person <a@example.com> 1704715200 +0100"
COMMITTER = b"committer " + PLAIN
PEOPLE = {
    "plain": PLAIN,
    "no name": b" <a@example.com> 1704715200 +0000",
    "no address": b"A. Person <> 1704715200 +0000",
    "many blanks": b"  A.  Person   <a@example.com> 1704715200 +0000",
    "UTF-8": "Ð. Þórsdóttir <a@example.com> 1704715200 +0545".encode(),
    "west": b"A <a@example.com> 1704715200 -0330",
    "long ago": b"A <a@example.com> 0 +0000",
    "a far zone": b"A <a@example.com> 1704715200 +1400",
    "a short zone": b"A <a@example.com> 1704715200 +100",
    "quotes": b"\"A\" 'Person' <a@example.com> 1704715200 +0000",
    "blanks in the address": b"A < a@example.com > 1704715200 +0000",
}


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_a_commit_says_what_git_says(person: bytes, tree: bytes, tmp_path: Path) -> None:
    name = put(tmp_path, tree, b"author " + person, COMMITTER)
    author, email, date, message = printed(tmp_path, name)
    found = one(tmp_path, name)
    assert (found.author, found.email, found.message.strip()) == (author, email, message)
    assert found.date.isoformat() == date.replace("Z", "+00:00")
    assert found.date == datetime.fromisoformat(date)


MALFORMED = {
    "no date": b"A. Person <a@example.com>",
    "no address at all": b"A. Person 1704715200 +0000",
    "nothing": b"",
    "a year beyond all": b"A. Person <a@example.com> 999999999999 +0000",
    "before everything": b"A. Person <a@example.com> -999999999999 +0000",
    "a zone of 99 hours": b"A. Person <a@example.com> 1704715200 +9900",
    "bytes that are no UTF-8": b"A. P\xe9rson <a@example.com> 1704715200 +0000",
    "a control character": b"A. P\x1b[31m <a@example.com> 1704715200 +0000",
}


@pytest.mark.parametrize("person", MALFORMED.values(), ids=MALFORMED)
def test_a_commit_of_an_odd_author_is_read_all_the_same(
    person: bytes, tree: bytes, tmp_path: Path
) -> None:
    found = one(tmp_path, put(tmp_path, tree, b"author " + person, COMMITTER))
    assert found.tree == tree.decode().removeprefix("tree ")
    assert found.date.tzinfo is not None
    assert found.subject == "Start"
    assert found.author.startswith("A. P") or not found.author
    found.author.encode()


def test_a_known_moment_in_an_impossible_zone_is_kept(tree: bytes, tmp_path: Path) -> None:
    person = MALFORMED["a zone of 99 hours"]
    found = one(tmp_path, put(tmp_path, tree, b"author " + person, COMMITTER))
    assert found.date.isoformat() == "2024-01-08T12:00:00+00:00"


ENCODINGS = ("ISO-8859-1", "windows-1252", "UTF-8", "KOI8-R", "Shift_JIS", "ISO-2022-JP")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_commit_in_an_older_encoding_says_what_git_says(
    encoding: str, tree: bytes, tmp_path: Path
) -> None:
    words = {"K": "Привет", "S": "こんにちは"}.get(encoding[0], "Grüße, é")
    words = "こんにちは" if encoding == "ISO-2022-JP" else words
    body = words.encode(encoding)
    header = [tree, b"author " + body + b" <a@example.com> 1704715200 +0000", COMMITTER]
    name = put(tmp_path, *header, b"encoding " + encoding.encode(), message=body + b"\n\nMore\n")
    author, _, _, message = printed(tmp_path, name)
    found = one(tmp_path, name)
    assert (found.author, found.message.strip(), found.subject) == (author, message, words)


@pytest.mark.parametrize("encoding", [b"nonsense", b"rot13", b"utf-7", b"unicode_escape", b"a\0b"])
def test_a_commit_in_no_encoding_gives_text_that_can_be_printed(
    encoding: bytes, tree: bytes, tmp_path: Path
) -> None:
    header = [tree, b"author " + PLAIN, COMMITTER, b"encoding " + encoding]
    found = one(tmp_path, put(tmp_path, *header, message=b"x +2AA- \\ud800 \\d\n"))
    found.message.encode()
    assert found.subject.startswith("x ")


def test_signatures_and_merged_tags_are_no_part_of_the_message(tree: bytes, tmp_path: Path) -> None:
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n author B <b@x> 1 +0000\n -----END"
    merged = b"mergetag object 1\n type commit\n tagger C <c@x> 1 +0000\n \n encoding nonsense"
    name = put(tmp_path, tree, b"author " + PLAIN, COMMITTER, merged, signature)
    found = one(tmp_path, name)
    assert (found.author, found.signed, found.message) == ("A. Person", True, "Start\n")
    assert not one(tmp_path, git(tmp_path, "rev-parse", "HEAD")).signed


def test_a_commit_without_a_message_has_no_subject(tree: bytes, tmp_path: Path) -> None:
    for raw in (b"", b"\n \n"):
        name = put(tmp_path, tree, b"author " + PLAIN, COMMITTER, message=raw)
        assert one(tmp_path, name).subject == ""


def test_the_subject_is_the_first_line_of_the_message(tree: bytes, tmp_path: Path) -> None:
    message = b"\n\n  First \r\nSecond\n"
    name = put(tmp_path, tree, b"author " + PLAIN, COMMITTER, message=message)
    assert one(tmp_path, name).subject == "First"
    assert one(tmp_path, name).short == name[:10]


def test_a_commit_with_an_endless_message_keeps_its_author_and_tree(
    tree: bytes, tmp_path: Path
) -> None:
    name = put(tmp_path, tree, b"author " + PLAIN, COMMITTER, message=b"x" * (2 * 1024**2))
    found = one(tmp_path, name)
    assert (found.author, found.tree) == ("A. Person", tree.decode().removeprefix("tree "))
    assert found.date.year == 2024


def test_contents_are_read_in_one_go_and_by_name(tmp_path: Path) -> None:
    committed(tmp_path)
    empty, binary = hashed(tmp_path, b"", "blob"), hashed(tmp_path, b"\n\0\xff\n\n", "blob")
    big = hashed(tmp_path, b"x" * (MAX_BYTES + 5), "blob")
    lacking = "1" * 40
    found = blobs(tmp_path, [binary, empty, big, lacking, binary])
    assert found == {binary: b"\n\0\xff\n\n", empty: b"", big: b" " * (MAX_BYTES + 1)}
    assert blobs(tmp_path, []) == {}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("hashing", ["sha1", "sha256"])
def test_a_tree_is_read_loose_or_packed(packed: bool, hashing: str, tmp_path: Path) -> None:
    odd = {f"opportunities/{name}": b"x" for name in ("a b.yaml", "é.yaml", '"q"\n.yaml', ":(top)")}
    odd |= {"opportunities/-x/y.yaml": b"y", "README.md": b"z"}
    head = committed(tmp_path, LEDGER | odd, f"--object-format={hashing}")
    if packed:
        git(tmp_path, "gc", "--quiet", "--prune=now")
    found = ledger_tree(tmp_path, head, "")
    assert set(found) == (set(LEDGER) | set(odd)) - {"README.md"}
    kestrel = found["opportunities/kestrel.yaml"]
    assert kestrel.mode == "100644"
    contents = blobs(tmp_path, (item.hash for item in found.values()))
    assert contents[kestrel.hash] == LEDGER["opportunities/kestrel.yaml"]
    assert one(tmp_path, head).author == "A. Person"


def test_a_name_that_is_no_text_keeps_its_bytes(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", {"opportunities/\udcff.yaml": "x"}, links={"opportunities/l": "/etc"})
    head = past.write(tmp_path)[1]
    modes = {path: item.mode for path, item in ledger_tree(tmp_path, head, "").items()}
    assert modes == {"opportunities/\udcff.yaml": "100644", "opportunities/l": "120000"}


def test_a_tree_of_a_folder_has_paths_from_there(tmp_path: Path) -> None:
    inner = {f"a b/é/{path}": content for path, content in LEDGER.items()}
    head = committed(tmp_path, LEDGER | inner | {"a b/opportunities/x.yaml": b"x"})
    write(tmp_path / "elsewhere")
    found = ledger_tree(tmp_path / "a b/é", head, "a b/é/")
    assert set(found) == set(LEDGER)
    blob = git(tmp_path, "rev-parse", f"{head}:ledger.yaml")
    assert found["ledger.yaml"] == Item("100644", blob)


def test_what_is_too_much_to_be_asked_for_at_once_is_told_all_the_same(tmp_path: Path) -> None:
    files = {"small": b"1\n", "large": b"\0" * (17 * 1024 * 1024), "last": b"2\n"}
    committed(tmp_path, files)
    small, large, last = git(tmp_path, "rev-parse", *(f"HEAD:{name}" for name in files)).split()
    absent = "0" * 40
    told = blobs(tmp_path, [small, absent, large, last])
    assert told == {small: b"1\n", large: b" " * (MAX_BYTES + 1), last: b"2\n"}


@pytest.mark.parametrize("name", ["HEAD\nHEAD", "^HEAD", "HEAD:a", "nothing", "HEAD^{tree}", ""])
def test_what_names_no_commit_is_none(tmp_path: Path, name: str) -> None:
    tip = committed(tmp_path, {"a": b"1\n"})
    assert commit_called(tmp_path, name) is None
    assert commit_called(tmp_path, "HEAD") == commits(tmp_path, {tip: ()})[tip]
    assert commit_called(tmp_path, tip[:8]) == commit_called(tmp_path, "main")


@pytest.mark.parametrize("prefix", ["", "mine/", "a\nb/"])
def test_a_file_of_a_commit_is_told_by_its_path(tmp_path: Path, prefix: str) -> None:
    path = "opportunities/a.yaml"
    tip = committed(tmp_path, {f"{prefix}{path}": b"1\n", f"{prefix}opportunities/b/c.yaml": b"2"})
    found = [file_of(tmp_path, tip, prefix, f"opportunities/{n}.yaml") for n in ("a", "b/c", "d")]
    assert found == [b"1\n", b"2", None]
    assert file_of(tmp_path, tip, prefix, "opportunities/b") is None
