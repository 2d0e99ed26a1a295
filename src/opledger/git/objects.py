"""Objects of a repository as values: commits, the files of a tree, and their bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from opledger.core.failure import Failure
from opledger.core.late import dataclass, pattern
from opledger.files.disk import CONFIG_NAME, FOLDER, MAX_BYTES
from opledger.git.command import reading

_MOST_COMMIT, _MOST_MESSAGE = 64 * 1024 * 1024, 1024 * 1024
_AT_ONCE = 16 * 1024 * 1024  # bytes of contents that are asked for without asking for sizes first
_PERSON = pattern(rb"([^<]*)<([^>]*)>(?: (-?[0-9]{1,12}) ([-+][0-9]{1,4}))?.*", re.DOTALL)
# Those that texts are written in; of others that Python knows, some take for ever.
_ENCODING = pattern(
    r"utf-8|ascii|iso8859-\d+|cp\d+|koi8-[rut]|mac-\w+|big5(hkscs)?|euc_\w+|gb2312|gbk|gb18030|hz"
    r"|johab|shift_jis\w*|iso2022_\w+|tis-620"
)
_SIGNATURES = (b"gpgsig", b"gpgsig-sha256")
_EPOCH = datetime.fromtimestamp(0, UTC)
_Day = date  # what a commit calls its moment hides the name


@dataclass(frozen=True, slots=True)
class Item:
    """A file in a tree: its mode as git writes it, and the name of its content."""

    mode: str
    hash: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; ``date`` is when its author made it, with the zone it was made in.

    ``parents`` are those that the repository has: a shallow clone lacks some.
    """

    hash: str
    tree: str
    parents: tuple[str, ...]
    author: str
    email: str
    date: datetime
    message: str
    signed: bool

    @property
    def short(self) -> str:
        """The first ten digits of the hash."""
        return self.hash[:10]

    def day_in(self, zone: tzinfo) -> _Day:
        """The day on which its author made it, in a zone."""
        return self.date.astimezone(zone).date()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.strip().partition("\n")[0].strip()


def ledger_tree(root: Path, revision: str, prefix: str) -> dict[str, Item]:
    """The files that a commit holds of the ledger, by their path in it.

    Raises:
        Failure: the commit's tree can't be read.
    """
    arguments = ("-r", "-z", "--full-tree", revision, "--", *ledger_paths(prefix))
    answer = reading(root, "ls-tree", *arguments)
    if answer.code:
        raise Failure(f"can't read the files of commit {revision[:10]}: {answer.complaint}", code=1)
    found = {}
    for entry in answer.output.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, _, name = about.decode().split(" ")
        found[decoded(path).removeprefix(prefix)] = Item(mode, name)
    return found


def ledger_paths(prefix: str) -> tuple[str, str]:
    """Where a ledger's files are, from the top of its work tree."""
    return prefix + CONFIG_NAME, prefix + FOLDER


def decoded(path: bytes) -> str:
    """A name as text; bytes that are no UTF-8 stay as surrogates."""
    return path.decode("utf-8", "surrogateescape")


def blobs(root: Path, names: Iterable[str], most: int = MAX_BYTES) -> dict[str, bytes]:
    """The content of files by their names.

    What is longer than ``most`` bytes is not read: it is as many blanks, one more than that.
    A name that the repository lacks is left out.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    told = _at_once(root, wanted)
    if told is not None:
        held = ((name, each.content) for name, each in zip(wanted, told, strict=True) if each)
        return {n: body if len(body) <= most else _too_much(most) for n, body in held}
    # It is very much, or something is damaged: sizes first, and only what is small.
    found: dict[str, bytes] = {}
    small = []
    for name, size in zip(wanted, _sizes(root, wanted), strict=True):
        if size is not None and size <= most:
            small.append(name)
        elif size is not None:
            found[name] = _too_much(most)
    return found | _contents(root, small)


def _too_much(most: int) -> bytes:
    return b" " * (most + 1)


def commits(root: Path, parents: Mapping[str, Sequence[str]]) -> dict[str, Commit]:
    """The commits of these names; ``parents`` says which come before each.

    Raises:
        Failure: the repository lacks one of them.
    """
    raw = blobs(root, parents, _MOST_COMMIT)
    for name in parents:
        if not raw.get(name, b"").startswith(b"tree "):
            raise Failure(f"can't read commit {name[:10]}: 'git fsck' says what is wrong", code=1)
    return {name: _commit(name, raw[name], tuple(parents[name])) for name in parents}


def commit_called(root: Path, revision: str) -> Commit | None:
    """The commit that a name stands for, without those before it.

    ``None`` where there is none, or where it can't be told in one go.
    """
    told = None if "\n" in revision else _at_once(root, [revision + "^{commit}"])
    each = told[0] if told else None
    if each is None or each.kind != b"commit" or len(each.content) > _MOST_COMMIT:
        return None
    return _commit(each.name, each.content, ())


def file_of(
    root: Path, commit: str, prefix: str, path: str, *, is_new: bool = False
) -> bytes | None:
    """The content that a commit holds of a ledger's file; ``None`` where it holds none.

    What is longer than a file of a ledger may be is blanks, as in :func:`blobs`. Where ``is_new``
    says that there will be none, the folder is asked for as well: if the commit has that, it is
    certain without going through all files.

    Raises:
        Failure: the commit's files can't be read.
    """
    name = f"{commit}:{prefix}{path}"
    names = [name, name.rpartition("/")[0]] if is_new and "/" in path else [name]
    told = None if "\n" in name else _at_once(root, names)
    each = told[0] if told else None
    if each and each.kind == b"blob":
        return each.content if len(each.content) <= MAX_BYTES else _too_much(MAX_BYTES)
    if each is None and told and (folder := told[-1]) and folder.kind == b"tree":
        return None
    item = ledger_tree(root, commit, prefix).get(path)
    return blobs(root, [item.hash]).get(item.hash) if item else None


class _Told(NamedTuple):
    """An object as git tells it: its full name, what it is, and what it holds."""

    name: str
    kind: bytes
    content: bytes


def _at_once(root: Path, names: Sequence[str]) -> list[_Told | None] | None:
    """What names stand for, each ``None`` where it is missing, asked for in one go.

    ``None`` where that is too much, or is not all told.
    """
    answer = reading(root, "cat-file", "--batch", given=_lines(names), most=_AT_ONCE)
    output, at = answer.output, 0
    if answer.code or len(output) > _AT_ONCE:
        return None
    found: list[_Told | None] = []
    for name in names:
        end = output.find(b"\n", at)
        head = output[at:end] if end >= 0 else b""
        at = end + 1
        if head == f"{name} missing".encode("utf-8", "surrogateescape"):
            found.append(None)
            continue
        whole, kind, size = head.split(b" ") if head.count(b" ") == 2 else (b"", b"", b"")  # noqa: PLR2004
        if not size.isdigit():
            return None
        found.append(_Told(whole.decode(), kind, output[at : at + int(size)]))
        at += int(size) + 1
    return found


def _sizes(root: Path, names: Sequence[str]) -> list[int | None]:
    answer = reading(root, "cat-file", "--batch-check", given=_lines(names))
    sizes = []
    for line in answer.lines:
        _, _, size = line.rpartition(" ")
        sizes.append(int(size) if size.isdecimal() else None)
    if len(sizes) != len(names):
        raise Failure(f"git can't read its objects: {answer.complaint or 'no answer'}", code=1)
    return sizes


def _contents(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    if not names:
        return {}
    answer = reading(root, "cat-file", "--batch", given=_lines(names))
    found, at = {}, 0
    for name in names:
        head, _, _ = answer.output[at : at + 200].partition(b"\n")
        size = head.rpartition(b" ")[2]
        if not size.isdigit():
            raise Failure(f"git can't read object {name}: {answer.complaint}", code=1)
        start = at + len(head) + 1
        found[name] = answer.output[start : start + int(size)]
        at = start + int(size) + 1
    return found


def _lines(names: Sequence[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")


def _commit(name: str, raw: bytes, parents: tuple[str, ...]) -> Commit:
    head, _, body = raw.partition(b"\n\n")
    fields: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        fields.setdefault(key, value)
    encoding = fields.get(b"encoding", b"utf-8").decode("ascii", "replace")
    author, email, date = _person(fields.get(b"author", b""), encoding)
    return Commit(
        hash=name,
        tree=fields.get(b"tree", b"").decode("ascii", "replace"),
        parents=parents,
        author=author,
        email=email,
        date=date,
        message=_text(body[:_MOST_MESSAGE], encoding),
        signed=any(each in fields for each in _SIGNATURES),
    )


def _person(raw: bytes, encoding: str) -> tuple[str, str, datetime]:
    """Name, address and time of an author; a time that is none or out of range is that of 1970."""
    found = _PERSON.fullmatch(raw)
    if found is None:
        return _text(raw, encoding), "", datetime.fromtimestamp(0, UTC)
    name, email, seconds, offset = found.groups()
    return _name(name, encoding).strip(), _name(email, encoding), _moment(seconds, offset)


def _moment(seconds: bytes | None, offset: bytes | None) -> datetime:
    hours, minutes = divmod(abs(int(offset or 0)), 100)
    sign = -1 if (offset or b"")[:1] == b"-" else 1
    return moment(int(seconds or 0), sign * (hours * 3600 + minutes * 60))


def moment(seconds: int, offset: int) -> datetime:
    """The time so many seconds after 1970 began, in a zone so many seconds east of Greenwich.

    It is in UTC where no zone on earth is so far away, and 1970 where the time is out of range.
    """
    try:
        utc = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return _EPOCH
    try:
        return utc.astimezone(_zone(offset))
    except (ValueError, OverflowError):
        return utc


@cache
def _zone(offset: int) -> timezone:
    return timezone(timedelta(seconds=offset))


def _text(raw: bytes, encoding: str) -> str:
    """Bytes in an encoding as text that can be written again; else as UTF-8, as far as it is."""
    try:
        if _is_taken(encoding):
            text = raw.decode(encoding)
            text.encode()  # some know of surrogates
            return text
    except (LookupError, ValueError):
        pass
    return raw.decode("utf-8", "replace")


_name = lru_cache(256)(_text)  # the same few people over and over


@lru_cache(64)
def _is_taken(encoding: str) -> bool:
    return bool(_ENCODING.fullmatch(codecs.lookup(encoding).name))
